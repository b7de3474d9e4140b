import type { ExchangePlan } from '../exchanges/plan.js';
import type { Queryable } from '../store/store.js';
import type { NewVersion } from './record-rows.js';

/**
 * Settles how urgent a batch's deliveries are, once its obligations stand: a record seen before keeps the date of its
 * first deadline, and one that others wait for is as urgent as the most urgent of them.
 */
export async function settleDueDates(
  transaction: Queryable,
  plan: ExchangePlan,
  versions: readonly NewVersion[],
): Promise<void> {
  const seenBefore = versions.filter((version) => version.firstSeenBefore);
  if (seenBefore.length > 0) {
    await transaction.query(
      `UPDATE outbox o SET due_at = first.due_at
       FROM (SELECT w.record_id, w.target_id, w.version, min(b.due_at) AS due_at
             FROM unnest($1::uuid[], $2::int[]) AS v (record_id, version)
             JOIN outbox w ON (w.record_id, w.version) = (v.record_id, v.version)
             JOIN obligation b ON b.subject_id = w.record_id AND b.target_id IN (w.target_id, 0)
               AND b.state = 'open' AND b.met_by <> 'recorded' AND b.operation = w.operation
             GROUP BY 1, 2, 3) AS first
       WHERE (o.record_id, o.target_id, o.version) = (first.record_id, first.target_id, first.version)`,
      [seenBefore.map((one) => one.recordId), seenBefore.map((one) => one.version)],
    );
  }
  if (versions.length === 0 || !plan.targets.some((target) => target.isReferredTo)) return;
  await transaction.query(
    `UPDATE outbox o SET due_at = lent.due_at
     FROM (SELECT v.record_id, v.version, w.target_id, min(w.due_at) AS due_at
           FROM unnest($1::uuid[], $2::int[], $3::bytea[]) AS v (record_id, version, key_hash)
           JOIN outbox w ON w.wait_key = v.key_hash AND (w.wait_department IS NULL OR w.wait_department = $4)
           GROUP BY 1, 2, 3) AS lent
     WHERE (o.record_id, o.version, o.target_id) = (lent.record_id, lent.version, lent.target_id) AND o.due_at > lent.due_at`,
    [versions.map((one) => one.recordId), versions.map((one) => one.version), versions.map((one) => one.keyHash), plan.departmentId],
  );
}
