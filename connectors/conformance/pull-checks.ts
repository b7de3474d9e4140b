import assert from 'node:assert/strict';
import type { Connector, PullBatch, PullRequest, SourceRow } from '../connector.js';
import { pullBytesMax, pullRowsMax } from '../connector.js';
import { GatewayError } from '../../schemas/errors.js';
import { changesOf, idOf, idsOf, pullBatches, pulling, using } from './collect.js';
import type { ConformanceCheck } from './conformance-check.js';
import { patienceMs } from './conformance-check.js';
import type { SampleRow } from './sample-rows.js';
import { sampleRow, sampleRows } from './sample-rows.js';

/** A far system that rows are pulled from, and what the checks need of it. Each check begins with `refill`. */
export interface PullSource {
  /** A new connector to it. Rows of the past year and older must not be read again by looking back. */
  readonly open: () => Connector;
  /** An incremental request for the stream, from its beginning. */
  readonly request: PullRequest;
  /** Empties the stream and puts these rows in. */
  readonly refill: (rows: readonly SampleRow[]) => Promise<void>;
  /** Adds rows, and replaces those whose id is there. */
  readonly put: (rows: readonly SampleRow[]) => Promise<void>;
  /** How the connector is to give a row; columns that are not named are not looked at. */
  readonly expected: (row: SampleRow) => SourceRow;
  /** A connector over a line that `cut` cuts. Left out where nothing can be cut, e.g. with local files. */
  readonly openFragile?: () => { readonly connector: Connector; readonly cut: () => void };
}

/** Enough rows for several batches. */
const rowsInAll = 1_730;
const cursorsTried = 12;
/** How soon a pull has to end once it is aborted. */
const abortMs = 1_000;

/** What every connector that can pull has to do. */
export function pullChecks(source: PullSource): ConformanceCheck[] {
  const fragile = source.openFragile;
  return [
    { title: 'gives every row once, in batches within the limits', run: async () => await readsAll(source) },
    { title: 'gives every value exactly', run: async () => await keepsValues(source) },
    { title: 'goes on behind every position that it gave, without losing or doubling a row', run: async () => await resumes(source) },
    { title: 'gives nothing more when nothing has changed', run: async () => await comesToRest(source) },
    { title: 'ends with the newest state of rows that are added and changed while it reads', run: async () => await followsChanges(source) },
    { title: 'gives all rows in a full pull, also after an incremental one', run: async () => await readsAllAgain(source) },
    { title: 'marks the last batch of a snapshot and no other as complete', run: async () => await completesSnapshot(source) },
    { title: 'gives no complete snapshot when it is stopped halfway', run: async () => await leavesSnapshotOpen(source) },
    { title: 'ends soon after it is aborted, and can be closed twice', run: async () => await stops(source) },
    { title: 'refuses a position that it did not give', run: async () => await refusesPosition(source) },
    { title: 'refuses a stream that is not there', run: async () => await refusesStream(source) },
    ...(fragile ? [{ title: 'says to try again when the line is cut, and goes on where it was', run: async () => await survivesCut(source, fragile) }] : []),
  ];
}

async function readsAll(source: PullSource): Promise<void> {
  const rows = sampleRows(rowsInAll);
  await source.refill(rows);
  const batches = await using(source.open(), async (connector) => await pullBatches(connector, source.request));
  for (const batch of batches) assertWithinLimits(batch);
  const changes = changesOf(batches);
  assert.deepEqual(idsOf(changes), ids(rows));
  assert.equal(new Set(changes.map(({ sourceKey }) => sourceKey)).size, rows.length, 'source keys tell rows apart');
  assert.ok(changes.every(({ op, position }) => op === 'upsert' && position !== ''), 'each row says where it stands');
}

async function keepsValues(source: PullSource): Promise<void> {
  const rows = sampleRows(200);
  await source.refill(rows);
  const changes = changesOf(await using(source.open(), async (connector) => await pullBatches(connector, source.request)));
  const found = new Map(changes.map(({ row }) => [idOf(row), row]));
  for (const row of rows) {
    const expected = source.expected(row);
    const given = found.get(row.id) ?? {};
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, given[name]])), expected);
  }
}

async function resumes(source: PullSource): Promise<void> {
  const rows = sampleRows(rowsInAll);
  await source.refill(rows);
  const batches = await using(source.open(), async (connector) => await pullBatches(connector, source.request));
  const step = Math.max(1, Math.floor(batches.length / cursorsTried));
  for (let at = 0; at < batches.length; at += step) {
    const before = batches.slice(0, at + 1);
    const cursor = before.at(-1)?.cursor ?? null;
    const after = await using(source.open(), async (connector) => await pullBatches(connector, { ...source.request, cursor }));
    assert.deepEqual(idsOf(changesOf([...before, ...after])), ids(rows), `from the position of batch ${at + 1}`);
  }
}

async function comesToRest(source: PullSource): Promise<void> {
  await source.refill(sampleRows(20));
  await using(source.open(), async (connector) => {
    const cursor = (await pullBatches(connector, source.request)).at(-1)?.cursor ?? null;
    const again = await pullBatches(connector, { ...source.request, cursor });
    assert.deepEqual(changesOf(again), []);
  });
}

async function followsChanges(source: PullSource): Promise<void> {
  const rows = new Map(sampleRows(rowsInAll).map((row) => [row.id, row]));
  await source.refill([...rows.values()]);
  const put = async (changed: readonly SampleRow[]): Promise<void> => {
    await source.put(changed);
    for (const row of changed) rows.set(row.id, row);
  };
  const seen = new Map<string, SourceRow>();
  let cursor: string | null = null;
  let next = rowsInAll + 1;
  // The second pull sees what came during the first; the third has to find nothing that the second missed.
  for (const isDisturbed of [true, true, false]) {
    await using(source.open(), async (connector) => {
      for await (const batch of pulling(connector, { ...source.request, cursor }, AbortSignal.timeout(patienceMs))) {
        for (const { row } of batch.changes) seen.set(idOf(row), row);
        ({ cursor } = batch);
        if (!isDisturbed) continue;
        const now = new Date();
        // One that was read, one that is still to come, and a new one, all at one time.
        await put([sampleRow(1 + (next % 50), now), sampleRow(rowsInAll - (next % 50), now), sampleRow(next, now)]);
        next += 1;
      }
    });
  }
  assert.deepEqual([...seen.keys()].toSorted(), [...rows.keys()].toSorted());
  for (const row of rows.values()) {
    const expected = source.expected(row);
    const given = seen.get(row.id) ?? {};
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, given[name]])), expected);
  }
}

async function readsAllAgain(source: PullSource): Promise<void> {
  const rows = sampleRows(620);
  await source.refill(rows);
  await using(source.open(), async (connector) => {
    const cursor = (await pullBatches(connector, source.request)).at(-1)?.cursor ?? null;
    const full = await pullBatches(connector, { ...source.request, mode: 'full', cursor });
    assert.deepEqual(idsOf(changesOf(full)), ids(rows));
    const again = await pullBatches(connector, { ...source.request, mode: 'full', cursor: full.at(-1)?.cursor ?? null });
    assert.deepEqual(idsOf(changesOf(again)), ids(rows), 'a second full pull begins anew');
  });
}

async function completesSnapshot(source: PullSource): Promise<void> {
  for (const count of [1_000, 620]) {
    const rows = sampleRows(count);
    await source.refill(rows);
    const batches = await using(source.open(), async (connector) => await pullBatches(connector, { ...source.request, mode: 'snapshot' }));
    assert.deepEqual(idsOf(changesOf(batches)), ids(rows));
    assert.deepEqual(batches.map(({ snapshotComplete = false }) => snapshotComplete), batches.map((_, at) => at === batches.length - 1));
  }
}

async function leavesSnapshotOpen(source: PullSource): Promise<void> {
  await source.refill(sampleRows(rowsInAll));
  const request: PullRequest = { ...source.request, mode: 'snapshot' };
  const [first] = await using(source.open(), async (connector) => await pullBatches(connector, request, 1));
  assert.notEqual(first?.snapshotComplete, true);
  // Absence counts only within one pull: going on in the middle must not end in a claim over what it never saw.
  const resumed = await using(source.open(), async (connector) => await pullBatches(connector, { ...request, cursor: first?.cursor ?? null }));
  const isClaimed = resumed.some(({ snapshotComplete }) => snapshotComplete === true);
  if (isClaimed) assert.deepEqual(idsOf(changesOf(resumed)), ids(sampleRows(rowsInAll)));
}

async function stops(source: PullSource): Promise<void> {
  await source.refill(sampleRows(rowsInAll));
  const connector = source.open();
  const abort = new AbortController();
  const reason = new Error('stopped by the check');
  let stoppedAt = 0;
  await assert.rejects(async () => {
    for await (const _ of pulling(connector, source.request, abort.signal)) {
      if (stoppedAt === 0) stoppedAt = performance.now();
      abort.abort(reason);
    }
  });
  assert.ok(performance.now() - stoppedAt < abortMs, `it took ${Math.round(performance.now() - stoppedAt)} ms to end`);
  await connector.close();
  await connector.close();
}

async function refusesPosition(source: PullSource): Promise<void> {
  await source.refill(sampleRows(3));
  for (const cursor of ['', 'v1:', 'v9:e30', 'v1:e30', 'nonsense']) {
    await using(source.open(), async (connector) => {
      await assertCode(async () => await pullBatches(connector, { ...source.request, cursor }), ['CONNECTOR_CURSOR_INVALID']);
    });
  }
}

async function refusesStream(source: PullSource): Promise<void> {
  const codes = ['CONNECTOR_STREAM_MISSING', 'CONNECTOR_TABLE_MISSING'];
  await using(source.open(), async (connector) => {
    await assertCode(async () => await pullBatches(connector, { ...source.request, stream: 'no such stream' }), codes);
  });
}

async function survivesCut(source: PullSource, openFragile: NonNullable<PullSource['openFragile']>): Promise<void> {
  const rows = sampleRows(rowsInAll);
  await source.refill(rows);
  for (const batchesBefore of [1, 3]) {
    const { connector, cut } = openFragile();
    const before: PullBatch[] = [];
    const error = await using(connector, async () => await failureOf(async () => {
      for await (const batch of pulling(connector, source.request, AbortSignal.timeout(patienceMs))) {
        before.push(batch);
        if (before.length === batchesBefore) cut();
      }
    }));
    assert.ok(error instanceof GatewayError && error.entry.recovery === 'retry', `a cut is told as ${String(error)}`);
    const cursor = before.at(-1)?.cursor ?? null;
    const after = await using(source.open(), async (fresh) => await pullBatches(fresh, { ...source.request, cursor }));
    assert.deepEqual(idsOf(changesOf([...before, ...after])), ids(rows), `cut after ${batchesBefore} batches`);
  }
}

function assertWithinLimits(batch: PullBatch): void {
  assert.ok(batch.changes.length <= pullRowsMax, `${batch.changes.length} rows in a batch`);
  const bytes = batch.changes.reduce((sum, { row }) => sum + Buffer.byteLength(JSON.stringify(row)), 0);
  // What is counted are values; names of columns come on top in JSON.
  assert.ok(batch.changes.length <= 1 || bytes <= 2 * pullBytesMax, `${bytes} bytes in a batch`);
  assert.notEqual(batch.cursor, '');
}

/** Runs what has to fail with one of these codes. */
export async function assertCode(work: () => Promise<unknown>, codes: readonly string[]): Promise<void> {
  const error = await failureOf(work);
  assert.ok(error instanceof GatewayError, `expected ${codes.join(' or ')}, not ${String(error)}`);
  assert.ok(codes.includes(error.code), `expected ${codes.join(' or ')}, not ${error.code}`);
}

async function failureOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

function ids(rows: readonly SampleRow[]): string[] {
  return rows.map(({ id }) => id).toSorted();
}
