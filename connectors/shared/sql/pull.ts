import type { PullBatch, PullRequest, SourceRow } from '../../connector.js';
import { cutRows, FetchSize } from '../batches.js';
import { cellText } from '../cell-text.js';
import { keyedChange } from '../keyed-change.js';
import type { RowReader, SqlConnection } from './connection.js';
import { queryOf, type SqlConnections } from './connections.js';
import type { PullPosition } from './pull-cursor.js';
import { placeOf, positionFor, writePullCursor } from './pull-cursor.js';
import { pullQuery } from './pull-query.js';
import type { TableSource } from './table-database.js';

/**
 * Reads a table with one statement in one read-only transaction, so that one pull sees one state and the table is
 * sorted once. A time limit counts only while the server works, not while a batch is being stored.
 */
export async function* pullTable(
  connections: SqlConnections,
  source: TableSource,
  request: PullRequest,
  signal: AbortSignal,
): AsyncGenerator<PullBatch> {
  const connection = await connections.acquire(signal);
  let isClean = false;
  try {
    // Asked before the state is chosen that will be seen: whatever it does not show is committed later than this.
    const [time] = await connection.run(connections.dialect.catalogue.now, signal);
    await connection.begin('READ ONLY', 'UTC', signal);
    yield* pullRows(connections, connection, source, request, cellText(time, 'now'), signal);
  } finally {
    isClean = await connection.rollback(signal).then(
      () => true,
      () => false,
    );
    await connections.release(connection, isClean && !signal.aborted);
  }
}

async function* pullRows(
  { dialect }: SqlConnections,
  connection: SqlConnection,
  source: TableSource,
  request: PullRequest,
  readAt: string,
  signal: AbortSignal,
): AsyncGenerator<PullBatch> {
  const { columns } = await dialect.catalogue.readTable(queryOf(connection, signal), source.name);
  const { order } = pullQuery(dialect, source, request, columns, undefined);
  const from = positionFor(request.cursor, request.mode, order);
  const reader = await connection.read(pullQuery(dialect, source, request, columns, from), signal);
  try {
    yield* batchesOf(reader, source, request, order, from, readAt);
  } finally {
    await reader.close();
  }
}

async function* batchesOf(
  reader: RowReader,
  source: TableSource,
  request: PullRequest,
  order: readonly string[],
  from: PullPosition | undefined,
  readAt: string,
): AsyncGenerator<PullBatch> {
  const isWhole = request.mode !== 'incremental';
  const size = new FetchSize();
  let position = from;
  for (;;) {
    const { rows, isLast } = await reader.next(size.rows);
    size.learn(rows);
    const pieces = [...cutRows(rows)];
    if (pieces.length === 0 && isWhole) pieces.push([]);
    for (const [place, piece] of pieces.entries()) {
      const isDone = isLast && place === pieces.length - 1;
      position = behind(piece, order, request.mode, readAt) ?? position;
      const cursor = writePullCursor({ mode: request.mode, order, position: position ?? null, isDone });
      const changes = piece.map((row) => source.changeOf?.(row) ?? keyedChange(source.stream, request.key, row));
      yield isDone && request.mode === 'snapshot' ? { changes, cursor, snapshotComplete: true } : { changes, cursor };
    }
    if (isLast) return;
  }
}

/** The position behind the last row that has one. */
function behind(
  rows: readonly SourceRow[],
  order: readonly string[],
  mode: PullRequest['mode'],
  readAt: string,
): PullPosition | undefined {
  for (const row of rows.toReversed()) {
    const after = placeOf(row, order);
    if (after) return mode === 'incremental' ? { after, readAt } : { after };
  }
  return undefined;
}
