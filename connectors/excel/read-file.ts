import { createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { GatewayError } from '../../schemas/errors.js';
import type { Change, SourceRow } from '../connector.js';
import { pullBytesMax, pullRowsMax } from '../connector.js';
import type { RowFault } from '../row-fault.js';
import { faultyChange, rowFault } from '../row-fault.js';
import { ZipFile } from '../shared/archive/zip-file.js';
import type { FileProgress } from '../shared/file-cursor.js';
import type { FileStep } from '../shared/file-pull.js';
import type { FoundFile } from '../shared/found-file.js';
import { fileError } from '../shared/places/local-place.js';
import type { SheetHeader } from './header.js';
import { findHeader, headerRowsSearched } from './header.js';
import type { SheetRow } from './sheet-rows.js';
import { sheetRows } from './sheet-rows.js';
import type { ExcelStream } from './spec.js';
import type { SheetPlace, Workbook } from './workbook-parts.js';
import { readWorkbook } from './workbook-parts.js';

const workbookFaults = { damaged: 'EXCEL_FILE_DAMAGED', tooLarge: 'EXCEL_FILE_TOO_LARGE' } as const;

/**
 * Reads one workbook in batches. One with the bytes it had before is gone on with behind the rows already delivered
 * (or left alone when it was done); any other is read whole, for a workbook is not appended to but saved anew.
 * A file that is no workbook is delivered as one faulty row, so that it does not stand in the way of the next.
 * @throws EXCEL_SHEET_MISSING, EXCEL_HEADER_MISSING, FILE_COLUMN_MISSING, FILE_NOT_READABLE
 */
export async function* readExcelFile(
  found: FoundFile,
  stream: ExcelStream,
  key: readonly string[],
  before: FileProgress | undefined,
  signal: AbortSignal,
): AsyncGenerator<FileStep> {
  const sha256 = await hashFile(found, signal);
  const isSame = before?.sha256 === sha256;
  const progress = (rowsAfter: number, isDone: boolean): FileProgress => ({
    name: found.name,
    bytes: found.bytes,
    modifiedMs: found.modifiedMs,
    offset: 0,
    sha256,
    rowsBefore: 0,
    rowsAfter,
    isDone,
  });
  if (before && isSame && before.isDone) {
    yield { changes: [], progress: { ...progress(before.rowsAfter, true), isFaulty: before.isFaulty } };
    return;
  }
  try {
    let count = 0;
    const skipped = isSame ? before.rowsAfter : 0;
    let changes: Change[] = [];
    let bytes = 0;
    for await (const change of readChanges(found, stream, key)) {
      if (++count <= skipped) continue;
      const size = Buffer.byteLength(JSON.stringify(change.row));
      if (changes.length === pullRowsMax || (changes.length > 0 && bytes + size > pullBytesMax)) {
        yield { changes, progress: progress(count - 1, false) };
        signal.throwIfAborted();
        changes = [];
        bytes = 0;
      }
      changes.push(change);
      bytes += size;
    }
    yield { changes, progress: progress(count, true) };
  } catch (error) {
    const fault = fileFault(error);
    if (!fault) throw error;
    yield { changes: [faultyChange(found.name, found.name, fault)], progress: { ...progress(0, true), isFaulty: true } };
  }
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
  const raw = JSON.stringify(values);
  if (fault) return faultyChange(position, raw, fault, values);
  const keyValues = key.map((name) => values[name] ?? '');
  // Rows that lack their key must not pass for one another: they are known by their content.
  const isKeyed = keyValues.length > 0 && !keyValues.includes('');
  const sourceKey = isKeyed ? JSON.stringify(keyValues) : hash('sha256', raw, 'base64url');
  return { op: 'upsert', sourceKey, row: values, position };
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

async function hashFile(found: FoundFile, signal: AbortSignal): Promise<string> {
  const taken = createHash('sha256');
  try {
    for await (const chunk of createReadStream(found.path, { signal })) taken.update(chunk as Buffer);
  } catch (error) {
    signal.throwIfAborted();
    throw fileError(error, found.name);
  }
  return taken.digest('base64url');
}
