import assert from 'node:assert/strict';
import type { Connector, PullBatch, PullRequest, SourceRow } from '../connector.js';
import { callMs } from './checks.js';

/** A source that the checks may fill and change as they like, and the connector that reads it. */
export interface PullBench {
  readonly stream: string;
  readonly key: readonly string[];
  readonly cursorColumns: readonly string[];
  readonly modes: readonly PullRequest['mode'][];
  /** A fresh connector; the check closes it. */
  readonly open: () => Connector;
  /** Empties the source and puts so many rows into it, several with equal cursor values, all of them a day old. */
  readonly fill: (rows: number) => Promise<void>;
  /** Adds rows and changes some of those that are there, all with cursor values of now. */
  readonly change: (rows: number) => Promise<void>;
  /** What the source holds: each row's key as `keyOf` gives it, and its content as `contentOf` gives it. */
  readonly contents: () => Promise<ReadonlyMap<string, string>>;
  readonly keyOf: (row: SourceRow) => string;
  readonly contentOf: (row: SourceRow) => string;
  /** True where what the gateway has taken over is gone at the source, as in a queue: no pull gives it again. */
  readonly isConsumed?: boolean;
  /** Empties the source and puts difficult values into it; returns the rows that a pull has to give. */
  readonly fillExact?: () => Promise<readonly SourceRow[]>;
  /** Empties the source and puts so many rows into it that no program keeps them all; returns how many. */
  readonly fillLarge?: () => Promise<number>;
  /** A connector whose connection can be cut, where it has one. */
  readonly openCuttable?: () => Promise<{
    readonly connector: Connector;
    readonly cut: () => void;
    readonly end: () => Promise<void>;
  }>;
  /** Ends the server as a power cut would and starts it again, where it is the test's own. */
  readonly restart?: () => Promise<void>;
  /** A connector and request that take long to give their first batch. */
  readonly openSlow?: () => Promise<{
    readonly connector: Connector;
    readonly request: PullRequest;
    readonly end: () => Promise<void>;
  }>;
}

export const fullBatches = 1_700;

/** The request of an incremental pull, or of the first mode that the bench has. */
export function requestOf(
  bench: PullBench,
  cursor: string | null,
  mode = bench.modes[0] ?? 'incremental',
): PullRequest {
  return { stream: bench.stream, key: bench.key, cursorColumns: bench.cursorColumns, mode, cursor };
}

/**
 * Batches of one pull from a cursor on. `onBatch` is called before the next one is asked for, and what tells the source
 * that a batch has been stored after it.
 */
export async function pullFrom(
  connector: Connector,
  request: PullRequest,
  onBatch: (batch: PullBatch, place: number) => Promise<void> | void = () => undefined,
): Promise<PullBatch[]> {
  const batches: PullBatch[] = [];
  const pulled = connector.pull?.(request, AbortSignal.timeout(callMs));
  assert.ok(pulled, 'the type says that it can pull');
  for await (const batch of pulled) {
    batches.push(batch);
    await onBatch(batch, batches.length - 1);
    await connector.taken?.({ stream: request.stream, changes: batch.changes }, AbortSignal.timeout(callMs));
  }
  return batches;
}

export async function opened<Value>(
  connector: Connector,
  work: (connector: Connector) => Promise<Value>,
): Promise<Value> {
  try {
    return await work(connector);
  } finally {
    await connector.close();
  }
}

export function keysOf(bench: PullBench, batches: readonly PullBatch[]): string[] {
  return batches.flatMap(({ changes }) => changes.map(({ row }) => bench.keyOf(row)));
}

/** What a receiver of these batches would hold: the last content of every key. */
export function heldAfter(bench: PullBench, batches: readonly PullBatch[]): Map<string, string> {
  return new Map(
    batches.flatMap(({ changes }) => changes.map(({ row }) => [bench.keyOf(row), bench.contentOf(row)] as const)),
  );
}

export function assertSameSet(found: Iterable<string>, wanted: Iterable<string>, message: string): void {
  assert.deepEqual([...found].toSorted(), [...wanted].toSorted(), message);
}
