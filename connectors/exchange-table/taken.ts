import type { JsonObject } from '../../schemas/json.js';
import type { TakenRequest } from '../connector.js';
import { cellText } from '../shared/cell-text.js';
import type { TableDatabase, TableTransaction } from '../shared/sql/table-database.js';
import { localTime } from './batch-number.js';
import type { ExchangeTable } from './streams.js';

/**
 * Writes into rows that have been stored that we have taken them, so that the sender sees it. A row whose state
 * somebody changed meanwhile keeps it. What a failure leaves unmarked is read again, found unchanged, and marked then.
 */
export async function markTaken(
  database: TableDatabase,
  table: ExchangeTable,
  { changes }: TakenRequest,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  const { columns, states, key } = table;
  const [keyColumn] = key;
  const { state } = columns;
  if (states?.taken === undefined || state === undefined || keyColumn === undefined || changes.length === 0) return;
  const mark: JsonObject = { [state]: states.taken };
  if (columns.stateTime !== undefined) mark[columns.stateTime] = localTime(now);
  const keys = changes.map(({ row }) => cellText(row, keyColumn));
  await database.transaction(async (open) => {
    const rows = await waitingAmong(open, table, keyColumn, state, keys);
    return await open.update(
      table.name,
      keyColumn,
      rows.map((value) => ({ ...mark, [keyColumn]: value })),
    );
  }, signal);
}

/** Keys of those rows that still are in their first state. */
async function waitingAmong(
  open: TableTransaction,
  { name, states }: ExchangeTable,
  keyColumn: string,
  state: string,
  keys: readonly string[],
): Promise<string[]> {
  const rows = await open.find(name, [keyColumn, state], { column: keyColumn, values: keys });
  const isWaiting = rows.filter((row) =>
    states?.initial === undefined ? row[state] === null : cellText(row, state).trim() === states.initial,
  );
  return isWaiting.map((row) => cellText(row, keyColumn));
}
