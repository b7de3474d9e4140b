import assert from 'node:assert/strict';
import { GatewayError } from '../../schemas/errors.js';
import { pullBytesMax, pullRowsMax, type Connector, type PullBatch } from '../connector.js';
import { callMs, within, type ConformanceCheck } from './checks.js';
import {
  assertSameSet,
  fullBatches,
  heldAfter,
  keysOf,
  opened,
  pullFrom,
  requestOf,
  type PullBench,
} from './pull-bench.js';

/** What every type that pulls has to do. Needs an otherwise quiet source. */
export function pullChecks(bench: PullBench): ConformanceCheck[] {
  const checks: ConformanceCheck[] = [
    { title: 'reads every row once, in batches within the limits', run: async () => await readsEveryRow(bench) },
    {
      title: 'goes on from every cursor that it gave, losing and doubling nothing',
      run: async () => await (bench.isConsumed ? resumesConsumed(bench) : resumes(bench)),
    },
    { title: 'gives nothing more when nothing has changed', run: async () => await restsWhenQuiet(bench) },
    { title: 'loses nothing of what is added and changed while it reads', run: async () => await seesChanges(bench) },
    { title: 'can be left in the middle and closed twice', run: async () => await canBeLeft(bench) },
    { title: 'refuses a cursor that it did not write', run: async () => await refusesForeignCursor(bench) },
  ];
  const { fillExact, fillLarge, openCuttable, openSlow, restart } = bench;
  if (bench.modes.includes('snapshot')) {
    checks.push({
      title: 'says only with its last batch that a snapshot is complete, also of an empty source',
      run: async () => await completesSnapshots(bench),
    });
  }
  if (fillExact)
    checks.push({ title: 'gives values exactly as they are', run: async () => await keepsValues(bench, fillExact) });
  if (fillLarge)
    checks.push({ title: 'reads a large source in bounded memory', run: async () => await staysSmall(bench, fillLarge) });
  if (openCuttable)
    checks.push({
      title: 'loses and doubles nothing when its connection is cut',
      run: async () => await survivesCuts(bench, openCuttable),
    });
  if (restart)
    checks.push({
      title: 'loses and doubles nothing when its server restarts',
      run: async () => await survivesRestart(bench, restart),
    });
  if (openSlow)
    checks.push({
      title: 'ends within a second when it is cancelled',
      run: async () => await canBeCancelled(openSlow),
    });
  return checks;
}

async function readsEveryRow(bench: PullBench): Promise<void> {
  for (const mode of bench.modes) {
    await bench.fill(fullBatches);
    const wanted = await bench.contents();
    const batches = await opened(
      bench.open(),
      async (connector) => await pullFrom(connector, requestOf(bench, null, mode)),
    );
    assertSameSet(keysOf(bench, batches), wanted.keys(), `keys of a ${mode} pull`);
    assert.deepEqual(heldAfter(bench, batches).size, wanted.size);
    for (const { changes } of batches) {
      assert.ok(changes.length <= pullRowsMax, `a batch of ${changes.length} rows`);
      assert.ok(
        changes.length <= 1 || Buffer.byteLength(JSON.stringify(changes.map(({ row }) => row))) <= pullBytesMax * 2,
      );
      const sourceKeys = new Set(changes.map(({ sourceKey }) => sourceKey));
      assert.equal(sourceKeys.size, changes.length, 'source keys differ');
      assert.ok(
        changes.every(({ row }) => Object.values(row).every((value) => value !== undefined)),
        'no cell is undefined',
      );
    }
  }
}

async function resumes(bench: PullBench): Promise<void> {
  await bench.fill(fullBatches);
  const wanted = await bench.contents();
  const whole = await opened(bench.open(), async (connector) => await pullFrom(connector, requestOf(bench, null)));
  for (const [place, { cursor }] of whole.entries()) {
    const rest = await opened(bench.open(), async (connector) => await pullFrom(connector, requestOf(bench, cursor)));
    assertSameSet(
      keysOf(bench, [...whole.slice(0, place + 1), ...rest]),
      wanted.keys(),
      `keys when stopped behind batch ${place + 1}`,
    );
  }
}

/** Of a queue nothing is given again that was stored, whether its source was told so before the connector ended or not. */
async function resumesConsumed(bench: PullBench): Promise<void> {
  for (const isTold of [true, false]) {
    for (let stored = 1; stored <= Math.ceil(fullBatches / pullRowsMax); stored += 1) {
      await bench.fill(fullBatches);
      const wanted = await bench.contents();
      const seen: PullBatch[] = [];
      await opened(bench.open(), async (connector) => {
        for await (const batch of connector.pull?.(requestOf(bench, null), AbortSignal.timeout(callMs)) ?? []) {
          seen.push(batch);
          const isLast = seen.length === stored;
          if (!isLast || isTold) await connector.taken?.({ stream: bench.stream, changes: batch.changes }, AbortSignal.timeout(callMs));
          if (isLast) break;
        }
      });
      seen.push(...(await opened(bench.open(), async (connector) => await pullFrom(connector, requestOf(bench, lastCursor(seen))))));
      assertSameSet(keysOf(bench, seen), wanted.keys(), `keys when stopped behind batch ${stored}, ${isTold ? 'told' : 'not told'}`);
    }
  }
}

/** Far below what a large source holds, far above what a few batches do. */
const growthBytesMax = 128 * 1024 * 1024;
const largeMs = 240_000;

async function staysSmall(bench: PullBench, fillLarge: NonNullable<PullBench['fillLarge']>): Promise<void> {
  const wanted = await fillLarge();
  await opened(bench.open(), async (connector) => {
    const before = heldBytes();
    let rows = 0;
    let most = 0;
    const pulled = connector.pull?.(requestOf(bench, null), AbortSignal.timeout(largeMs)) ?? [];
    for await (const { changes } of pulled) {
      await connector.taken?.({ stream: bench.stream, changes }, AbortSignal.timeout(callMs));
      rows += changes.length;
      most = Math.max(most, heldBytes() - before);
    }
    assert.equal(rows, wanted);
    assert.ok(most <= growthBytesMax, `memory grew by ${Math.round(most / 1024 / 1024)} MiB`);
  });
}

/** What the program holds, with what is not collected yet. */
function heldBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function restsWhenQuiet(bench: PullBench): Promise<void> {
  if (!bench.modes.includes('incremental')) return;
  await bench.fill(pullRowsMax);
  await opened(bench.open(), async (connector) => {
    const first = await pullFrom(connector, requestOf(bench, null, 'incremental'));
    const again = await pullFrom(connector, requestOf(bench, lastCursor(first), 'incremental'));
    assert.deepEqual(keysOf(bench, again), []);
  });
}

async function seesChanges(bench: PullBench): Promise<void> {
  if (!bench.modes.includes('incremental')) return;
  await bench.fill(fullBatches);
  await opened(bench.open(), async (connector) => {
    const seen = await pullFrom(connector, requestOf(bench, null, 'incremental'), async () => await bench.change(20));
    seen.push(...(await pullFrom(connector, requestOf(bench, lastCursor(seen), 'incremental'))));
    const held = heldAfter(bench, seen);
    const wanted = await bench.contents();
    assertSameSet(
      Array.from(held, (entry) => JSON.stringify(entry)),
      Array.from(wanted, (entry) => JSON.stringify(entry)),
      'what a receiver holds in the end',
    );
  });
}

async function completesSnapshots(bench: PullBench): Promise<void> {
  for (const rows of [0, 1, fullBatches]) {
    await bench.fill(rows);
    const batches = await opened(
      bench.open(),
      async (connector) => await pullFrom(connector, requestOf(bench, null, 'snapshot')),
    );
    const marks = batches.map(({ snapshotComplete }) => snapshotComplete === true);
    assert.deepEqual(
      marks,
      batches.map((_, place) => place === batches.length - 1),
      `marks of a snapshot of ${rows} rows`,
    );
    assert.ok(batches.length > 0, 'an empty snapshot is complete, too');
    // A snapshot counts only when one run has seen all of it, so it never goes on in the middle.
    const again = await opened(
      bench.open(),
      async (connector) => await pullFrom(connector, requestOf(bench, batches[0]?.cursor ?? null, 'snapshot')),
    );
    assert.equal(keysOf(bench, again).length, rows);
  }
}

async function canBeLeft(bench: PullBench): Promise<void> {
  await bench.fill(fullBatches);
  const connector = bench.open();
  for await (const batch of connector.pull?.(requestOf(bench, null), AbortSignal.timeout(1_000)) ?? []) {
    assert.ok(batch.changes.length > 0);
    break;
  }
  const batches = await pullFrom(connector, requestOf(bench, null));
  assert.equal(keysOf(bench, batches).length, fullBatches);
  await connector.close();
  await connector.close();
}

async function refusesForeignCursor(bench: PullBench): Promise<void> {
  await opened(bench.open(), async (connector) => {
    for (const cursor of ['', 'v0:e30', 'v1:', 'v1:e30', 'v1:W10']) {
      await assert.rejects(
        pullFrom(connector, requestOf(bench, cursor)),
        GatewayError,
        `cursor ${JSON.stringify(cursor)}`,
      );
    }
  });
}

async function keepsValues(bench: PullBench, fillExact: NonNullable<PullBench['fillExact']>): Promise<void> {
  const wanted = await fillExact();
  const batches = await opened(bench.open(), async (connector) => await pullFrom(connector, requestOf(bench, null)));
  const found = batches.flatMap(({ changes }) => changes.map(({ row }) => row));
  const byKey = new Map(found.map((row) => [bench.keyOf(row), row]));
  assert.equal(found.length, wanted.length);
  for (const row of wanted) assert.deepEqual(byKey.get(bench.keyOf(row)), row);
}

async function survivesCuts(bench: PullBench, openCuttable: NonNullable<PullBench['openCuttable']>): Promise<void> {
  await bench.fill(fullBatches);
  const wanted = await bench.contents();
  const { connector, cut, end } = await openCuttable();
  const seen: PullBatch[] = [];
  try {
    for (let cuts = 1; cuts <= 3; cuts += 1) {
      const error = await interrupted(bench, connector, seen, cut);
      // Rows that had all come before the cut may be read to their end; nothing less ends quietly.
      if (error === undefined) assertSameSet(keysOf(bench, seen), wanted.keys(), 'keys of a pull that ended quietly');
      else asksForRetry(error);
    }
    seen.push(...(await pullFrom(connector, requestOf(bench, lastCursor(seen)))));
    assertSameSet(keysOf(bench, seen), wanted.keys(), 'keys after three cuts');
  } finally {
    await connector.close();
    await end();
  }
}

async function survivesRestart(bench: PullBench, restart: NonNullable<PullBench['restart']>): Promise<void> {
  await bench.fill(fullBatches);
  const wanted = await bench.contents();
  const seen: PullBatch[] = [];
  await opened(bench.open(), async (connector) => {
    const error = await interrupted(bench, connector, seen, restart);
    if (error !== undefined) asksForRetry(error);
    seen.push(...(await pullFrom(connector, requestOf(bench, lastCursor(seen)))));
  });
  assertSameSet(keysOf(bench, seen), wanted.keys(), 'keys after a restart');
}

/** Pulls on from the last batch seen and interrupts behind the first one; resolves to the error that ends it. */
async function interrupted(
  bench: PullBench,
  connector: Connector,
  seen: PullBatch[],
  interrupt: () => Promise<void> | void,
): Promise<unknown> {
  const attempt = pullFrom(connector, requestOf(bench, lastCursor(seen)), async (batch, place) => {
    seen.push(batch);
    if (place === 0) await interrupt();
  });
  return await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
}

function asksForRetry(error: unknown): void {
  assert.ok(error instanceof GatewayError, `an interruption gives a GatewayError, not ${String(error)}`);
  assert.equal(error.entry.recovery, 'retry', `what an interruption asks for (${error.code})`);
}

async function canBeCancelled(openSlow: NonNullable<PullBench['openSlow']>): Promise<void> {
  const { connector, request, end } = await openSlow();
  const stop = new AbortController();
  try {
    const read = async (): Promise<number> => {
      let batches = 0;
      for await (const batch of connector.pull?.(request, stop.signal) ?? [])
        batches += batch.changes.length > 0 ? 1 : 0;
      return batches;
    };
    const reading = read();
    assert.equal(await within(300, reading), undefined, 'the bench is slow enough');
    stop.abort();
    assert.ok(await within(1_000, reading), 'still reading a second after it was cancelled');
  } finally {
    stop.abort();
    await connector.close();
    await end();
  }
}

function lastCursor(batches: readonly PullBatch[]): string | null {
  return batches.at(-1)?.cursor ?? null;
}
