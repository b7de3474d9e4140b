import assert from 'node:assert';
import type { Connector, PullRequest, PushRecord } from '../../../connectors/connector.js';
import { testContext } from '../../connectors/test-context.js';

/** The same work by a connector and by the driver or parser alone. */
export interface Contest {
  /** `pull` or `push`. */
  readonly work: string;
  readonly rows: number;
  readonly ours: () => Promise<void>;
  readonly bare: () => Promise<void>;
}

/** What is needed for one type's contests, until `end`. */
export interface ContestGround {
  readonly contests: readonly Contest[];
  readonly end: () => Promise<void>;
}

export interface ContestResult {
  readonly work: string;
  readonly oursPerSecond: number;
  readonly barePerSecond: number;
  /** Median over the rounds of how much of the driver's speed the connector has. */
  readonly ratio: number;
}

/** Both by turns, the one that begins changing; a first round that is not counted warms up. */
export async function held({ work, rows, ours, bare }: Contest, rounds: number): Promise<ContestResult> {
  const times: { ours: number; bare: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const time = { ours: 0, bare: 0 };
    for (const name of round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)) {
      const begun = performance.now();
      await (name === 'ours' ? ours() : bare());
      time[name] = performance.now() - begun;
    }
    if (round > 0) times.push(time);
  }
  return {
    work,
    oursPerSecond: (rows * 1_000) / median(times.map((time) => time.ours)),
    barePerSecond: (rows * 1_000) / median(times.map((time) => time.bare)),
    ratio: median(times.map((time) => time.bare / time.ours)),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export const context = testContext({ name: 'bench/source' });

/** Pulls a whole stream and counts its rows. */
export async function pullAll(connector: Connector, request: Partial<PullRequest>, rows: number): Promise<void> {
  const asked: PullRequest = { stream: 'penalties', key: ['id'], mode: 'full', cursorColumns: [], cursor: null, ...request };
  let seen = 0;
  for await (const { changes } of connector.pull?.(asked, AbortSignal.timeout(600_000)) ?? []) seen += changes.length;
  assert.equal(seen, rows);
}

/** Pushes records in batches of 500 and sees that each is accepted. */
export async function pushAll(connector: Connector, records: readonly PushRecord[]): Promise<void> {
  for (const batch of inBatches(records)) {
    const request = { stream: 'penalties', records: batch, attemptId: 'bench' };
    const results = (await connector.push?.(request, AbortSignal.timeout(600_000))) ?? [];
    assert.ok(results.length === batch.length && results.every(({ outcome }) => outcome === 'accepted'));
  }
}

export function inBatches<Item>(items: readonly Item[], size = 500): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, place) => items.slice(place * size, (place + 1) * size));
}
