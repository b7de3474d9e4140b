import { GatewayError } from '../../schemas/errors.js';
import type { Change } from '../connector.js';
import { faultColumn, faultyChange, rawColumn, rowFault, type RowFault } from '../row-fault.js';
import type { Encoding } from '../shared/charset.js';
import type { FileProgress } from '../shared/file-cursor.js';
import type { FileStep } from '../shared/file-pull.js';
import { fileRow } from '../shared/file-row.js';
import { fileHead, fileText } from '../shared/file-text.js';
import type { FoundFile } from '../shared/found-file.js';
import { readWhole } from '../shared/whole-file.js';
import { XmlScanner } from '../shared/xml-scanner.js';
import { rowCharsMax, XmlRowReader } from './row-reader.js';
import type { XmlStream } from './spec.js';

/** What documents call the two encodings that are read; GB18030 includes the older ones. */
const encodings: Readonly<Record<string, Encoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
};

/**
 * Reads one XML file in batches, as `readWhole` does, in the memory of one record. Values are texts. What is not
 * well-formed, or has a DOCTYPE, is one faulty row as a whole.
 * @throws FILE_NOT_READABLE, FILE_ENCODING_NOT_SUPPORTED
 */
export function readXmlFile(
  found: FoundFile,
  stream: XmlStream,
  key: readonly string[],
  before: FileProgress | undefined,
  signal: AbortSignal,
): AsyncGenerator<FileStep> {
  return readWhole(found, before, { changes: (signal) => readChanges(found, stream, key, signal), fault }, signal);
}

/** Names of the first record's columns. @throws as `readXmlFile`, XML_FILE_INVALID */
export async function readXmlColumns(
  found: FoundFile,
  stream: XmlStream,
  signal: AbortSignal,
): Promise<readonly string[]> {
  for await (const { row } of readChanges(found, stream, [], signal)) return Object.keys(row);
  return [];
}

async function* readChanges(
  found: FoundFile,
  stream: XmlStream,
  key: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Change> {
  const reader = new XmlRowReader(stream);
  const scanner = new XmlScanner(reader);
  let number = 0;
  const changes = function* (): Generator<Change> {
    for (const read of reader.take()) {
      number += 1;
      const position = `${found.name} row ${number}`;
      const wrong = 'row' in read ? wrongName(Object.keys(read.row)) : tooLarge;
      if ('row' in read && !wrong) yield fileRow(read.row, key, position);
      else if (wrong) yield faultyChange(position, position, wrong);
    }
  };
  for await (const text of fileText(found, await declaredEncoding(found), signal)) {
    attempt(() => scanner.write(text), found.name);
    yield* changes();
  }
  attempt(() => {
    scanner.end();
    reader.end();
  }, found.name);
}

/** The encoding that the document declares; UTF-8 where it says nothing. */
async function declaredEncoding(found: FoundFile): Promise<Encoding> {
  const head = (await fileHead(found)).toString('latin1');
  const declared = /^(?:\u00EF\u00BB\u00BF)?<\?xml[^>]*?encoding\s*=\s*["']([^"']{1,40})["']/u.exec(head)?.[1];
  const encoding = encodings[(declared ?? 'utf-8').toLowerCase()];
  if (!encoding) throw new GatewayError('FILE_ENCODING_NOT_SUPPORTED', { file: found.name, found: declared ?? '' });
  return encoding;
}

const tooLarge = rowFault('XML_ROW_TOO_LARGE', `上限 ${rowCharsMax} 字符`, `limit ${rowCharsMax} characters`);

function wrongName(names: readonly string[]): RowFault | undefined {
  const reserved = names.find((name) => name === rawColumn || name === faultColumn);
  return reserved === undefined
    ? undefined
    : rowFault('XML_FILE_INVALID', `${reserved} 为保留字`, `${reserved} is a reserved name`);
}

/** Turns what is wrong with the XML into what is wrong with the file. */
function attempt(step: () => void, file: string): void {
  try {
    step();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new GatewayError('XML_FILE_INVALID', { file, reason: error.message }, error);
  }
}

function fault(error: unknown): RowFault | undefined {
  if (!(error instanceof GatewayError) || error.code !== 'XML_FILE_INVALID') return undefined;
  const reason = String(error.facts['reason']);
  return rowFault(error.code, reason, reason);
}
