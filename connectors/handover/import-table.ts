import type { PushRecord } from '../connector.js';
import { cellText } from '../shared/cell-text.js';
import type { HandoverStream } from './spec.js';

/** A table as the receiver's import wants it: headings, then rows of texts. */
export interface ImportTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The rows of the import file: all records, or without an operation column those that are not withdrawn. */
export function importTable(records: readonly PushRecord[], { columns, operation }: HandoverStream): ImportTable {
  const listed = operation ? records : records.filter(({ op }) => op === 'upsert');
  const named = columns ?? [...new Set(listed.flatMap(({ row }) => Object.keys(row)))].map((name) => ({ name }));
  const headings = named.map((column) => ('title' in column ? (column.title ?? column.name) : column.name));
  const rows = listed.map((record) => [
    ...named.map(({ name }) => cellText(record.row, name)),
    ...(operation ? [operationWord(record, operation)] : []),
  ]);
  return { headings: operation ? [...headings, operation.title] : headings, rows };
}

function operationWord({ op, version }: PushRecord, words: NonNullable<HandoverStream['operation']>): string {
  if (op === 'withdraw') return words.withdraw;
  return version > 1 ? words.update : words.insert;
}

/**
 * Whether a spreadsheet program would run the cell of a CSV file as a formula on the desk of whoever opens it. Numbers
 * with a sign are harmless.
 */
export function isFormula(cell: string): boolean {
  return /^(?:[=@\t\r]|[+-](?!\d+(?:\.\d+)?$))/u.test(cell);
}

/** The table as CSV (RFC 4180) with CRLF; every cell is quoted, so that long numbers and line breaks stay one cell. */
export function csvText({ headings, rows }: ImportTable): string {
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  return [headings, ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

/** The table as a workbook of text cells: nothing turns into a number, a date or a formula. */
export async function workbookBytes({ headings, rows }: ImportTable, sheetName: string): Promise<Buffer> {
  // Loaded here: only receivers with an import workbook need it.
  const { default: exceljs } = await import('exceljs');
  const workbook = new exceljs.Workbook();
  // Excel refuses these characters in a sheet's name, and names of more than 31.
  const sheet = workbook.addWorksheet(sheetName.replaceAll(/[\\/?*[\]:]/gu, ' ').slice(0, 31), {
    views: [{ state: 'frozen', ySplit: 1 }],
  });
  sheet.addRow([...headings]).font = { bold: true };
  for (const row of rows) sheet.addRow([...row]);
  for (const [at, heading] of headings.entries()) {
    const column = sheet.getColumn(at + 1);
    column.numFmt = '@';
    column.width = Math.min(40, Math.max(12, heading.length * 2 + 2));
  }
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
