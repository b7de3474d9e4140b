import type { SourceRow } from '../connector.js';
import { cellText } from '../shared/cell-text.js';
import type { TableName, ValuesOfColumn } from '../shared/sql/table-database.js';
import { answerColumns } from './answer.js';
import type { ExchangeTable } from './streams.js';
import { readToken, tokenAs, writeToken, type RowToken } from './token.js';

/** Tokens that one statement looks for. */
const tokensPerLook = 500;

/** Whatever can look rows up: an open transaction, or the database itself. */
export interface RowFinder {
  find(name: TableName, columns: readonly string[], where: ValuesOfColumn): Promise<SourceRow[]>;
}

/**
 * The rows that tokens stand for, by token. Of several rows that one token fits (only a token of the record's key alone
 * fits several) the one written last counts.
 */
export async function findRows(
  finder: RowFinder,
  table: ExchangeTable,
  tokens: readonly string[],
): Promise<Map<string, SourceRow>> {
  const found = new Map<string, SourceRow>();
  const wanted = new Set(tokens);
  const read = [...wanted].flatMap((token) => readToken(token) ?? []);
  for (const by of ['idempotencyKey', 'version', 'batch', 'id'] as const) {
    const alike = read.filter((token) => token.by === by);
    const column = by === 'idempotencyKey' ? table.columns.idempotencyKey : table.columns.id;
    if (column === undefined) continue;
    for (let begin = 0; begin < alike.length; begin += tokensPerLook) {
      const values = [...new Set(alike.slice(begin, begin + tokensPerLook).map(soughtValue))];
      const rows = await finder.find(table.name, columnsOf(table), { column, values });
      for (const row of inOrderOfTime(table, rows)) {
        const token = writeToken(tokenAs(by, table, row));
        if (wanted.has(token)) found.set(token, row);
      }
    }
  }
  return found;
}

function soughtValue(token: RowToken): string {
  return token.by === 'idempotencyKey' ? token.value : token.id;
}

function columnsOf(table: ExchangeTable): string[] {
  const { id, idempotencyKey, batch, time } = table.columns;
  return [
    ...new Set([id, idempotencyKey, batch, time, ...answerColumns(table)].filter((column) => column !== undefined)),
  ];
}

function inOrderOfTime({ columns: { time } }: ExchangeTable, rows: readonly SourceRow[]): readonly SourceRow[] {
  if (time === undefined) return rows;
  return rows.toSorted((a, b) => (cellText(a, time) < cellText(b, time) ? -1 : 1));
}
