import { randomUUID } from 'node:crypto';
import { GatewayError } from '../../schemas/errors.js';
import { shanghaiDate } from '../clock.js';
import type { ExchangePlan } from '../exchanges/plan.js';
import { monthOf } from '../store/partitions.js';
import { settledColumns } from '../store/settled-columns.js';
import type { IngestContext } from './context.js';
import { readRefs } from './known.js';
import { mappingWithReferences } from './lookup-records.js';
import { prepareRow } from './prepare.js';
import { endRun, startRun } from './run-rows.js';
import { storeBatch } from './store-batch.js';

interface QuarantineRow {
  kind: 'source-row' | 'delivery';
  exchange: string;
  record_id: string;
  source_key: Buffer | null;
  target_id: number | null;
  version: number | null;
  position: string;
  raw: Buffer | null;
  data_key_id: string | null;
}

/**
 * Tries an open quarantine entry once more with the present mapping, schema and configuration: a source row goes
 * through the pipeline again as it came; a refused delivery is offered to its target again under a new key.
 * Throws API_RESOURCE_MISSING for an id that is not in quarantine (any more), DELIVERY_VERSION_OUTDATED for a refused
 * version that a newer one has followed.
 */
export async function replayQuarantined(
  context: IngestContext,
  plans: ReadonlyMap<string, ExchangePlan>,
  id: string,
): Promise<void> {
  const [row] = await context.store.query<QuarantineRow>(
    `SELECT kind, exchange, record_id, source_key, target_id, version, position, raw, data_key_id
     FROM quarantine WHERE id = $1 AND state = 'open'`,
    [id],
  );
  const plan = row && plans.get(row.exchange);
  if (!row || !plan) throw new GatewayError('API_RESOURCE_MISSING', { quarantine: id });
  if (row.kind === 'source-row') await replayRow(context, plan, row);
  else await resend(context, id, row);
}

async function replayRow(context: IngestContext, plan: ExchangePlan, row: QuarantineRow): Promise<void> {
  const { source_key: sourceKey, raw, data_key_id: keyId } = row;
  const key = keyId ? (await context.sealing.keysById(context.store, [keyId])).get(keyId) : undefined;
  if (!sourceKey || !raw || !key) throw new GatewayError('DELIVERY_CONTENT_ERASED', { position: row.position });
  const source = context.sealing.open(key, row.record_id, raw);
  const tools = {
    dataset: plan.dataset,
    mapping: await mappingWithReferences(context.store, plan),
    hashes: context.hashes,
    today: shanghaiDate(context.now()),
  };
  const refs = await readRefs(context.store, plan.source.streamId, [sourceKey]);
  const rowHash = refs.get(sourceKey.toString('latin1'))?.rowHash ?? Buffer.alloc(0);
  const prepared = prepareRow({ op: 'upsert', sourceKey, rowHash, row: source, position: row.position }, tools);
  const run = await startRun(context.store, plan, randomUUID(), false);
  if (!run) throw new GatewayError('INGEST_EXCHANGE_RUNNING', { exchange: plan.exchange });
  try {
    await storeBatch(context, plan, run, { prepared: [prepared], refs, unchanged: [], folded: 0, cursor: null });
    context.observe('ingest.committed', { exchange: plan.exchange, rows: 1 });
  } finally {
    await endRun(context.store, plan, run, { state: 'done' });
  }
}

/** Opens a delivery that was refused for good once more, as the next resend of the same version. */
async function resend(context: IngestContext, id: string, row: QuarantineRow): Promise<void> {
  const now = context.now();
  await context.store.transaction(async (transaction) => {
    // With the record locked no newer version can come between the look and the resend.
    await transaction.query('SELECT id FROM record WHERE id = $1 FOR UPDATE', [row.record_id]);
    const newer = await transaction.query(
      'SELECT version FROM every_delivery WHERE record_id = $1 AND target_id = $2 AND version > $3 LIMIT 1',
      [row.record_id, row.target_id, row.version],
    );
    if (newer.length > 0) throw new GatewayError('DELIVERY_VERSION_OUTDATED', { position: row.position });
    const made = await transaction.query(
      `WITH refused AS (
         SELECT * FROM delivery WHERE record_id = $1 AND target_id = $2 AND version = $3 AND state = 'rejected'
         ORDER BY resend DESC LIMIT 1),
       again AS (SELECT $4::date AS month, record_id, target_id, version, resend + 1 AS resend, department_id, run_id,
         exchange_version, mapping_version, agreement_version, operation FROM refused)
       INSERT INTO outbox (${settledColumns}, version_month, exchange, due_at, next_at)
       SELECT a.*, v.month, $5,
         COALESCE((SELECT min(due_at) FROM obligation b WHERE b.subject_id = a.record_id AND b.target_id = a.target_id
           AND b.state = 'open'), 'infinity'), now()
       FROM again a JOIN record_version v ON (v.record_id, v.version) = (a.record_id, a.version)
       RETURNING record_id`,
      [row.record_id, row.target_id, row.version, monthOf(now), row.exchange],
    );
    if (made.length === 0) throw new GatewayError('API_RESOURCE_MISSING', { quarantine: id });
    await transaction.query(`UPDATE quarantine SET state = 'mended', closed_at = now() WHERE id = $1`, [id]);
  });
}
