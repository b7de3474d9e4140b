import { stat } from 'node:fs/promises';

import exceljs from 'exceljs';

import { GatewayError } from '../../schemas/errors.js';
import type { Problem } from '../../schemas/problem.js';

/** A row of a workbook that failed, and every reason. */
export interface FailedRow {
  /** As the `excel` connector gives it: `<file> <sheet> row <number>`. */
  readonly position: string;
  readonly problems: readonly Problem[];
}

/** The workbook is held in memory as a whole, many times its size. */
const workbookBytesMax = 20 * 1024 * 1024;
const headerRowsSearched = 30;
const red = 'FFF8C9C4';

/**
 * Writes a workbook back to whoever filled it in: failing cells coloured, with the reasons as a comment; what concerns a
 * whole row stands at its first cell. Everything else stays as it was, as far as exceljs keeps it (charts and macros go).
 * @throws CLI_INPUT_UNREADABLE for what is no workbook, or one that is too large
 */
export async function writeMarkedWorkbook(from: string, to: string, rows: readonly FailedRow[]): Promise<void> {
  const { size } = await stat(from);
  if (size > workbookBytesMax) throw new GatewayError('CLI_INPUT_UNREADABLE', { input: from, bytes: size, limit: workbookBytesMax });
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(from).catch((cause: unknown) => {
    throw new GatewayError('CLI_INPUT_UNREADABLE', { input: from }, cause);
  });
  for (const { position, problems } of rows) {
    const sheet = workbook.worksheets.find(({ name }) => position.includes(` ${name} row `));
    const row = / row (\d+)$/u.exec(position)?.[1];
    if (sheet && row !== undefined) markRow(sheet, Number(row), problems);
  }
  await workbook.xlsx.writeFile(to);
}

function markRow(sheet: exceljs.Worksheet, row: number, problems: readonly Problem[]): void {
  const byCell = new Map<number, Problem[]>();
  for (const problem of problems) {
    const column = columnOf(sheet, row, problem.column) ?? 1;
    byCell.set(column, [...(byCell.get(column) ?? []), problem]);
  }
  for (const [column, found] of byCell) {
    const cell = sheet.getCell(row, column);
    // A style may be shared with other cells, so it is replaced, not changed.
    cell.style = { ...cell.style, fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: red } } };
    cell.note = found.map(reasonOf).join('\n\n');
  }
}

/** The column by its heading, looked for upwards from the row, as the nearest above it is its header. */
function columnOf(sheet: exceljs.Worksheet, row: number, heading: string | undefined): number | undefined {
  if (heading === undefined) return undefined;
  for (let above = Math.min(row - 1, headerRowsSearched); above >= 1; above--) {
    let found: number | undefined;
    sheet.getRow(above).eachCell((cell, column) => {
      if (cell.text.replace(/\s+/gu, ' ').trim() === heading) found = column;
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

function reasonOf({ column, zh, en, fixZh, fixEn, code }: Problem): string {
  return `${column === undefined ? '' : `${column}：`}${zh}\n${fixZh}\n${en}\n${fixEn}\n[${code}]`;
}
