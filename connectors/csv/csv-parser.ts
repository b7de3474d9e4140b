/** One character each; delimiter and quote are ASCII and differ. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly quote: string;
}

/** Why a row cannot be told apart from its neighbours with certainty. */
export type CsvFault = 'quote' | 'length';

/** Longest row in characters. A quote that is never closed spoils one line, not the rest of the file. */
export const rowCharsMax = 1024 * 1024;

const carriageReturn = 13;

/**
 * Reads rows from text that is handed over piece by piece, by RFC 4180: cells may be quoted, quoted cells may hold
 * delimiters, newlines and doubled quotes; lines end in LF or CRLF. A row that breaks the rules is reported with its
 * first line only, and reading goes on at the next line.
 *
 * Jumping from delimiter to delimiter with indexOf measured 1.5 times as fast as a character loop and four times as
 * fast as papaparse on 30 columns. A parser of our own also knows where in the file a row ends, which papaparse does
 * not once bytes have become text, and keeps a broken row from spoiling its neighbours.
 * The fields below are the row last read; the cell array is reused, so copy what is kept.
 */
export class CsvParser {
  readonly cells: string[] = [];
  cellCount = 0;
  fault: CsvFault | undefined;
  /** Where the row begins, and where it ends without its line end. */
  start = 0;
  end = 0;

  #text = '';
  #position = 0;
  #isLast = false;
  /** Place of the next delimiter, kept so that a file with one column is not searched to its end for every row. */
  #delimiterAt = -1;
  readonly #delimiter: string;
  readonly #quote: string;
  readonly #delimiterCode: number;
  readonly #quoteCode: number;

  constructor(dialect: CsvDialect) {
    this.#delimiter = dialect.delimiter;
    this.#quote = dialect.quote;
    this.#delimiterCode = dialect.delimiter.charCodeAt(0);
    this.#quoteCode = dialect.quote.charCodeAt(0);
  }

  /** `text` begins at a row; with `isLast` its end is the end of the file. */
  load(text: string, isLast: boolean): void {
    this.#text = text;
    this.#position = 0;
    this.#isLast = isLast;
    this.#delimiterAt = -1;
  }

  /** Text not read yet: the row that did not end in this piece. Hand it over again in front of the next one. */
  get remainder(): string {
    return this.#text.slice(this.#position);
  }

  get raw(): string {
    return this.#text.slice(this.start, this.end);
  }

  /** Steps to the next row; false when no whole row is left. */
  next(): boolean {
    const text = this.#text;
    let position = this.#position;
    if (position >= text.length) return false;
    let lineEnd = this.#lineEnd(position);
    if (lineEnd === -1) return false;
    this.start = position;
    this.cellCount = 0;
    this.fault = undefined;
    for (;;) {
      if (text.charCodeAt(position) === this.#quoteCode) {
        const closing = this.#quotedCell(position + 1);
        if (closing === -1 && !this.#isLast && text.length - this.start <= rowCharsMax) return false;
        if (closing === -1 || closing - this.start > rowCharsMax) return this.#breakOff('quote');
        position = closing + 1;
        if (position > lineEnd) {
          lineEnd = this.#lineEnd(position);
          if (lineEnd === -1) return false;
        }
        if (text.charCodeAt(position) === this.#delimiterCode) {
          position++;
          continue;
        }
        const rest = lineEnd - position;
        if (rest > 1 || (rest === 1 && text.charCodeAt(position) !== carriageReturn))
          return this.#breakOff('quote');
        return this.#finish(position, lineEnd);
      }
      if (this.#delimiterAt < position) {
        const found = text.indexOf(this.#delimiter, position);
        this.#delimiterAt = found === -1 ? text.length : found;
      }
      const delimiter = this.#delimiterAt;
      if (delimiter < lineEnd) {
        this.cells[this.cellCount++] = text.slice(position, delimiter);
        position = delimiter + 1;
        continue;
      }
      const end =
        text.charCodeAt(lineEnd - 1) === carriageReturn && lineEnd > position ? lineEnd - 1 : lineEnd;
      this.cells[this.cellCount++] = text.slice(position, end);
      return this.#finish(end, lineEnd);
    }
  }

  /** Place of the line feed that ends the line, or the end of the file's last line; -1 when it is not there yet. */
  #lineEnd(from: number): number {
    const found = this.#text.indexOf('\n', from);
    return found === -1 && this.#isLast ? this.#text.length : found;
  }

  /** Stores the quoted cell whose content begins at `from`; gives the place of its closing quote, -1 without one. */
  #quotedCell(from: number): number {
    const text = this.#text;
    let begin = from;
    let value = '';
    for (;;) {
      const quote = text.indexOf(this.#quote, begin);
      if (quote === -1) return -1;
      if (text.charCodeAt(quote + 1) !== this.#quoteCode) {
        this.cells[this.cellCount++] = value + text.slice(begin, quote);
        return quote;
      }
      value += text.slice(begin, quote + 1);
      begin = quote + 2;
    }
  }

  #finish(end: number, lineEnd: number): true {
    this.end = end;
    this.#position = lineEnd + 1;
    if (end - this.start > rowCharsMax) this.fault = 'length';
    return true;
  }

  #breakOff(fault: CsvFault): true {
    const lineEnd = this.#lineEnd(this.start);
    const isWindows = this.#text.charCodeAt(lineEnd - 1) === carriageReturn && lineEnd > this.start;
    this.fault = fault;
    return this.#finish(isWindows ? lineEnd - 1 : lineEnd, lineEnd);
  }
}

/** Whether the row is a blank line. */
export function isBlank(parser: CsvParser): boolean {
  return parser.end === parser.start;
}

/** Counts the line feeds of a text. */
export function countLines(text: string): number {
  let count = 0;
  for (let place = text.indexOf('\n'); place !== -1; place = text.indexOf('\n', place + 1)) count++;
  return count;
}
