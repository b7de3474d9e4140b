import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { appendFile, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

import iconv from 'iconv-lite';

import type { Stream } from '../generator/generator.js';
import type { Row } from '../generator/rows.js';

/** How a department writes its files. */
export interface CsvForm {
  readonly prefix: string;
  readonly encoding: 'gb18030' | 'utf8';
  readonly hasByteOrderMark: boolean;
  readonly lineEnd: '\r\n' | '\n';
}

export const licenceFiles: CsvForm = {
  prefix: 'licence',
  encoding: 'gb18030',
  hasByteOrderMark: false,
  lineEnd: '\r\n',
};
export const penaltyFiles: CsvForm = {
  prefix: 'penalty',
  encoding: 'utf8',
  hasByteOrderMark: true,
  lineEnd: '\n',
};

const rowsPerFile = 50_000;
const rowsPerWrite = 1000;

/** Writes a stream as files of at most 50,000 rows; a reader never sees a file half written. */
export async function writeCsvFiles(folder: string, form: CsvForm, stream: Stream<Row>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const columns = Object.keys(stream.goodRow(0));
  for (let first = 0, number = 1; first === 0 || first < stream.count; first += rowsPerFile, number += 1) {
    const path = join(folder, `${form.prefix}-${String(number).padStart(4, '0')}.csv`);
    const file = createWriteStream(`${path}.tmp`);
    const write = async (text: string): Promise<void> => {
      if (!file.write(iconv.encode(text, form.encoding))) await once(file, 'drain');
    };
    await write((form.hasByteOrderMark ? '\uFEFF' : '') + csvLine(columns, form));
    const end = Math.min(first + rowsPerFile, stream.count);
    for (let start = first; start < end; start += rowsPerWrite) {
      const length = Math.min(rowsPerWrite, end - start);
      await write(
        Array.from({ length }, (_, offset) => rowLine(columns, stream.row(start + offset), form)).join(''),
      );
    }
    file.end();
    await once(file, 'close');
    await rename(`${path}.tmp`, path);
  }
}

/** Appends one row to the last file, as a clerk would. */
export async function appendCsvRow(
  folder: string,
  form: CsvForm,
  columns: readonly string[],
  row: Row,
): Promise<void> {
  const names = await readdir(folder);
  const last = names
    .filter((name) => name.startsWith(`${form.prefix}-`) && name.endsWith('.csv'))
    .toSorted()
    .at(-1);
  if (last === undefined) throw new Error(`no ${form.prefix} file in ${folder}`);
  await appendFile(join(folder, last), iconv.encode(rowLine(columns, row, form), form.encoding));
}

function rowLine(columns: readonly string[], row: Row, form: CsvForm): string {
  return csvLine(
    columns.map((column) => row[column] ?? ''),
    form,
  );
}

function csvLine(cells: readonly string[], form: CsvForm): string {
  return (
    cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',') +
    form.lineEnd
  );
}
