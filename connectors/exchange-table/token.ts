import type { SourceRow } from '../connector.js';
import { cellText } from '../shared/cell-text.js';
import type { ExchangeTable } from './streams.js';

/**
 * What finds one delivered row again: its idempotency key where the table has a column for it, else the record's key
 * with version or batch number, else the record's key alone.
 */
export type RowToken =
  | { readonly by: 'idempotencyKey'; readonly value: string }
  | { readonly by: 'version' | 'batch'; readonly value: string; readonly id: string }
  | { readonly by: 'id'; readonly id: string };

export interface WrittenRow {
  readonly idempotencyKey: string;
  readonly recordKey: string;
  readonly version: number;
  readonly batch?: string;
}

export function tokenOf(
  { columns }: ExchangeTable,
  { idempotencyKey, recordKey, version, batch }: WrittenRow,
): RowToken {
  if (columns.idempotencyKey !== undefined) return { by: 'idempotencyKey', value: idempotencyKey };
  if (columns.version !== undefined) return { by: 'version', value: String(version), id: recordKey };
  if (columns.batch !== undefined && batch !== undefined) return { by: 'batch', value: batch, id: recordKey };
  return { by: 'id', id: recordKey };
}

/** The token that a row has by its cells. */
export function tokenAs(by: RowToken['by'], { columns }: ExchangeTable, row: SourceRow): RowToken {
  const id = cell(row, columns.id);
  switch (by) {
    case 'idempotencyKey':
      return { by, value: cell(row, columns.idempotencyKey) };
    case 'version':
      return { by, value: cell(row, columns.version), id };
    case 'batch':
      return { by, value: cell(row, columns.batch), id };
    case 'id':
      return { by, id };
  }
}

const marks = { idempotencyKey: 'k', version: 'v', batch: 'b', id: 'i' } as const;

/** `k:<key>`, `v:<version>:<id>`, `b:<batch>:<id>`, `i:<id>`. */
export function writeToken(token: RowToken): string {
  if (token.by === 'id') return `${marks.id}:${token.id}`;
  return token.by === 'idempotencyKey'
    ? `${marks.idempotencyKey}:${token.value}`
    : `${marks[token.by]}:${token.value}:${token.id}`;
}

/** Undefined for a text that `writeToken` did not write: such a row is never found. */
export function readToken(text: string): RowToken | undefined {
  const [, mark, rest = ''] = /^([kvbi]):(.*)$/su.exec(text) ?? [];
  if (mark === marks.idempotencyKey) return { by: 'idempotencyKey', value: rest };
  if (mark === marks.id) return { by: 'id', id: rest };
  const [, value, id] = /^([^:]*):(.*)$/su.exec(rest) ?? [];
  if (mark === undefined || value === undefined || id === undefined) return undefined;
  return { by: mark === marks.version ? 'version' : 'batch', value, id };
}

/** Columns of fixed width give their text with spaces behind it. */
function cell(row: SourceRow, column: string | undefined): string {
  return column === undefined ? '' : cellText(row, column).trimEnd();
}
