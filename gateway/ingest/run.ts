import { randomUUID } from 'node:crypto';
import type { Connector, PullBatch } from '../../connectors/connector.js';
import { describeError, GatewayError } from '../../schemas/errors.js';
import { shanghaiDate } from '../clock.js';
import type { ExchangePlan, RecordMapping } from '../exchanges/plan.js';
import { sqlState } from '../store/store.js';
import { noCounts, type IngestContext, type RunCounts, type RunningRun } from './context.js';
import { readRefs } from './known.js';
import { mappingWithReferences } from './lookup-records.js';
import { prepareRow, type PreparedRow } from './prepare.js';
import { tableProblem } from './problems.js';
import { identifyRows, type IdentifiedRow } from './rows.js';
import { endRun, startRun } from './run-rows.js';
import { storeBatch, type PreparedBatch } from './store-batch.js';
import { vanishedRows } from './vanished.js';

export interface RunOptions {
  /** Told as soon as the run stands in the store. */
  readonly onStarted?: (runId: number) => void;
  /** Reads the source from its beginning instead of from the last cursor. */
  readonly full?: boolean;
}

export interface RunResult {
  readonly runId: number;
  readonly state: 'done' | 'failed' | 'stopped';
  readonly counts: RunCounts;
  /** Why it ended early; null when it went through. */
  readonly failure: { readonly code: string; readonly text: string } | null;
}

/**
 * Runs one exchange once: pulls, maps, validates and stores until the source has no more. While one batch is written
 * the next is read and prepared. Throws INGEST_EXCHANGE_RUNNING when the exchange runs already; whatever goes wrong
 * later ends the run as failed, with what was stored before kept.
 */
export async function runExchange(
  context: IngestContext,
  plan: ExchangePlan,
  signal: AbortSignal,
  options: RunOptions = {},
): Promise<RunResult> {
  const started = await startRun(context.store, plan, randomUUID(), options.full ?? false);
  if (!started) throw new GatewayError('INGEST_EXCHANGE_RUNNING', { exchange: plan.exchange });
  options.onStarted?.(started.id);
  const counts = noCounts();
  const connector = plan.source.open();
  try {
    if (!connector.pull) throw new GatewayError('INGEST_SOURCE_CANNOT_PULL', { connector: plan.source.connector });
    const batches = connector.pull({ ...plan.source, cursor: started.cursor }, signal);
    const mapping = await mappingWithReferences(context.store, plan);
    const tell = tellerOf(connector, plan, signal);
    const complete = await storeAll(context, plan, started, { batches, mapping, tell }, counts);
    if (complete && !signal.aborted) await withdrawVanished(context, plan, started, counts);
    const state = signal.aborted ? 'stopped' : 'done';
    await endRun(context.store, plan, started, { state });
    return { runId: started.id, state, counts, failure: null };
  } catch (error) {
    const state = signal.aborted ? 'stopped' : 'failed';
    const code = error instanceof GatewayError ? error.code : 'INGEST_UNEXPECTED_FAILURE';
    const failure = { code, text: describeError(error) };
    await endRun(context.store, plan, started, { state, errorCode: code, errorText: failure.text });
    return { runId: started.id, state, counts, failure };
  } finally {
    await connector.close();
  }
}

interface Reading {
  readonly batches: AsyncIterable<PullBatch>;
  readonly mapping: Pick<RecordMapping, 'run'>;
  /** Tells the source that a batch has been stored. */
  readonly tell: (batch: PullBatch) => Promise<void>;
}

/** @returns whether the source said that a complete snapshot has been read */
async function storeAll(
  context: IngestContext,
  plan: ExchangePlan,
  run: RunningRun,
  { batches, mapping, tell }: Reading,
  counts: RunCounts,
): Promise<boolean> {
  let complete = false;
  let storing: Promise<void> = Promise.resolve();
  let beingStored = new Set<string>();
  try {
    for await (const batch of batches) {
      context.observe('ingest.pulled', { exchange: plan.exchange, rows: batch.changes.length });
      const identified = identifyRows(batch.changes, plan.source.mapping, context.hashes.fingerprint);
      // What the store remembers of a row is read early, so not while that very row is being written.
      if (identified.rows.some((row) => beingStored.has(row.sourceKey.toString('latin1')))) await storing;
      const prepared = await prepareBatch(context, plan, mapping, identified, batch.cursor);
      await storing;
      storing = storeHalving(context, plan, run, prepared).then(async (stored) => {
        addCounts(counts, stored);
        await tell(batch);
      });
      storing.catch(() => undefined); // seen when it is awaited
      beingStored = new Set(identified.rows.map((row) => row.sourceKey.toString('latin1')));
      complete = batch.snapshotComplete ?? false;
    }
  } finally {
    await storing;
  }
  return complete;
}

/** Tells sources that want to know; one that was not told, for the run was stopped, gives the rows again. */
function tellerOf(connector: Connector, { source: { stream } }: ExchangePlan, signal: AbortSignal): Reading['tell'] {
  return async ({ changes }) => {
    if (!signal.aborted) await connector.taken?.({ stream, changes }, signal);
  };
}

async function prepareBatch(
  context: IngestContext,
  plan: ExchangePlan,
  mapping: Pick<RecordMapping, 'run'>,
  { rows, folded }: { readonly rows: readonly IdentifiedRow[]; readonly folded: number },
  cursor: string | null,
): Promise<PreparedBatch> {
  const refs = await readRefs(context.store, plan.source.streamId, rows.map((row) => row.sourceKey));
  const tools = {
    dataset: plan.dataset,
    mapping,
    hashes: context.hashes,
    today: shanghaiDate(context.now()),
  };
  const unchanged: Buffer[] = [];
  const prepared: PreparedRow[] = [];
  for (const row of rows) {
    const ref = refs.get(row.sourceKey.toString('latin1'));
    if (ref?.rowHash.equals(row.rowHash)) unchanged.push(row.sourceKey);
    else prepared.push(prepareRow(row, tools));
  }
  return { prepared, refs, unchanged, folded, cursor };
}

/**
 * Stores a batch; one that the database refuses for its data is halved until the guilty rows stand alone, and those
 * are put aside. The cursor moves with the last half only.
 */
async function storeHalving(
  context: IngestContext,
  plan: ExchangePlan,
  run: RunningRun,
  batch: PreparedBatch,
): Promise<RunCounts> {
  try {
    const counts = await storeBatch(context, plan, run, batch);
    context.observe('ingest.committed', { exchange: plan.exchange, rows: counts.rows });
    return counts;
  } catch (error) {
    if (!isDataError(error)) throw error;
    const [only] = batch.prepared;
    if (batch.prepared.length === 1 && only && only.kind === 'good') {
      const problems = [tableProblem('INGEST_ROW_NOT_STORABLE', { value: sqlState(error) })];
      const { row, keyHash, eventDate } = only;
      return storeBatch(context, plan, run, { ...batch, prepared: [{ kind: 'bad', row, problems, keyHash, eventDate }] });
    }
    if (batch.prepared.length < 2) throw error;
    const middle = Math.ceil(batch.prepared.length / 2);
    const first = { ...batch, prepared: batch.prepared.slice(0, middle), unchanged: [], folded: 0, cursor: null };
    const second = { ...batch, prepared: batch.prepared.slice(middle) };
    const counts = await storeHalving(context, plan, run, first);
    addCounts(counts, await storeHalving(context, plan, run, second));
    return counts;
  }
}

/** Whatever a complete snapshot did not show any more is withdrawn, in batches. */
async function withdrawVanished(
  context: IngestContext,
  plan: ExchangePlan,
  run: RunningRun,
  counts: RunCounts,
): Promise<void> {
  for await (const prepared of vanishedRows(context, plan, run)) {
    const refs = await readRefs(context.store, plan.source.streamId, prepared.map(({ row }) => row.sourceKey));
    addCounts(counts, await storeBatch(context, plan, run, { prepared, refs, unchanged: [], folded: 0, cursor: null }));
  }
}

/** SQLSTATE classes of what a value, not the server, is to blame for: data exception, too large. */
function isDataError(error: unknown): boolean {
  const state = sqlState(error);
  return state !== undefined && (state.startsWith('22') || state.startsWith('54'));
}

function addCounts(sum: RunCounts, more: RunCounts): void {
  for (const name of Object.keys(more) as (keyof RunCounts)[]) sum[name] += more[name];
}
