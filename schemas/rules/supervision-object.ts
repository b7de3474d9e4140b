import type { SupervisionObject } from '../generated/supervision-object.js';
import { inOrder, notInFuture } from './dates.js';
import { partyRules } from './party.js';
import { needs } from './presence.js';
import type { Rule } from './rule.js';

/** Code of the table object-state for an object that left the register. */
const left = '3';

/** Rules of the register of supervision objects. */
export const supervisionObjectRules: readonly Rule<SupervisionObject>[] = [
  ...partyRules,
  notInFuture('enrolledDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('enrolledDate', 'leftDate', 'RECORD_LEFT_BEFORE_ENROLLED'),
  needs<SupervisionObject>({
    name: 'left-has-its-day',
    code: 'RECORD_LEFT_DATE_MISSING',
    fields: ['leftDate'],
    reads: ['state'],
    when: ({ state }) => state === left,
  }),
];
