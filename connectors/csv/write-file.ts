import iconv from 'iconv-lite';
import { cellText } from '../shared/cell-text.js';
import { refusalOfText, type FileWriter } from '../shared/file-push/file-writer.js';
import type { CsvStream } from './spec.js';

/** Writes CSV as RFC 4180 has it, in the stream's dialect and encoding; `auto` is UTF-8. A header is always written. */
export function csvWriter({ delimiter, quote, encoding }: CsvStream): FileWriter {
  const special = [delimiter, quote, '\r', '\n'];
  const cell = (text: string): string => {
    // Blanks at the ends are quoted, because many readers take them away.
    const isPlain = text === text.trim() && !special.some((one) => text.includes(one));
    return isPlain ? text : `${quote}${text.replaceAll(quote, quote + quote)}${quote}`;
  };
  return {
    extension: '.csv',
    refusal: (row) => refusalOfText(row),
    write: async (rows, columns) => {
      const lines = [columns, ...rows.map((row) => columns.map((name) => cellText(row, name)))];
      // A row of one empty cell would be a blank line, which readers pass over.
      const text = lines.map((cells) => cells.map(cell).join(delimiter) || quote + quote).join('\r\n');
      return iconv.encode(`${text}\r\n`, encoding === 'gb18030' ? 'gb18030' : 'utf8');
    },
  };
}
