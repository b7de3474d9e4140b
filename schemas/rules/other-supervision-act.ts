import type { OtherSupervisionAct } from '../generated/other-supervision-act.js';
import { inOrder, notInFuture } from './dates.js';
import { partyRules } from './party.js';
import { needs } from './presence.js';
import type { Rule } from './rule.js';

/** Rules of acts of supervision that are neither inspection, penalty nor coercion. */
export const otherSupervisionActRules: readonly Rule<OtherSupervisionAct>[] = [
  ...partyRules,
  notInFuture('startDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('startDate', 'endDate', 'RECORD_END_BEFORE_START'),
  needs<OtherSupervisionAct>({
    name: 'ended-is-closed',
    code: 'RECORD_CLOSURE_MISSING',
    fields: ['closure'],
    reads: ['endDate'],
    when: ({ endDate }) => endDate !== undefined,
  }),
];
