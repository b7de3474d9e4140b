import { GatewayError } from '../../schemas/errors.js';
import type { JsonValue } from '../../schemas/json.js';
import type { Change, SourceRow } from '../connector.js';
import { faultColumn, faultyChange, rawColumn, rowFault, type RowFault } from '../row-fault.js';
import type { FileProgress } from '../shared/file-cursor.js';
import type { FileStep } from '../shared/file-pull.js';
import { fileRow } from '../shared/file-row.js';
import { fileHead, fileText } from '../shared/file-text.js';
import type { FoundFile } from '../shared/found-file.js';
import { parseJsonPath, valueAt } from '../shared/json-path.js';
import { parseLosslessJson } from '../shared/lossless-json.js';
import { readWhole } from '../shared/whole-file.js';
import { JsonItemScanner } from './item-scanner.js';
import type { JsonStream } from './spec.js';

/** Longest line in characters. */
const lineCharsMax = 4 * 1024 * 1024;

/**
 * Reads one JSON file in batches, as `readWhole` does. Numbers that a double would change, and all decimals, are texts.
 * A line or item that is no object is delivered as a faulty row; a document that is no JSON is one as a whole.
 * @throws FILE_NOT_READABLE, FILE_ENCODING_NOT_SUPPORTED
 */
export function readJsonFile(
  found: FoundFile,
  stream: JsonStream,
  key: readonly string[],
  before: FileProgress | undefined,
  signal: AbortSignal,
): AsyncGenerator<FileStep> {
  return readWhole(found, before, { changes: (signal) => readChanges(found, stream, key, signal), fault }, signal);
}

/** Names of the first row's columns. @throws as `readJsonFile`, JSON_FILE_INVALID */
export async function readJsonColumns(
  found: FoundFile,
  stream: JsonStream,
  signal: AbortSignal,
): Promise<readonly string[]> {
  for await (const { row } of readChanges(found, stream, [], signal)) return Object.keys(row);
  return [];
}

async function* readChanges(
  found: FoundFile,
  stream: JsonStream,
  key: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Change> {
  const texts = fileText(found, stream.encoding, signal);
  const isLines = stream.form === 'lines' || (stream.form === 'auto' && stream.rows === '' && (await startsWithObject(found)));
  let number = 0;
  for await (const item of isLines ? linesOf(texts, found.name) : itemsOf(texts, stream.rows, found.name)) {
    number += 1;
    if (item.trim() !== '') yield changeOf(item, stream, key, `${found.name} ${isLines ? 'line' : 'row'} ${number}`);
  }
}

async function startsWithObject(found: FoundFile): Promise<boolean> {
  return (await fileHead(found)).toString('latin1').replace(/^(?:\u00EF\u00BB\u00BF)?\s*/u, '').startsWith('{');
}

async function* linesOf(texts: AsyncIterable<string>, file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const text of texts) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > lineCharsMax) throw invalid(file, `a line is longer than ${lineCharsMax} characters`);
  }
  yield rest;
}

async function* itemsOf(texts: AsyncIterable<string>, path: string, file: string): AsyncGenerator<string> {
  const scanner = new JsonItemScanner(parseJsonPath(path));
  try {
    for await (const text of texts) yield* scanner.write(text);
    scanner.end();
  } catch (error) {
    throw error instanceof SyntaxError ? invalid(file, error.message, error) : error;
  }
  if (!scanner.hasFound) throw invalid(file, `no array at "${path}"`);
}

function changeOf(text: string, stream: JsonStream, key: readonly string[], position: string): Change {
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return faultyChange(position, text, rowFault('JSON_ROW_INVALID', '不是 JSON 对象', 'no JSON object'));
  const columns = stream.columns && Object.entries(stream.columns);
  const row: SourceRow = columns
    ? Object.fromEntries(columns.map(([name, path]) => [name, valueAt(value, parseJsonPath(path)) ?? null]))
    : value;
  if (rawColumn in row || faultColumn in row)
    return faultyChange(position, text, rowFault('JSON_ROW_INVALID', '成员名为保留字', 'a member has a reserved name'));
  return fileRow(row, key, position);
}

function parse(text: string): JsonValue | undefined {
  try {
    return parseLosslessJson(text);
  } catch {
    return undefined;
  }
}

function invalid(file: string, reason: string, cause?: unknown): GatewayError {
  return new GatewayError('JSON_FILE_INVALID', { file, reason }, cause);
}

function fault(error: unknown): RowFault | undefined {
  if (!(error instanceof GatewayError) || error.code !== 'JSON_FILE_INVALID') return undefined;
  const reason = String(error.facts['reason']);
  return rowFault(error.code, reason, reason);
}
