import type { ExchangePlan } from '../exchanges/plan.js';
import type { Queryable } from '../store/store.js';
import type { IngestContext, RunningRun } from './context.js';
import type { Decision } from './decide.js';
import type { MissingReference } from './deliveries.js';
import { tableProblem } from './problems.js';

type Quarantined = Extract<Decision, { kind: 'quarantine' }>;

/** Puts rows aside with every reason; a row that fails again takes its old place with the new reasons. The row is sealed. */
export async function writeQuarantine(
  context: IngestContext,
  transaction: Queryable,
  plan: ExchangePlan,
  run: RunningRun,
  rows: readonly Quarantined[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const keys = await context.sealing.keysFor(transaction, rows.map((one) => one.recordId));
  const objects = rows.map((one) => {
    const key = keys.get(one.recordId);
    return {
      id: context.makeId(),
      record_id: one.recordId,
      source_key: one.row.sourceKey.toString('hex'),
      position: one.row.position,
      raw: key ? context.sealing.seal(key, one.recordId, one.row.row).toString('hex') : null,
      data_key_id: key?.id ?? null,
      problems: one.problems,
    };
  });
  await transaction.query(
    `INSERT INTO quarantine (id, kind, department_id, exchange, record_id, stream_id, source_key, position, raw,
       data_key_id, problems, run_id, first_seen_at, last_seen_at)
     SELECT id, 'source-row', $2, $3, record_id, $4, decode(source_key, 'hex'), position, decode(raw, 'hex'),
       data_key_id, problems, $5, $6, $6
     FROM json_to_recordset($1) AS row (id uuid, record_id uuid, source_key text, position text, raw text,
       data_key_id uuid, problems json)
     ON CONFLICT (stream_id, source_key) WHERE state = 'open' AND kind = 'source-row'
     DO UPDATE SET position = excluded.position, raw = excluded.raw, data_key_id = excluded.data_key_id,
       problems = excluded.problems, run_id = excluded.run_id, last_seen_at = excluded.last_seen_at`,
    [JSON.stringify(objects), plan.departmentId, plan.exchange, plan.source.streamId, run.id, now.toISOString()],
  );
}

/**
 * Findings in words: deliveries that wait for a record that nobody has given. They close by themselves when it comes
 * and is accepted.
 */
export async function writeMissingReferences(
  context: IngestContext,
  transaction: Queryable,
  plan: ExchangePlan,
  run: RunningRun,
  missing: readonly MissingReference[],
): Promise<void> {
  if (missing.length === 0) return;
  const objects = missing.map(({ version, target, reference }) => ({
    id: context.makeId(),
    record_id: version.recordId,
    target_id: target.targetId,
    version: version.version,
    position: `${target.connector} v${String(version.version)}`,
    problems: [tableProblem('DELIVERY_REFERENCE_MISSING', { value: `${reference.dataset} ${reference.key.join(' ')}` })],
  }));
  await transaction.query(
    `INSERT INTO quarantine (id, kind, department_id, exchange, record_id, target_id, version, position, problems, run_id)
     SELECT id, 'delivery', $2, $3, record_id, target_id, version, position, problems, $4
     FROM json_to_recordset($1) AS row (id uuid, record_id uuid, target_id int, version int, position text, problems json)`,
    [JSON.stringify(objects), plan.departmentId, plan.exchange, run.id],
  );
}
