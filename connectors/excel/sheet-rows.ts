import type { RowFault } from '../row-fault.js';
import { rowFault } from '../row-fault.js';
import type { ZipFile } from '../shared/archive/zip-file.js';
import { exactDigits, exactNumber, percentText, serialText } from './number-format.js';
import type { Workbook } from './workbook-parts.js';
import { partTexts, scan, TextCollector } from './workbook-parts.js';
import { attribute, XmlScanner } from '../shared/xml-scanner.js';

/** Longest text that Excel itself can hold in a cell. */
const cellCharsMax = 32_767;
/** Columns beyond this one are not read. */
const columnsMax = 1_000;

export interface SheetCell {
  /** Null for an empty cell. */
  readonly text: string | null;
  /** False for numbers, dates and truth values: a header consists of texts. */
  readonly isText: boolean;
  readonly fault?: RowFault;
}

export interface SheetRow {
  /** As Excel counts, from 1. */
  readonly number: number;
  /** By column, with gaps where a row has no cell. */
  readonly cells: readonly (SheetCell | undefined)[];
}

/** The rows of one sheet in order, as they come out of the archive. @throws EXCEL_FILE_DAMAGED */
export async function* sheetRows(
  zip: ZipFile,
  workbook: Workbook,
  part: string,
  file: string,
): AsyncGenerator<SheetRow> {
  const reader = new RowReader(workbook);
  const scanner = new XmlScanner(reader);
  for await (const text of partTexts(zip, part)) {
    scan(() => scanner.write(text), file, part);
    yield* reader.take();
  }
  scan(() => scanner.end(), file, part);
  yield* reader.take();
}

interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  hasFormula: boolean;
  value: string | undefined;
}

class RowReader {
  readonly #workbook: Workbook;
  readonly #inline = new TextCollector();
  #done: SheetRow[] = [];
  #number = 0;
  #cells: (SheetCell | undefined)[] | undefined;
  #cell: OpenCell | undefined;
  #isInValue = false;

  constructor(workbook: Workbook) {
    this.#workbook = workbook;
  }

  take(): SheetRow[] {
    const rows = this.#done;
    this.#done = [];
    return rows;
  }

  open(name: string, attributes: string): void {
    if (name === 'row') {
      this.#number = Number(attribute(attributes, 'r') ?? this.#number + 1);
      this.#cells = [];
    } else if (name === 'c' && this.#cells) {
      this.#cell = {
        column: columnOf(attribute(attributes, 'r')) ?? this.#cells.length,
        type: attribute(attributes, 't') ?? 'n',
        style: Number(attribute(attributes, 's') ?? -1),
        hasFormula: false,
        value: undefined,
      };
    } else if (this.#cell) {
      if (name === 'f') this.#cell.hasFormula = true;
      if (name === 'is') this.#inline.begin();
      if (name === 'v') {
        this.#isInValue = true;
        this.#cell.value = '';
      }
      this.#inline.open(name);
    }
  }

  text(text: string): void {
    if (!this.#cell) return;
    if (this.#isInValue) this.#cell.value = (this.#cell.value ?? '') + text;
    else this.#inline.text(text);
  }

  close(name: string): void {
    if (name === 'row' && this.#cells) {
      this.#done.push({ number: this.#number, cells: this.#cells });
      this.#cells = undefined;
    } else if (name === 'c' && this.#cell) {
      const cell = this.#cell;
      this.#cell = undefined;
      if (this.#cells && cell.column < columnsMax) this.#cells[cell.column] = this.#meaning(cell);
    } else if (this.#cell) {
      this.#inline.close(name);
      if (name === 'is') this.#cell.value = this.#inline.value;
      if (name === 'v') this.#isInValue = false;
    }
  }

  #meaning(cell: OpenCell): SheetCell | undefined {
    const { type, value } = cell;
    if (value === undefined) {
      return cell.hasFormula
        ? faulty('EXCEL_FORMULA_NOT_CALCULATED', '公式无结果', 'no result', null)
        : undefined;
    }
    if (type === 's') return textCell(this.#workbook.sharedTexts[Number(value)]);
    if (type === 'str' || type === 'inlineStr') return textCell(value);
    if (type === 'b') return { text: value === '1' ? 'TRUE' : 'FALSE', isText: false };
    if (type === 'e') return faulty('EXCEL_CELL_ERROR', value, value, null);
    if (type === 'd')
      return { text: value.replace('T', ' ').replace(/ 00:00:00(?:\.0+)?$/u, ''), isText: false };
    return value === '' ? undefined : this.#numberCell(value, cell.style);
  }

  #numberCell(value: string, style: number): SheetCell {
    const format = this.#workbook.formats[style] ?? 'number';
    if (format === 'date' || format === 'time') {
      const text = serialText(value, format, this.#workbook.countsFrom1904);
      if (text !== undefined) return { text, isText: false };
    }
    const exact = exactNumber(value);
    if (exact === undefined) {
      return faulty(
        'EXCEL_NUMBER_PRECISION_LOST',
        `${value}，超过 ${exactDigits} 位`,
        `${value}, over ${exactDigits} digits`,
        value,
      );
    }
    return { text: format === 'percent' ? percentText(exact) : exact, isText: false };
  }
}

function textCell(text: string | undefined): SheetCell | undefined {
  if (text === undefined || text === '') return undefined;
  if (text.length <= cellCharsMax) return { text, isText: true };
  const detail = `${text.length} > ${cellCharsMax}`;
  return faulty('EXCEL_CELL_TOO_LONG', detail, detail, text.slice(0, 100));
}

function faulty(
  code: Parameters<typeof rowFault>[0],
  zh: string,
  en: string,
  text: string | null,
): SheetCell {
  return { text, isText: false, fault: rowFault(code, zh, en) };
}

/** `AB12` → 27; undefined without a reference. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/u.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
