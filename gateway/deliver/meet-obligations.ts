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
 * COALESCE keeps the planner to the key: by its estimates it would rather read everything that is open.
 */
export async function meetObligations(
  transaction: Queryable,
  settlement: Settlement,
  accepted: readonly MovedDelivery[],
): Promise<MetObligation[]> {
  if (accepted.length === 0) return [];
  const rows = await transaction.query<MetRow>(
    `UPDATE obligation o SET met_at = a.handed_over_at, closed_by_version = a.version,
       state = CASE WHEN a.handed_over_at <= o.due_at THEN 'met' ELSE 'met-late' END::obligation_state
     FROM unnest($2::uuid[], $3::int[], $4::timestamptz[], $5::text[])
       AS a (record_id, version, handed_over_at, operation)
     WHERE o.subject_id = a.record_id AND COALESCE(
       o.target_id IN ($1, 0) AND o.state = 'open' AND o.met_by NOT IN ('published', 'recorded') AND o.operation = a.operation::record_operation,
       false)
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
