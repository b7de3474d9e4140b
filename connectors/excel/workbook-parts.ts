import { StringDecoder } from 'node:string_decoder';
import { GatewayError } from '../../schemas/errors.js';
import { posix } from 'node:path';
import type { ZipFile } from '../shared/archive/zip-file.js';
import type { XmlHandler } from '../shared/xml-scanner.js';
import { attribute, XmlScanner } from '../shared/xml-scanner.js';
import type { NumberFormat } from './number-format.js';
import { formatOf } from './number-format.js';

/** Shared texts are held in memory; a part that unpacks to more is refused. */
const sharedTextBytesMax = 256 * 1024 * 1024;

export interface SheetPlace {
  readonly name: string;
  readonly part: string;
  readonly isHidden: boolean;
}

/** What must be known before a sheet can be read. */
export interface Workbook {
  readonly sheets: readonly SheetPlace[];
  readonly countsFrom1904: boolean;
  readonly sharedTexts: readonly string[];
  /** By a cell's style number. */
  readonly formats: readonly NumberFormat[];
}

const workbookPart = 'xl/workbook.xml';

/** @throws EXCEL_FILE_DAMAGED, EXCEL_FILE_TOO_LARGE */
export async function readWorkbook(zip: ZipFile, file: string): Promise<Workbook> {
  const targets = new Map<string, string>();
  await readPart(zip, file, 'xl/_rels/workbook.xml.rels', {
    open(name, attributes) {
      const target = attribute(attributes, 'Target');
      if (name !== 'Relationship' || target === undefined) return;
      targets.set(
        attribute(attributes, 'Id') ?? '',
        target.startsWith('/') ? target.slice(1) : posix.join('xl', target),
      );
    },
  });
  const sheets: SheetPlace[] = [];
  let countsFrom1904 = false;
  const isThere = await readPart(zip, file, workbookPart, {
    open(name, attributes) {
      if (name === 'workbookPr')
        countsFrom1904 = ['1', 'true'].includes(attribute(attributes, 'date1904') ?? '');
      if (name !== 'sheet') return;
      const part = targets.get(attribute(attributes, 'r:id') ?? '');
      const isHidden = (attribute(attributes, 'state') ?? 'visible') !== 'visible';
      if (part !== undefined) sheets.push({ name: attribute(attributes, 'name') ?? '', part, isHidden });
    },
  });
  if (!isThere) throw damaged(file, `no ${workbookPart}`);
  return {
    sheets,
    countsFrom1904,
    sharedTexts: await readSharedTexts(zip, file),
    formats: await readFormats(zip, file),
  };
}

async function readSharedTexts(zip: ZipFile, file: string): Promise<string[]> {
  const part = 'xl/sharedStrings.xml';
  const bytes = zip.entries.get(part)?.bytes ?? 0;
  if (bytes > sharedTextBytesMax) {
    throw new GatewayError('EXCEL_FILE_TOO_LARGE', { file, part, bytes, limit: sharedTextBytesMax });
  }
  const texts: string[] = [];
  const collector = new TextCollector();
  await readPart(zip, file, part, {
    open(name) {
      if (name === 'si') collector.begin();
      collector.open(name);
    },
    text: (text) => collector.text(text),
    close(name) {
      collector.close(name);
      if (name === 'si') texts.push(collector.value);
    },
  });
  return texts;
}

async function readFormats(zip: ZipFile, file: string): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  let isInCellFormats = false;
  await readPart(zip, file, 'xl/styles.xml', {
    open(name, attributes) {
      const id = Number(attribute(attributes, 'numFmtId') ?? 0);
      if (name === 'numFmt') codes.set(id, attribute(attributes, 'formatCode') ?? '');
      if (name === 'cellXfs') isInCellFormats = true;
      if (name === 'xf' && isInCellFormats) formats.push(formatOf(id, codes.get(id)));
    },
    close(name) {
      if (name === 'cellXfs') isInCellFormats = false;
    },
  });
  return formats;
}

/** Joins the runs of a rich text; pronunciation guides (`rPh`) are no part of it. */
export class TextCollector {
  #value = '';
  #isInText = false;
  #isInGuide = false;

  begin(): void {
    this.#value = '';
  }

  open(name: string): void {
    if (name === 't') this.#isInText = true;
    if (name === 'rPh') this.#isInGuide = true;
  }

  text(text: string): void {
    if (this.#isInText && !this.#isInGuide) this.#value += text;
  }

  close(name: string): void {
    if (name === 't') this.#isInText = false;
    if (name === 'rPh') this.#isInGuide = false;
  }

  /** `_x000D_` and the like are characters that XML cannot hold, as Excel writes them. */
  get value(): string {
    if (!this.#value.includes('_x')) return this.#value;
    return this.#value.replace(/_x([0-9A-Fa-f]{4})_/gu, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
}

/** Scans one part; false when the workbook has no such part. */
async function readPart(
  zip: ZipFile,
  file: string,
  part: string,
  handler: Partial<XmlHandler>,
): Promise<boolean> {
  const entry = zip.entries.get(part);
  if (!entry) return false;
  const scanner = new XmlScanner({ open() {}, text() {}, close() {}, ...handler });
  for await (const text of partTexts(zip, part)) scan(() => scanner.write(text), file, part);
  scan(() => scanner.end(), file, part);
  return true;
}

/** The text of a part, piece by piece. */
export async function* partTexts(zip: ZipFile, part: string): AsyncGenerator<string> {
  const entry = zip.entries.get(part);
  if (!entry) return;
  const decoder = new StringDecoder('utf8');
  for await (const bytes of zip.read(entry)) yield decoder.write(bytes);
  yield decoder.end();
}

/** Turns what is wrong with the XML into what is wrong with the file. */
export function scan(step: () => void, file: string, part: string): void {
  try {
    step();
  } catch (error) {
    throw error instanceof GatewayError ? error : damaged(file, `${part} cannot be read`, error);
  }
}

function damaged(file: string, reason: string, cause?: unknown): GatewayError {
  return new GatewayError('EXCEL_FILE_DAMAGED', { file, reason }, cause);
}
