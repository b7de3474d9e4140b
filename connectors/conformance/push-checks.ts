import assert from 'node:assert/strict';
import { GatewayError } from '../../schemas/errors.js';
import type { Connector, PushRecord, PushResult } from '../connector.js';
import { callMs, type ConformanceCheck } from './checks.js';
import { opened } from './pull-bench.js';

/** A receiver that the checks may fill as they like, and the connector that delivers to it. */
export interface PushBench {
  readonly stream: string;
  /** What a pushed good row is answered with. */
  readonly taken: 'accepted' | 'pending';
  readonly open: () => Connector;
  readonly empty: () => Promise<void>;
  /** A record that the receiver takes; its `place` makes it differ from others. */
  readonly good: (place: number) => PushRecord;
  /** A record that the receiver refuses by itself. */
  readonly bad: (place: number) => PushRecord;
  /** How many times the receiver holds each record, by record key. */
  readonly held: () => Promise<ReadonlyMap<string, number>>;
  /** A connector whose connection is cut at a certain moment of its first push. */
  readonly openCut?: (
    when: CutMoment,
  ) => Promise<{ readonly connector: Connector; readonly end: () => Promise<void> }>;
}

/**
 * `sending`: before it could be taken; `committing`: when it is handed over, but does not arrive; `answering`: when it
 * has been taken, and only the answer is lost. A connector cannot tell the last two apart.
 */
export type CutMoment = 'sending' | 'committing' | 'answering';

/** What every type that pushes has to do. */
export function pushChecks(bench: PushBench): ConformanceCheck[] {
  const { openCut } = bench;
  const checks: ConformanceCheck[] = [
    { title: 'answers each record in the order given', run: async () => await answersInOrder(bench) },
    { title: 'lets bad records fail alone', run: async () => await isolatesBadRecords(bench) },
    { title: 'holds a record once however often it is pushed', run: async () => await isRepeatable(bench) },
  ];
  if (openCut) {
    checks.push(
      { title: 'throws when it is certain that nothing was taken', run: async () => await isCertain(bench, openCut) },
      {
        title: 'answers unknown when the hand-over was lost',
        run: async () => await admitsDoubt(bench, openCut, 'committing'),
      },
      {
        title: 'answers unknown when only the answer was lost',
        run: async () => await admitsDoubt(bench, openCut, 'answering'),
      },
    );
  }
  return checks;
}

async function answersInOrder(bench: PushBench): Promise<void> {
  await bench.empty();
  const records = Array.from({ length: 20 }, (_, place) => bench.good(place));
  await opened(bench.open(), async (connector) => {
    const results = await push(connector, bench, records);
    assert.deepEqual(
      outcomesOf(results),
      records.map(() => bench.taken),
    );
    const tokens = results.flatMap((result) => (result.outcome === 'pending' ? [result.token] : []));
    assert.equal(new Set(tokens).size, tokens.length, 'each record has a token of its own');
    assert.deepEqual(await push(connector, bench, []), []);
  });
  await assertHeld(bench, records);
}

async function isolatesBadRecords(bench: PushBench): Promise<void> {
  await bench.empty();
  const isBad = (place: number): boolean => place % 7 === 3;
  const records = Array.from({ length: 50 }, (_, place) => (isBad(place) ? bench.bad(place) : bench.good(place)));
  await opened(bench.open(), async (connector) => {
    const results = await push(connector, bench, records);
    assert.deepEqual(
      outcomesOf(results),
      records.map((_, place) => (isBad(place) ? 'rejected' : bench.taken)),
    );
    for (const result of results) {
      if (result.outcome === 'rejected') assert.ok(result.code !== '' && result.text !== '', 'a refusal says why');
    }
  });
  await assertHeld(
    bench,
    records.filter((_, place) => !isBad(place)),
  );
}

async function isRepeatable(bench: PushBench): Promise<void> {
  await bench.empty();
  const records = Array.from({ length: 20 }, (_, place) => bench.good(place));
  await opened(bench.open(), async (connector) => {
    const first = await push(connector, bench, records.slice(0, 12));
    const again = await push(connector, bench, records);
    assert.deepEqual(again.slice(0, 12), first);
  });
  await assertHeld(bench, records);
}

type OpenCut = NonNullable<PushBench['openCut']>;

async function isCertain(bench: PushBench, openCut: OpenCut): Promise<void> {
  await bench.empty();
  const { connector, end } = await openCut('sending');
  try {
    await assert.rejects(push(connector, bench, [bench.good(1), bench.good(2)]), (error) => {
      assert.ok(error instanceof GatewayError && error.entry.recovery === 'retry', String(error));
      return true;
    });
  } finally {
    await connector.close();
    await end();
  }
  await assertHeld(bench, []);
}

async function admitsDoubt(bench: PushBench, openCut: OpenCut, when: 'committing' | 'answering'): Promise<void> {
  await bench.empty();
  const records = [bench.good(1), bench.good(2)];
  const { connector, end } = await openCut(when);
  try {
    const results = await push(connector, bench, records);
    assert.deepEqual(
      outcomesOf(results),
      records.map(() => 'unknown'),
    );
  } finally {
    await connector.close();
    await end();
  }
  const isThere = when === 'answering';
  await assertHeld(bench, isThere ? records : []);
  await opened(bench.open(), async (connector) => {
    const asked = [...records, bench.good(3)];
    const known = await connector.query?.({ stream: bench.stream, keys: asked }, AbortSignal.timeout(callMs));
    if (known)
      assert.deepEqual(
        known.map(({ outcome }) => outcome),
        isThere ? [bench.taken, bench.taken, 'notKnown'] : ['notKnown', 'notKnown', 'notKnown'],
      );
    assert.deepEqual(
      outcomesOf(await push(connector, bench, records)),
      records.map(() => bench.taken),
    );
  });
  await assertHeld(bench, records);
}

async function push(
  connector: Connector,
  { stream }: PushBench,
  records: readonly PushRecord[],
): Promise<PushResult[]> {
  const results = await connector.push?.({ stream, records, attemptId: 'conformance' }, AbortSignal.timeout(callMs));
  assert.ok(results, 'the type says that it can push');
  return results;
}

function outcomesOf(results: readonly PushResult[]): PushResult['outcome'][] {
  return results.map(({ outcome }) => outcome);
}

async function assertHeld(bench: PushBench, records: readonly PushRecord[]): Promise<void> {
  const wanted = records.map(({ recordKey }) => [recordKey, 1] as const);
  assert.deepEqual(new Map(await bench.held()), new Map(wanted), 'what the receiver holds');
}
