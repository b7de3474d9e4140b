import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

import exceljs from 'exceljs';

import type { Stream } from '../generator/generator.js';
import type { WorkbookCell } from '../generator/rows.js';
import { departments } from '../generator/vocabulary.js';

const rowsPerWorkbook = 20_000;

/** Headings over several columns: text, first and last column from 1. */
const groups = [
  ['行政相对人', 2, 7],
  ['违法情况', 8, 11],
  ['处罚决定', 12, 19],
  ['处罚机关', 20, 21],
] as const;

/** Writes the penalties in the shape that departments hand in: title, unit line, merged headings, then the columns. */
export async function writeWorkbooks(
  folder: string,
  stream: Stream<Record<string, WorkbookCell>>,
  today: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (
    let first = 0, number = 1;
    first === 0 || first < stream.count;
    first += rowsPerWorkbook, number += 1
  ) {
    const path = join(folder, `行政处罚信息报送表-${number}.xlsx`);
    await writeWorkbook(`${path}.tmp`, stream, first, Math.min(first + rowsPerWorkbook, stream.count), today);
    await rename(`${path}.tmp`, path);
  }
}

async function writeWorkbook(
  filename: string,
  stream: Stream<Record<string, WorkbookCell>>,
  first: number,
  end: number,
  today: string,
): Promise<void> {
  const columns = Object.keys(stream.goodRow(0));
  // Streamed row by row; styles are needed, or date cells would be bare numbers.
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ filename, useStyles: true });
  const sheet = workbook.addWorksheet('处罚信息');
  sheet.mergeCells(1, 1, 1, columns.length);
  sheet.mergeCells(2, 1, 2, columns.length);
  for (const [, from, to] of groups) sheet.mergeCells(3, from, 3, to);
  sheet.getCell(1, 1).value = `${departments.ecology.title}行政处罚信息报送表`;
  sheet.getCell(2, 1).value =
    `报送单位：${departments.ecology.title}    报送日期：${today}    金额单位：万元`;
  for (const [text, from] of groups) sheet.getCell(3, from).value = text;
  for (const row of [1, 2, 3]) sheet.getRow(row).commit();
  sheet.addRow(columns).commit();
  for (let index = first; index < end; index += 1) {
    const cells = stream.row(index);
    const row = sheet.addRow(columns.map((column) => cells[column] ?? null));
    row.eachCell((cell) => {
      if (cell.value instanceof Date) cell.numFmt = 'yyyy-mm-dd';
    });
    row.commit();
  }
  sheet.commit();
  await workbook.commit();
}
