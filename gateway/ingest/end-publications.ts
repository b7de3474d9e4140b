import type { LogStation } from '../exchange-log/entry.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import { shanghaiDate } from '../clock.js';
import type { ExchangePlan, TargetPlan } from '../exchanges/plan.js';
import { monthOf } from '../store/partitions.js';
import type { Queryable } from '../store/store.js';
import type { IngestContext } from './context.js';
import type { StoredRecord } from './decide.js';
import { DeliveryWriter } from './deliveries.js';
import { readAtTargets } from './known.js';
import { planObligations, writeObligations } from './obligations.js';
import { readLatestContents, type NewVersion } from './record-rows.js';
import { readReferences } from './references.js';

interface EndingRow {
  readonly record_id: string;
  readonly key_hash: Buffer;
  readonly version: number;
  readonly month: string;
  readonly content_hash: Buffer;
  /** The exchange's newest: what is made is counted with it. */
  readonly run_id: number;
  readonly resend: number;
  readonly is_repaired: boolean;
}

const batchRows = 500;
/** A sweep ends after so many batches; the next one goes on. */
const batchesMax = 200;

/**
 * Withdraws from every public target, and from no other, what may be published no more: its period is over, or it has
 * been repaired. The withdrawals are deliveries as any others: retried, followed to their receipt, and due by the rules
 * for withdrawals. Several processes may do so at once. Returns how many publications it ended.
 */
export async function endPublications(
  context: IngestContext,
  plans: ReadonlyMap<string, ExchangePlan>,
  stop?: AbortSignal,
): Promise<number> {
  let ended = 0;
  let batches = 0;
  for (const plan of plans.values()) {
    const targets = publicTargets(plan);
    if (targets.length === 0) continue;
    let count = batchRows;
    while (count === batchRows) {
      if (stop?.aborted === true || batches >= batchesMax) return ended;
      count = await context.store.transaction((transaction) => endBatch(context, transaction, plan, targets));
      ended += count;
      batches += 1;
    }
  }
  return ended;
}

function publicTargets({ publication, targets }: ExchangePlan): TargetPlan[] {
  return publication ? targets.filter((target) => publication.publicSystems.has(target.system)) : [];
}

async function endBatch(
  context: IngestContext,
  transaction: Queryable,
  plan: ExchangePlan,
  targets: readonly TargetPlan[],
): Promise<number> {
  const now = context.now();
  const rows = await readEnding(transaction, plan, shanghaiDate(now));
  if (rows.length === 0) return 0;
  const segment = new SegmentWriter();
  const log = (station: LogStation, recordId: string, facts: { version: number; target?: string; code?: string }): void =>
    segment.add({
      id: context.makeId(),
      at: now.toISOString(),
      station,
      actor: 'gateway',
      department: plan.department,
      dataset: plan.dataset.name,
      record: recordId,
      ...facts,
    });
  const versions = await versionsOf(context, transaction, plan, rows, now);
  const atTargets = await readAtTargets(transaction, rows.map((row) => row.record_id));
  const references = await readReferences(transaction, []);
  const writer = new DeliveryWriter({
    exchange: plan.exchange,
    departmentId: plan.departmentId,
    runId: rows[0]?.run_id ?? 0,
    month: monthOf(now),
    nowIso: now.toISOString(),
  });
  const owed = versions.map(({ row, version }) => {
    const offered = { ...version, again: { resend: row.resend, month: row.month } };
    const created = writer.add(offered, targets, atTargets, references, (station, target, delivery) =>
      log(station, version.recordId, { version: delivery.version, target: target.connector }),
    );
    for (const { targetId, connector } of targets) {
      if (!created.has(targetId)) continue;
      const code = row.is_repaired ? 'repaired' : 'period-over';
      log('publication-ended', version.recordId, { version: version.version, target: connector, code });
    }
    return { ...version, obligations: version.obligations.filter((one) => created.has(one.targetId)) };
  });
  await writer.write(transaction);
  await writeObligations(transaction, plan, owed, []);
  await transaction.query('UPDATE publication SET ended_at = now() WHERE record_id = ANY($1::uuid[])', [
    rows.map((row) => row.record_id),
  ]);
  await segment.write(transaction, context.makeId, now);
  return rows.length;
}

async function readEnding(transaction: Queryable, plan: ExchangePlan, today: string): Promise<EndingRow[]> {
  return transaction.query<EndingRow>(
    `SELECT p.record_id, r.key_hash, r.current_version AS version, r.current_month AS month, r.content_hash,
       (SELECT max(id) FROM run WHERE exchange = $5) AS run_id,
       p.repaired_on IS NOT NULL AND p.repaired_on <= COALESCE(p.ends_on, p.repaired_on) AS is_repaired,
       (SELECT COALESCE(max(d.resend) + 1, 0) FROM every_delivery d
        WHERE d.record_id = r.id AND d.version = r.current_version) AS resend
     FROM publication p
     JOIN record r ON r.id = p.record_id
     WHERE p.ended_at IS NULL AND LEAST(p.ends_on, p.repaired_on) <= $1 AND p.department_id = $2 AND p.dataset_id = $3
       AND r.origin_stream = $4
     ORDER BY r.id LIMIT ${batchRows} FOR UPDATE OF r, p`,
    [today, plan.departmentId, plan.dataset.id, plan.source.streamId, plan.exchange],
  );
}

async function versionsOf(
  context: IngestContext,
  transaction: Queryable,
  plan: ExchangePlan,
  rows: readonly EndingRow[],
  now: Date,
): Promise<{ readonly row: EndingRow; readonly version: NewVersion }[]> {
  const stored = rows.map(
    (row): StoredRecord => ({
      id: row.record_id,
      keyHash: row.key_hash,
      version: row.version,
      month: row.month,
      contentHash: row.content_hash,
      originStream: plan.source.streamId,
      withdrawn: false,
      shared: false,
    }),
  );
  const contents = await readLatestContents(context, transaction, plan, stored);
  return rows.map((row, index) => {
    const record = contents.get(row.record_id) ?? {};
    const version: NewVersion = {
      recordId: row.record_id,
      version: row.version,
      operation: 'withdraw',
      before: stored[index],
      firstSeenBefore: true,
      mended: false,
      overrides: false,
      record,
      keyHash: row.key_hash,
      contentHash: row.content_hash,
      contentText: undefined,
      eventDate: shanghaiDate(now),
      references: [],
      obligations: planObligations(context, plan, { operation: 'withdraw', eventDate: shanghaiDate(now), record }, now),
    };
    return { row, version };
  });
}
