import type { Hash } from 'node:crypto';
import { createHash, hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { GatewayError } from '../../schemas/errors.js';
import type { Change, SourceRow } from '../connector.js';
import { pullBytesMax, pullRowsMax } from '../connector.js';
import type { RowFault } from '../row-fault.js';
import { faultyChange, rowFault } from '../row-fault.js';
import { LineDecoder } from '../shared/charset.js';
import type { FileProgress } from '../shared/file-cursor.js';
import type { FileStep } from '../shared/file-pull.js';
import type { FoundFile } from '../shared/found-file.js';
import { fileError } from '../shared/places/local-place.js';
import { countLines, CsvParser, isBlank, rowCharsMax } from './csv-parser.js';
import { blockBytes, LineBlockReader, lineBytesMax } from './line-blocks.js';
import type { FileHead } from './read-head.js';
import { readHead } from './read-head.js';
import type { CsvStream } from './spec.js';

/** A character is at most three bytes of UTF-8 for each unit of a JavaScript text. */
const bytesPerCharMax = 3;

/**
 * Reads one CSV file in batches. It goes on where `before` stopped when the file still begins with the same bytes
 * (an interrupted pull, or lines appended since), else from the beginning.
 * @throws FILE_CHANGED_WHILE_READ, FILE_NOT_READABLE, CSV_HEADER_INVALID, FILE_COLUMN_MISSING, FILE_ENCODING_NOT_SUPPORTED
 */
export async function* readCsvFile(
  found: FoundFile,
  stream: CsvStream,
  key: readonly string[],
  before: FileProgress | undefined,
  signal: AbortSignal,
): AsyncGenerator<FileStep> {
  const file = await open(found.path).catch((error: unknown) => {
    throw fileError(error, found.name);
  });
  try {
    const head = await readHead(file, found.name, found.bytes, stream);
    if (!head) {
      yield { changes: [], progress: emptyFile(found) };
      return;
    }
    const start = await findStart(file, found, head, before);
    yield* readRows(file, found, stream, head, start, key, signal);
  } finally {
    await file.close();
  }
}

/** Column names of one file; none when it is empty. */
export async function readCsvColumns(found: FoundFile, stream: CsvStream): Promise<readonly string[]> {
  const file = await open(found.path).catch((error: unknown) => {
    throw fileError(error, found.name);
  });
  try {
    return (await readHead(file, found.name, found.bytes, stream))?.columns ?? [];
  } finally {
    await file.close();
  }
}

/** A place to go on from: `hash` has taken all bytes before `offset`. */
interface Start {
  readonly offset: number;
  readonly hash: Hash;
  readonly rowsBefore: number;
  readonly rowsAfter: number;
  readonly encoding?: FileProgress['encoding'];
}

async function findStart(
  file: FileHandle,
  found: FoundFile,
  head: FileHead,
  before: FileProgress | undefined,
): Promise<Start> {
  if (before && before.offset <= found.bytes && before.offset >= head.offset) {
    const prefix = await hashPrefix(file, before.offset);
    // A last line without its line end may have been half a row: then everything is read again.
    const canGoOn = !before.isDone || before.offset === found.bytes || prefix.endsWithLine;
    if (canGoOn && prefix.hash.copy().digest('base64url') === before.sha256)
      return { ...before, hash: prefix.hash };
  }
  const { hash: taken } = await hashPrefix(file, head.offset);
  return {
    offset: head.offset,
    hash: taken,
    rowsBefore: head.linesSkipped,
    rowsAfter: head.rows,
    encoding: head.encoding,
  };
}

async function hashPrefix(file: FileHandle, bytes: number): Promise<{ hash: Hash; endsWithLine: boolean }> {
  const taken = createHash('sha256');
  const buffer = Buffer.allocUnsafe(Math.min(bytes, blockBytes) || 1);
  let last = -1;
  for (let offset = 0; offset < bytes;) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, bytes - offset), offset);
    if (bytesRead === 0) break;
    taken.update(buffer.subarray(0, bytesRead));
    last = buffer[bytesRead - 1] ?? -1;
    offset += bytesRead;
  }
  return { hash: taken, endsWithLine: last === 0x0a };
}

async function* readRows(
  file: FileHandle,
  found: FoundFile,
  stream: CsvStream,
  head: FileHead,
  start: Start,
  key: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<FileStep> {
  const reader = new LineBlockReader(file, found.name, start.offset, found.bytes, start.hash);
  const decoder = new LineDecoder(start.encoding);
  const parser = new CsvParser(stream);
  const rows = new RowBuilder(found.name, head.columns, key, stream.emptyAs === 'null');
  let { rowsBefore } = start;
  let rowsAfter = 0;
  let rowsToSkip = start.rowsAfter;
  let changes: Change[] = [];
  let bytes = 0;
  const progress = (isDone: boolean): FileProgress => ({
    name: found.name,
    bytes: found.bytes,
    modifiedMs: found.modifiedMs,
    offset: reader.offset,
    sha256: reader.prefixSha256(),
    rowsBefore,
    rowsAfter,
    encoding: decoder.encoding,
    isDone,
  });

  let unreadLines = 0;
  for (let block = await reader.next(0); block; block = await reader.next(unreadLines)) {
    signal.throwIfAborted();
    const { text, damaged } = decoder.decode(block.bytes);
    rowsBefore += rowsAfter;
    rowsAfter = 0;
    unreadLines = 0;
    if (block.isOverlong) {
      rowsBefore++;
      changes.push(rows.faulty(text, rowsBefore, tooLong('字节', 'bytes', lineBytesMax)));
      yield { changes, progress: progress(false) };
      changes = [];
      bytes = 0;
      continue;
    }
    parser.load(text, block.isClosed);
    while (parser.next()) {
      rowsAfter++;
      if (rowsAfter <= rowsToSkip || isBlank(parser)) continue;
      const change = rows.build(parser, rowsBefore + rowsAfter, damaged);
      const size = (parser.end - parser.start) * bytesPerCharMax;
      if (changes.length === pullRowsMax || (changes.length > 0 && bytes + size > pullBytesMax)) {
        // The batch ends before this row, which opens the next one.
        yield { changes, progress: { ...progress(false), rowsAfter: rowsAfter - 1 } };
        signal.throwIfAborted();
        changes = [];
        bytes = 0;
      }
      changes.push(change);
      bytes += size;
    }
    rowsToSkip = Math.max(0, rowsToSkip - rowsAfter);
    unreadLines = countLines(parser.remainder);
    if (changes.length === pullRowsMax) {
      yield { changes, progress: progress(false) };
      changes = [];
      bytes = 0;
    }
  }
  rowsBefore += rowsAfter;
  rowsAfter = 0;
  yield { changes, progress: progress(true) };
}

/** Makes the changes of one file; one source row for every CSV row, faulty or sound. */
class RowBuilder {
  readonly #file: string;
  readonly #columns: readonly string[];
  readonly #keyPlaces: readonly number[];
  readonly #emptyIsNull: boolean;

  constructor(file: string, columns: readonly string[], key: readonly string[], emptyIsNull: boolean) {
    this.#file = file;
    this.#columns = columns;
    this.#keyPlaces = key.map((name) => columnPlace(columns, name, file));
    this.#emptyIsNull = emptyIsNull;
  }

  build(parser: CsvParser, rowNumber: number, damaged: boolean): Change {
    const fault = this.#fault(parser, damaged);
    if (fault) return this.faulty(parser.raw, rowNumber, fault);
    const { cells } = parser;
    const columns = this.#columns;
    const row: SourceRow = {};
    for (let place = 0; place < columns.length; place++) {
      const cell = cells[place] ?? '';
      row[columns[place] ?? ''] = cell === '' && this.#emptyIsNull ? null : cell;
    }
    const sourceKey = this.#key(cells) ?? hash('sha256', parser.raw, 'base64url');
    return { op: 'upsert', sourceKey, row, position: this.#position(rowNumber) };
  }

  faulty(raw: string, rowNumber: number, fault: RowFault): Change {
    return faultyChange(this.#position(rowNumber), raw, fault);
  }

  /**
   * Undefined without key columns, and where one of them is empty: rows that lack their key must not pass for one
   * another. Serialised, and so never a slice that would keep the whole block in memory as long as the key is held.
   */
  #key(cells: readonly string[]): string | undefined {
    const values = this.#keyPlaces.map((place) => cells[place] ?? '');
    return values.length === 0 || values.includes('') ? undefined : JSON.stringify(values);
  }

  #position(rowNumber: number): string {
    return `${this.#file} row ${rowNumber}`;
  }

  #fault(parser: CsvParser, damaged: boolean): RowFault | undefined {
    const { cellCount, fault } = parser;
    if (fault === 'quote') return rowFault('CSV_ROW_QUOTE_BROKEN', '引号未配对', 'unpaired quote');
    if (fault === 'length') return tooLong('字符', 'characters', rowCharsMax);
    if (damaged && parser.raw.includes('�')) {
      return rowFault('FILE_TEXT_ENCODING_BROKEN', '存在无法识别的字节', 'bytes that fit no character');
    }
    const columns = this.#columns.length;
    if (cellCount === columns) return undefined;
    return rowFault(
      'CSV_ROW_CELLS_WRONG',
      `应有 ${columns} 格，实有 ${cellCount} 格`,
      `${columns} cells expected, ${cellCount} found`,
    );
  }
}

function columnPlace(columns: readonly string[], name: string, file: string): number {
  const place = columns.indexOf(name);
  if (place === -1) throw new GatewayError('FILE_COLUMN_MISSING', { file, column: name });
  return place;
}

function tooLong(unitZh: string, unitEn: string, limit: number): RowFault {
  return rowFault('CSV_ROW_TOO_LONG', `上限 ${limit} ${unitZh}`, `limit ${limit} ${unitEn}`);
}

function emptyFile(found: FoundFile): FileProgress {
  const { name, bytes, modifiedMs } = found;
  return {
    name,
    bytes,
    modifiedMs,
    offset: 0,
    sha256: hash('sha256', '', 'base64url'),
    rowsBefore: 0,
    rowsAfter: 0,
    isDone: true,
  };
}
