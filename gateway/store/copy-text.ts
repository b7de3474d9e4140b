import type { CopyValue, RowsToInsert } from './store.js';

/** Rows in PostgreSQL's COPY text format: tab between values, newline after rows, `\N` for null. */
export function copyText({ rows, shared = {} }: Pick<RowsToInsert, 'rows' | 'shared'>): string {
  const common = Object.values(shared).map((value) => `\t${copyValue(value)}`).join('');
  const rowEnd = `${common}\n`;
  let text = '';
  for (const row of rows) {
    for (let i = 0; i < row.length; i += 1) {
      if (i > 0) text += '\t';
      text += copyValue(row[i]);
    }
    text += rowEnd;
  }
  return text;
}

function copyValue(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return needsEscape.test(value) ? value.replace(escaped, escapeOf) : value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return `\\\\x${value.toString('hex')}`;
}

const needsEscape = /[\\\n\r\t]/;
const escaped = /[\\\n\r\t]/g;

function escapeOf(character: string): string {
  switch (character) {
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    case '\t':
      return '\\t';
    default:
      return '\\\\';
  }
}

/** `COPY "table" ("a", "b") FROM <source>`; names are ours, quoted all the same. */
export function copyStatement(table: string, { columns, shared = {} }: Omit<RowsToInsert, 'rows'>, source: string): string {
  const names = [...columns, ...Object.keys(shared)];
  return `COPY ${quoted(table)} (${names.map(quoted).join(', ')}) FROM ${source}`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
