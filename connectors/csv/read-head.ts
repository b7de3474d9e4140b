import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { GatewayError } from '../../schemas/errors.js';
import { faultColumn, rawColumn } from '../row-fault.js';
import type { Encoding } from '../shared/charset.js';
import { byteOrderMark, LineDecoder } from '../shared/charset.js';
import { CsvParser, isBlank } from './csv-parser.js';
import { blockBytes, LineBlockReader } from './line-blocks.js';
import type { CsvStream } from './spec.js';

/** What stands before a file's data. */
export interface FileHead {
  readonly columns: readonly string[];
  /** Byte at which rows begin, behind byte order mark and skipped lines; the header is the first of them. */
  readonly offset: number;
  /** Rows from `offset` to the first row of data: the header and blank lines before it. */
  readonly rows: number;
  readonly linesSkipped: number;
  readonly encoding?: Encoding;
}

const columnsMax = 1_000;

/**
 * Reads the header of a file, or takes the configured columns. Undefined for a file without any row.
 * The header must stand within the first 256 KiB.
 * @throws CSV_HEADER_INVALID, FILE_ENCODING_NOT_SUPPORTED
 */
export async function readHead(
  file: FileHandle,
  name: string,
  bytes: number,
  stream: CsvStream,
): Promise<FileHead | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(blockBytes), 0, blockBytes, 0);
  const head = buffer.subarray(0, bytesRead);
  const mark = byteOrderMark(head, name);
  const offset = skipLines(head, mark.bytes, stream.skipLines);
  const encoding = mark.encoding ?? (stream.encoding === 'auto' ? undefined : stream.encoding);
  const linesSkipped = stream.skipLines;
  if (stream.header !== true) return { columns: stream.header, offset, rows: 0, linesSkipped, encoding };
  const reader = new LineBlockReader(file, name, offset, bytes, createHash('sha256'));
  const block = await reader.next(0);
  if (!block) return undefined;
  const parser = new CsvParser(stream);
  parser.load(new LineDecoder(encoding).decode(block.bytes).text, block.isClosed);
  let rows = 0;
  while (parser.next()) {
    rows++;
    if (isBlank(parser)) continue;
    if (parser.fault) break;
    const columns = columnNames(parser.cells.slice(0, parser.cellCount), name);
    return { columns, offset, rows, linesSkipped, encoding };
  }
  if (block.isClosed && !parser.fault) return undefined;
  throw new GatewayError('CSV_HEADER_INVALID', { file: name, reason: 'no header row could be read' });
}

/** Names without surrounding blanks; a column without a name is called by its place, e.g. `column_3`. */
function columnNames(cells: readonly string[], file: string): string[] {
  const names = cells.map((cell, index) => cell.trim() || `column_${index + 1}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new GatewayError('CSV_HEADER_INVALID', { file, reason: `two columns are called ${twice}` });
  const reserved = names.find((name) => name === rawColumn || name === faultColumn || name === '__proto__');
  if (reserved !== undefined)
    throw new GatewayError('CSV_HEADER_INVALID', { file, reason: `${reserved} is reserved` });
  if (names.length > columnsMax) {
    throw new GatewayError('CSV_HEADER_INVALID', {
      file,
      reason: 'too many columns',
      columns: names.length,
      limit: columnsMax,
    });
  }
  return names;
}

function skipLines(head: Buffer, from: number, lines: number): number {
  let offset = from;
  for (let line = 0; line < lines; line++) {
    const lineEnd = head.indexOf(0x0a, offset);
    if (lineEnd === -1) return head.length;
    offset = lineEnd + 1;
  }
  return offset;
}
