import { GatewayError } from '../../schemas/errors.js';
import type { Change, SourceRow } from '../connector.js';
import type { RowFault } from '../row-fault.js';
import { faultyChange, rowFault } from '../row-fault.js';
import { ZipFile } from '../shared/archive/zip-file.js';
import type { FileProgress } from '../shared/file-cursor.js';
import type { FileStep } from '../shared/file-pull.js';
import type { FoundFile } from '../shared/found-file.js';
import { fileRow } from '../shared/file-row.js';
import { readWhole } from '../shared/whole-file.js';
import type { SheetHeader } from './header.js';
import { findHeader, headerRowsSearched } from './header.js';
import type { SheetRow } from './sheet-rows.js';
import { sheetRows } from './sheet-rows.js';
import type { ExcelStream } from './spec.js';
import type { SheetPlace, Workbook } from './workbook-parts.js';
import { readWorkbook } from './workbook-parts.js';

const workbookFaults = { damaged: 'EXCEL_FILE_DAMAGED', tooLarge: 'EXCEL_FILE_TOO_LARGE' } as const;

/**
 * Reads one workbook in batches, as `readWhole` does.
 * @throws EXCEL_SHEET_MISSING, EXCEL_HEADER_MISSING, FILE_COLUMN_MISSING, FILE_NOT_READABLE
 */
export async function* readExcelFile(
  found: FoundFile,
  stream: ExcelStream,
  key: readonly string[],
  before: FileProgress | undefined,
  signal: AbortSignal,
): AsyncGenerator<FileStep> {
  yield* readWhole(found, before, { changes: () => readChanges(found, stream, key), fault: fileFault }, signal);
}

/** Column names of one workbook. @throws as `readExcelFile`, and for a file that is no workbook */
export async function readExcelColumns(found: FoundFile, stream: ExcelStream): Promise<readonly string[]> {
  const zip = await ZipFile.open(found.path, found.name, workbookFaults);
  try {
    const { header } = await openSheet(zip, found, stream, []);
    return columnNames(header);
  } finally {
    await zip.close();
  }
}

async function* readChanges(
  found: FoundFile,
  stream: ExcelStream,
  key: readonly string[],
): AsyncGenerator<Change> {
  const zip = await ZipFile.open(found.path, found.name, workbookFaults);
  try {
    const { header, sheet, rows } = await openSheet(zip, found, stream, key);
    const names = columnNames(header);
    const missing = key.find((name) => !names.includes(name));
    if (missing !== undefined)
      throw new GatewayError('FILE_COLUMN_MISSING', { file: found.name, column: missing });
    for await (const row of rows) {
      const change = changeOf(row, names, key, `${found.name} ${sheet.name} row ${row.number}`);
      if (change) yield change;
    }
  } finally {
    await zip.close();
  }
}

/** The sheet's header, and its rows below it. */
async function openSheet(
  zip: ZipFile,
  found: FoundFile,
  stream: ExcelStream,
  key: readonly string[],
): Promise<{
  readonly header: SheetHeader;
  readonly sheet: SheetPlace;
  readonly rows: AsyncIterable<SheetRow>;
}> {
  const workbook = await readWorkbook(zip, found.name);
  const sheet = findSheet(workbook, stream, found.name);
  const all = sheetRows(zip, workbook, sheet.part, found.name);
  const searched = stream.headerRow === 'auto' ? headerRowsSearched : stream.headerRow + 1;
  const first: SheetRow[] = [];
  for (let next = await all.next(); !next.done; next = await all.next()) {
    first.push(next.value);
    if (next.value.number >= searched) break;
  }
  const header = findHeader(first, stream, key, found.name);
  return { header, sheet, rows: below(header.rowNumber, first, all) };
}

async function* below(
  rowNumber: number,
  first: readonly SheetRow[],
  rest: AsyncIterable<SheetRow>,
): AsyncGenerator<SheetRow> {
  for (const row of first) if (row.number > rowNumber) yield row;
  yield* rest;
}

function findSheet(workbook: Workbook, stream: ExcelStream, file: string): SheetPlace {
  const sheet = workbook.sheets.find(({ name, isHidden }) =>
    stream.sheet === '' ? !isHidden : name === stream.sheet,
  );
  if (sheet) return sheet;
  const offered = workbook.sheets.map(({ name }) => name).join(', ');
  throw new GatewayError('EXCEL_SHEET_MISSING', { file, sheet: stream.sheet, offered });
}

/** Every column gets a name, so that a value below a missing heading is not lost: `column_23`. */
function columnNames(header: SheetHeader): string[] {
  return header.names.map((name, column) => name ?? `column_${column + 1}`);
}

/** Undefined for a row without any value. */
function changeOf(
  row: SheetRow,
  names: readonly string[],
  key: readonly string[],
  position: string,
): Change | undefined {
  const values: SourceRow = {};
  let fault: RowFault | undefined;
  let isEmpty = true;
  const width = Math.max(names.length, row.cells.length);
  for (let column = 0; column < width; column++) {
    const cell = row.cells[column];
    const text = cell?.text ?? null;
    const name = names[column] ?? `column_${column + 1}`;
    if (text !== null || column < names.length) values[name] = text;
    if (text !== null || cell?.fault) isEmpty = false;
    if (cell?.fault && !fault) fault = withColumn(cell.fault, name);
  }
  if (isEmpty) return undefined;
  return fault ? faultyChange(position, JSON.stringify(values), fault, values) : fileRow(values, key, position);
}

function withColumn(fault: RowFault, column: string): RowFault {
  return { ...fault, zh: `${column}：${fault.zh}`, en: `${column}: ${fault.en}` };
}

/** What is wrong with the file itself; undefined for trouble that has another cause. */
function fileFault(error: unknown): RowFault | undefined {
  if (!(error instanceof GatewayError)) return undefined;
  if (error.code !== 'EXCEL_FILE_DAMAGED' && error.code !== 'EXCEL_FILE_TOO_LARGE') return undefined;
  const detail = String(
    error.facts['reason'] ??
      `${String(error.facts['bytes'] ?? error.facts['entries'])} > ${String(error.facts['limit'])}`,
  );
  return rowFault(error.code, detail, detail);
}
