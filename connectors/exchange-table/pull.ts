import { GatewayError } from '../../schemas/errors.js';
import type { Change, PullBatch, PullRequest, SourceRow } from '../connector.js';
import { cellText } from '../shared/cell-text.js';
import { keyedChange } from '../shared/keyed-change.js';
import type { TableDatabase } from '../shared/sql/table-database.js';
import type { ExchangeTable } from './streams.js';

/**
 * Reads the rows that nobody has handled yet, in the order of their time. Rows with the word for a withdrawal, or with
 * the deletion flag set, are deletions.
 * @throws CONNECTOR_CONFIG_INVALID for an incremental pull of a table without a time
 */
export function pullRows(
  database: TableDatabase,
  table: ExchangeTable,
  request: PullRequest,
  signal: AbortSignal,
): AsyncIterable<PullBatch> {
  const { columns, states, stream, name, key } = table;
  const cursorColumns =
    request.cursorColumns.length > 0 || columns.time === undefined ? request.cursorColumns : [columns.time];
  if (request.mode === 'incremental' && cursorColumns.length === 0) {
    throw new GatewayError('CONNECTOR_CONFIG_INVALID', { stream, missing: 'columns.time' });
  }
  const recordKey = request.key.length > 0 ? request.key : [columns.id];
  const only = columns.state === undefined ? undefined : { column: columns.state, value: states?.initial ?? null };
  const changeOf = (row: SourceRow): Change => keyedChange(stream, recordKey, row, operationOf(table, row));
  const source = { stream, name, only, order: key, changeOf };
  // Where we mark what we have taken, whatever is not marked is wanted, however long it has been there.
  const cursor = states?.taken === undefined ? request.cursor : null;
  return database.pull(source, { ...request, cursor, cursorColumns, key: recordKey }, signal);
}

function operationOf({ columns, operations, deleteFlags }: ExchangeTable, row: SourceRow): Change['op'] {
  const holds = (column: string | undefined, word: string | undefined): boolean =>
    column !== undefined && word !== undefined && cellText(row, column).trim() === word;
  const isWithdrawn =
    holds(columns.operation, operations?.withdraw) || holds(columns.deleteFlag, deleteFlags?.deleted);
  return isWithdrawn ? 'delete' : 'upsert';
}
