import type { RectificationOrder } from '../generated/rectification-order.js';
import { inOrder, notInFuture } from './dates.js';
import { partyRules } from './party.js';
import { needs } from './presence.js';
import type { Rule } from './rule.js';

/** @law 行政处罚法 第二十八条 */
export const rectificationOrderRules: readonly Rule<RectificationOrder>[] = [
  ...partyRules,
  notInFuture('orderedDate', 'RECORD_DECISION_DATE_IN_FUTURE'),
  notInFuture('recheckDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('orderedDate', 'dueDate', 'RECORD_DUE_BEFORE_START'),
  inOrder('orderedDate', 'recheckDate', 'RECORD_RECHECK_BEFORE_ORDER'),
  needs<RectificationOrder>({
    name: 'recheck-is-whole',
    code: 'RECORD_RECHECK_INCOMPLETE',
    fields: ['recheckDate', 'recheckResult'],
    reads: ['recheckDetail'],
    when: ({ recheckDate, recheckResult, recheckDetail }) =>
      recheckDate !== undefined || recheckResult !== undefined || recheckDetail !== undefined,
  }),
];
