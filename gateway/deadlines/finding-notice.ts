import type { Queryable } from '../store/store.js';

/** Stands for "found by reconciliation" among the thresholds of notices. */
export const findingThreshold = -2;

/** What such notices have in place of a rule; no rule has this name, for rules are named by their period. */
const noticeRule = 'reconciliation';

/** One notice a day and department for what reconciliations found; more of the same day adds to it, unacknowledged again. */
export async function writeFindingNotice(
  transaction: Queryable,
  { departmentId, on, findings }: { readonly departmentId: number; readonly on: string; readonly findings: number },
): Promise<void> {
  if (findings === 0) return;
  await transaction.query('INSERT INTO deadline_rule (name) VALUES ($1) ON CONFLICT DO NOTHING', [noticeRule]);
  await transaction.query(
    `INSERT INTO deadline_notice AS n (department_id, rule_id, due_on, threshold, obligations, unsent, mail_unsent)
     SELECT $1, id, $2, ${findingThreshold}, $3, $3, $3 FROM deadline_rule WHERE name = $4
     ON CONFLICT (department_id, rule_id, due_on, threshold) DO UPDATE SET obligations = n.obligations + $3,
       unsent = n.unsent + $3, mail_unsent = n.mail_unsent + $3, acknowledged_at = NULL, acknowledged_by = NULL`,
    [departmentId, on, findings, noticeRule],
  );
}
