import type { ElectronicCertificate } from '../generated/electronic-certificate.js';
import { inOrder, notInFuture } from './dates.js';
import { partyRules } from './party.js';
import { needs } from './presence.js';
import type { Rule } from './rule.js';

/** Code of the table certificate-state for a certificate in force. */
const inForce = '1';

/** Rules of the catalogue of electronic certificates. */
export const electronicCertificateRules: readonly Rule<ElectronicCertificate>[] = [
  ...partyRules,
  notInFuture('issuedDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('validFrom', 'validUntil', 'RECORD_VALIDITY_REVERSED'),
  inOrder('issuedDate', 'endedDate', 'RECORD_END_BEFORE_START'),
  needs<ElectronicCertificate>({
    name: 'ended-has-its-day',
    code: 'RECORD_CERTIFICATE_END_MISSING',
    fields: ['endedDate'],
    reads: ['state'],
    when: ({ state }) => state !== inForce,
  }),
];
