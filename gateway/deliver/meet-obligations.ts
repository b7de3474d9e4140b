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
 * the receiver takes to answer makes nobody late. What has to be seen published, or comes by way of another receiver, is met
 * as of when it was seen there, and what has to be published by nothing else.
 * OFFSET makes it one look-up for each record, whatever the planner thinks of the table's size: by its estimates it would
 * rather read all obligations there are.
 */
export async function meetObligations(
  transaction: Queryable,
  settlement: Settlement,
  accepted: readonly (MovedDelivery & { readonly seenAt?: Date })[],
): Promise<MetObligation[]> {
  if (accepted.length === 0) return [];
  const comesVia = settlement.plan.target.via !== undefined;
  const doneAt = (one: (typeof accepted)[number]): Date | null => (comesVia ? (one.seenAt ?? one.handed_over_at) : one.handed_over_at);
  const rows = await transaction.query<MetRow>(
    `UPDATE obligation o SET met_at = due.met_at, closed_by_version = due.version,
       state = CASE WHEN due.met_at <= o.due_at THEN 'met' ELSE 'met-late' END::obligation_state
     FROM (SELECT * FROM unnest($2::uuid[], $3::int[], $4::timestamptz[], $5::text[], $6::timestamptz[])
             AS a (record_id, version, done_at, operation, seen_at), LATERAL (
             SELECT subject_id, rule_id, target_id, CASE WHEN b.met_by = 'published' THEN a.seen_at ELSE a.done_at END AS met_at
             FROM obligation b
             WHERE b.subject_id = a.record_id AND b.target_id IN ($1, 0) AND b.met_by <> 'recorded'
               AND (b.met_by <> 'published' OR a.seen_at IS NOT NULL)
               AND b.operation = a.operation::record_operation OFFSET 0) AS b) AS due
     WHERE (o.subject_id, o.rule_id, o.target_id) = (due.subject_id, due.rule_id, due.target_id) AND o.state = 'open'
     RETURNING o.subject_id, (SELECT name FROM deadline_rule WHERE id = o.rule_id) AS name, o.state`,
    [
      settlement.target.targetId,
      accepted.map((one) => one.record_id),
      accepted.map((one) => one.version),
      accepted.map((one) => doneAt(one)?.toISOString() ?? null),
      accepted.map((one) => one.operation),
      accepted.map((one) => one.seenAt?.toISOString() ?? null),
    ],
  );
  const byRecord = new Map(accepted.map((one) => [one.record_id, one]));
  return rows.flatMap((row) => {
    const delivery = byRecord.get(row.subject_id);
    return delivery ? [{ rule: row.name, isLate: row.state === 'met-late', delivery }] : [];
  });
}
