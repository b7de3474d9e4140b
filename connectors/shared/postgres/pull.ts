import type { PullBatch, PullRequest, SourceRow } from '../../connector.js';
import { cellText } from '../cell-text.js';
import { cutRows, FetchSize } from '../batches.js';
import { keyedChange } from '../keyed-change.js';
import type { TableSource } from '../table-database.js';
import { readColumns } from './catalogue.js';
import type { PostgresConnections } from './connections.js';
import type { PullPosition } from './pull-cursor.js';
import { placeOf, positionFor, writePullCursor } from './pull-cursor.js';
import { pullQuery } from './pull-query.js';
import type { PostgresSession } from './session.js';
import { beginStatement, sessionOf } from './session.js';

/**
 * Reads a table through a cursor of the server in one read-only transaction, so that one pull sees one state and the
 * table is sorted once. Each FETCH is a statement of its own: a time limit counts only while the server works, not
 * while a batch is being stored.
 */
export async function* pullTable(
  connections: PostgresConnections,
  source: TableSource,
  request: PullRequest,
  signal: AbortSignal,
): AsyncGenerator<PullBatch> {
  const connection = await connections.acquire(signal);
  let isClean = false;
  try {
    await connection.script(beginStatement(connections.settings, 'READ ONLY'), signal);
    yield* pullRows(connections, sessionOf(connection, signal), source, request);
  } finally {
    isClean = await connection.script('ROLLBACK', signal).then(
      () => true,
      () => false,
    );
    await connections.release(connection, isClean && !signal.aborted);
  }
}

async function* pullRows(
  { settings }: PostgresConnections,
  session: PostgresSession,
  source: TableSource,
  request: PullRequest,
): AsyncGenerator<PullBatch> {
  const columns = await readColumns(session, source.name);
  const { order } = pullQuery(settings, source, request, columns, undefined);
  const from = positionFor(request.cursor, request.mode, order);
  const { text, values } = pullQuery(settings, source, request, columns, from);
  const readAt = await readTime(session);
  await session.query(`DECLARE pulled NO SCROLL CURSOR FOR ${text}`, values);

  const isWhole = request.mode !== 'incremental';
  const size = new FetchSize();
  let position: PullPosition | undefined = from;
  for (;;) {
    const asked = size.rows;
    const rows = await session.query(`FETCH FORWARD ${asked} FROM pulled`);
    size.learn(rows);
    const isLastFetch = rows.length < asked;
    const pieces = [...cutRows(rows)];
    if (pieces.length === 0 && isWhole) pieces.push([]);
    for (const [place, piece] of pieces.entries()) {
      const isDone = isLastFetch && place === pieces.length - 1;
      position = behind(piece, order, request.mode, readAt) ?? position;
      const cursor = writePullCursor({ mode: request.mode, order, position: position ?? null, isDone });
      const changes = piece.map((row) => source.changeOf?.(row) ?? keyedChange(source.stream, request.key, row));
      yield isDone && request.mode === 'snapshot' ? { changes, cursor, snapshotComplete: true } : { changes, cursor };
    }
    if (isLastFetch) return;
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

/** The source's time at the beginning of the transaction; what it shows of the table is at least as old. */
async function readTime(session: PostgresSession): Promise<string> {
  const [row] = await session.query('SELECT now() AS now');
  return cellText(row, 'now');
}
