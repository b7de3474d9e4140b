import exceljs from 'exceljs';
import { cellText } from '../shared/cell-text.js';
import { refusalOfText, refused, type FileWriter } from '../shared/file-push/file-writer.js';
import type { ExcelStream } from './spec.js';

/** Longest text that Excel can hold in a cell. */
const cellCharsMax = 32_767;
/** What a part of a workbook has no way to write. */
const control = /(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/u;
const widths = { min: 10, max: 60 } as const;

/** `_x000D_` is how a workbook writes a character that XML cannot hold: where the text says just that, it is escaped. */
function literal(text: string): string {
  return text.replace(/_(?=x[0-9A-Fa-f]{4}_)/gu, '_x005F_');
}

/**
 * Writes workbooks with one sheet: a header that stays in view, then the records. Every cell is a text in text format:
 * codes of 18 digits keep their last ones, and what looks like a formula is not one, nor becomes one when it is edited.
 */
export function excelWriter({ sheet }: ExcelStream): FileWriter {
  return {
    extension: '.xlsx',
    refusal: (row) => {
      const long = Object.keys(row).find((name) => cellText(row, name).length > cellCharsMax);
      return long === undefined ? refusalOfText(row, control) : refused(long, `超过 ${cellCharsMax} 字`);
    },
    write: async (rows, columns) => {
      const workbook = new exceljs.Workbook();
      const table = workbook.addWorksheet(sheet || '数据', { views: [{ state: 'frozen', ySplit: 1 }] });
      table.columns = columns.map((name) => ({ width: Math.min(widths.max, Math.max(widths.min, name.length * 2 + 4)), style: { numFmt: '@' } }));
      const header = table.addRow(columns);
      header.font = { bold: true };
      header.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFDDE8F5' } };
      for (const row of rows) table.addRow(columns.map((name) => literal(cellText(row, name)) || null));
      return Buffer.from(await workbook.xlsx.writeBuffer());
    },
  };
}
