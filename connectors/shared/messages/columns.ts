import type { ColumnInfo, SourceRow } from '../../connector.js';
import { faultOf } from '../../row-fault.js';
import type { Message } from './message.js';
import { changesOf } from './read-message.js';
import type { MessageRead } from './settings.js';

/** The columns that the rows of some messages have, by name and JSON type. */
export function columnsOf(messages: readonly Message[], read: MessageRead): ColumnInfo[] {
  const rows = messages.flatMap((message) => changesOf(message, read, [])).flatMap(({ row }) => (faultOf(row) ? [] : [row]));
  const names = new Set([...Object.keys(read.columns ?? {}), ...rows.flatMap((row) => Object.keys(row))]);
  return Array.from(names, (name) => ({
    name,
    type: typeOf(rows, name),
    nullable: rows.some((row) => row[name] === undefined || row[name] === null),
  }));
}

function typeOf(rows: readonly SourceRow[], name: string): string {
  const value = rows.map((row) => row[name]).find((one) => one !== undefined && one !== null);
  return Array.isArray(value) ? 'array' : value === undefined ? 'text' : typeof value;
}
