import type { Queryable } from '../store/store.js';
import type { MovedDelivery, Settlement } from './settle.js';

export interface MetObligation {
  readonly rule: string;
  readonly isLate: boolean;
  readonly delivery: MovedDelivery;
}

interface MetRow {
  subject_id: string;
  name: string;
  state: 'met' | 'met-late';
}

/**
 * Closes the obligations that accepted deliveries meet, as of the hand-over of the attempt that was accepted: how long
 * the receiver takes to answer makes nobody late. What has to be seen published is not met by an acceptance.
 * OFFSET makes it one look-up for each record, whatever the planner thinks of the table's size: by its estimates it would
 * rather read all obligations there are.
 */
export async function meetObligations(
  transaction: Queryable,
  settlement: Settlement,
  accepted: readonly MovedDelivery[],
): Promise<MetObligation[]> {
  if (accepted.length === 0) return [];
  const rows = await transaction.query<MetRow>(
    `UPDATE obligation o SET met_at = due.handed_over_at, closed_by_version = due.version,
       state = CASE WHEN due.handed_over_at <= o.due_at THEN 'met' ELSE 'met-late' END::obligation_state
     FROM (SELECT * FROM unnest($2::uuid[], $3::int[], $4::timestamptz[], $5::text[])
             AS a (record_id, version, handed_over_at, operation), LATERAL (
             SELECT subject_id, rule_id, target_id FROM obligation b
             WHERE b.subject_id = a.record_id AND b.target_id IN ($1, 0) AND b.met_by NOT IN ('published', 'recorded')
               AND b.operation = a.operation::record_operation OFFSET 0) AS b) AS due
     WHERE (o.subject_id, o.rule_id, o.target_id) = (due.subject_id, due.rule_id, due.target_id) AND o.state = 'open'
     RETURNING o.subject_id, (SELECT name FROM deadline_rule WHERE id = o.rule_id) AS name, o.state`,
    [
      settlement.target.targetId,
      accepted.map((one) => one.record_id),
      accepted.map((one) => one.version),
      accepted.map((one) => one.handed_over_at?.toISOString() ?? null),
      accepted.map((one) => one.operation),
    ],
  );
  const byRecord = new Map(accepted.map((one) => [one.record_id, one]));
  return rows.flatMap((row) => {
    const delivery = byRecord.get(row.subject_id);
    return delivery ? [{ rule: row.name, isLate: row.state === 'met-late', delivery }] : [];
  });
}
