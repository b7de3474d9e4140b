import { GatewayError } from '../../schemas/errors.js';
import { dayNumber } from '../deadlines/civil-date.js';
import { explainDue, type ExplainedDueDate, type Suspension } from '../deadlines/compute.js';
import { countingOf } from '../deadlines/counting.js';
import type { Queryable } from '../store/store.js';
import type { Workspace } from '../workspace/workspace.js';
import type { LockedDuty } from './named-duty.js';

/** Whatever stops the clock for longer is not a suspension but a new period. */
const suspendedDaysMax = 1100;

/**
 * When an obligation is due if these days do not count either, beside those that were approved before. Throws
 * DEADLINE_SUSPENSION_WRONG for a span that is none, and DEADLINE_SUSPENSION_NOT_COUNTED where days are not counted at all.
 */
export async function suspendedDate(
  transaction: Queryable,
  duty: LockedDuty,
  { from, to }: Suspension,
  workspace: Workspace,
): Promise<ExplainedDueDate> {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  if (first === undefined || last === undefined || last < first || last - first >= suspendedDaysMax) {
    throw new GatewayError('DEADLINE_SUSPENSION_WRONG', { from: from.slice(0, 40), to: to.slice(0, 40), limit: suspendedDaysMax });
  }
  const counting = countingOf(workspace, duty.department, duty.rule);
  if (!counting) throw new GatewayError('DEADLINE_SUSPENSION_NOT_COUNTED', { rule: duty.rule, dueOn: duty.dueOn });
  const approved = await transaction.query<Suspension>(
    `SELECT suspended_from AS "from", suspended_to AS "to" FROM deadline_case
     WHERE (subject_id, rule_id, target_id) = ($1, $2, $3) AND state = 'approved' AND suspended_from IS NOT NULL`,
    [duty.subjectId, duty.ruleId, duty.targetId],
  );
  return explainDue(counting.term, duty.triggerDate, counting.calendar, [...approved, { from, to }]);
}
