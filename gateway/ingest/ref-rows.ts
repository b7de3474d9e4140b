import type { ExchangePlan } from '../exchanges/plan.js';
import type { CopyValue, Queryable } from '../store/store.js';
import type { RunningRun } from './context.js';
import type { Decision, SourceRef } from './decide.js';

/**
 * Remembers which record each source row became and how it looked, and closes the quarantine of rows that are mended
 * or gone. A row that went from quarantine is forgotten: should it come back, it is a new one.
 */
export async function writeRefs(
  transaction: Queryable,
  plan: ExchangePlan,
  run: RunningRun,
  decisions: readonly Decision[],
  refs: ReadonlyMap<string, SourceRef>,
): Promise<void> {
  const fresh: CopyValue[][] = [];
  const changed: { key: Buffer; recordId: string; rowHash: Buffer; quarantined: boolean }[] = [];
  const closed: { key: Buffer; state: 'mended' | 'dismissed' }[] = [];
  const forgotten: Buffer[] = [];
  for (const decision of decisions) {
    if (decision.kind === 'skipped') continue;
    if (decision.kind === 'dismissed') {
      closed.push({ key: decision.row.sourceKey, state: 'dismissed' });
      forgotten.push(decision.row.sourceKey);
      continue;
    }
    const row = decision.kind === 'version' ? decision.prepared.row : decision.row;
    const recordId = decision.kind === 'withdrawal' ? decision.before.id : decision.recordId;
    const quarantined = decision.kind === 'quarantine';
    const ref = refs.get(row.sourceKey.toString('latin1'));
    if (ref) changed.push({ key: row.sourceKey, recordId, rowHash: row.rowHash, quarantined });
    else fresh.push([row.sourceKey, recordId, row.rowHash, quarantined]);
    if (ref?.quarantined && !quarantined) {
      closed.push({ key: row.sourceKey, state: decision.kind === 'withdrawal' ? 'dismissed' : 'mended' });
    }
  }
  await transaction.insert('source_ref', {
    columns: ['source_key', 'record_id', 'row_hash', 'quarantined'],
    rows: fresh,
    shared: { stream_id: plan.source.streamId, department_id: plan.departmentId, seen_run: run.id },
  });
  if (changed.length > 0) {
    await transaction.query(
      `UPDATE source_ref s SET record_id = n.record_id, row_hash = n.row_hash, quarantined = n.quarantined, seen_run = $6
       FROM unnest($2::bytea[], $3::uuid[], $4::bytea[], $5::boolean[]) AS n (source_key, record_id, row_hash, quarantined)
       WHERE s.stream_id = $1 AND s.source_key = n.source_key`,
      [
        plan.source.streamId,
        changed.map((one) => one.key),
        changed.map((one) => one.recordId),
        changed.map((one) => one.rowHash),
        changed.map((one) => one.quarantined),
        run.id,
      ],
    );
  }
  if (closed.length > 0) {
    await transaction.query(
      `UPDATE quarantine q SET state = c.state::quarantine_state, closed_at = now()
       FROM unnest($2::bytea[], $3::text[]) AS c (source_key, state)
       WHERE q.stream_id = $1 AND q.source_key = c.source_key AND q.state = 'open' AND q.kind = 'source-row'`,
      [plan.source.streamId, closed.map((one) => one.key), closed.map((one) => one.state)],
    );
  }
  if (forgotten.length > 0) {
    await transaction.query('DELETE FROM source_ref WHERE stream_id = $1 AND source_key = ANY($2::bytea[])', [
      plan.source.streamId,
      forgotten,
    ]);
  }
}

/** Notes, for a snapshot, that rows which did not change are still there. */
export async function touchRefs(
  transaction: Queryable,
  plan: ExchangePlan,
  run: RunningRun,
  sourceKeys: readonly Buffer[],
): Promise<void> {
  if (sourceKeys.length === 0) return;
  await transaction.query('UPDATE source_ref SET seen_run = $3 WHERE stream_id = $1 AND source_key = ANY($2::bytea[])', [
    plan.source.streamId,
    sourceKeys,
    run.id,
  ]);
}
