import type { EnforcementOfficer } from '../generated/enforcement-officer.js';
import { inOrder, notInFuture } from './dates.js';
import { needs } from './presence.js';
import type { Rule } from './rule.js';

/** Code of the table officer-certificate-state for a certificate in force. */
const inForce = '1';

/** Rules of the register of enforcement officers. */
export const enforcementOfficerRules: readonly Rule<EnforcementOfficer>[] = [
  notInFuture('issuedDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('issuedDate', 'validUntil', 'RECORD_VALIDITY_REVERSED'),
  inOrder('issuedDate', 'endedDate', 'RECORD_END_BEFORE_START'),
  needs<EnforcementOfficer>({
    name: 'ended-has-its-day',
    code: 'RECORD_OFFICER_END_MISSING',
    fields: ['endedDate'],
    reads: ['state'],
    when: ({ state }) => state !== inForce,
  }),
];
