import type { Change, Connector, PullBatch, PullRequest, SourceRow } from '../connector.js';
import { cellText } from '../shared/cell-text.js';
import { patienceMs } from './conformance-check.js';

/** Reads one pull to its end, or so many batches of it. */
export async function pullBatches(
  connector: Connector,
  request: PullRequest,
  batchesMax = Number.POSITIVE_INFINITY,
  signal: AbortSignal = AbortSignal.timeout(patienceMs),
): Promise<PullBatch[]> {
  const batches: PullBatch[] = [];
  for await (const batch of pulling(connector, request, signal)) {
    batches.push(batch);
    if (batches.length >= batchesMax) break;
  }
  return batches;
}

/** @throws TypeError for a connector that cannot pull: it is not to be tried with these checks */
export function pulling(connector: Connector, request: PullRequest, signal: AbortSignal): AsyncIterable<PullBatch> {
  if (!connector.pull) throw new TypeError('the connector has no pull');
  return connector.pull(request, signal);
}

export function changesOf(batches: readonly PullBatch[]): Change[] {
  return batches.flatMap(({ changes }) => [...changes]);
}

export function idsOf(changes: readonly Change[]): string[] {
  return changes.map(({ row }) => idOf(row)).toSorted();
}

/** The `id` cell as text; a connector may give it as a number. */
export function idOf(row: SourceRow): string {
  return cellText(row, 'id');
}

/** Uses a connector and closes it whatever happens. */
export async function using<Value>(connector: Connector, work: (connector: Connector) => Promise<Value>): Promise<Value> {
  try {
    return await work(connector);
  } finally {
    await connector.close();
  }
}
