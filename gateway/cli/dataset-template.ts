import exceljs from 'exceljs';

import type { CodeItem, CodeTables } from '../../schemas/code-tables.js';
import type { Field } from '../../schemas/dataset-field.js';
import type { DatasetSchema } from '../../schemas/dataset-schema.js';

/** Rows below the header that are made ready to be filled in. */
const rowsReady = 500;
const codeSheet = '代码';
const colours = { required: 'FFF9D9C6', optional: 'FFDDE8F5' } as const;

/** Words for one drop-down: what is chosen, and by which column of the code table a mapping reads it back. */
interface Choices {
  readonly by: 'zh' | 'code';
  readonly words: readonly string[];
}

/** One column of a template, for whoever writes the mapping that reads it. */
export interface TemplateColumn {
  readonly title: string;
  /** Dotted path of the field. */
  readonly field: string;
  readonly isRequired: boolean;
  readonly codes?: { readonly table: string; readonly by: 'zh' | 'code' };
}

/**
 * A workbook to hand out for one dataset: a column for each field with a single value, required ones in another colour,
 * each with a comment on what belongs there, and drop-downs from the code tables. All cells are text, so that codes of 18
 * digits keep their last ones and nothing becomes a formula. Fields inside lists have no column: they need rows of their own.
 * @param today codes given up before this day, YYYY-MM-DD, are not offered
 */
export function datasetTemplate(
  dataset: DatasetSchema,
  codeTables: CodeTables,
  today: string,
): { readonly workbook: exceljs.Workbook; readonly columns: readonly TemplateColumn[] } {
  const fields = [...dataset.fields.values()].filter((field) => isSingle(field, dataset));
  const workbook = new exceljs.Workbook();
  const sheet = workbook.addWorksheet(sheetName(dataset.titleZh), { views: [{ state: 'frozen', ySplit: 1 }] });
  const lists = workbook.addWorksheet(codeSheet, { state: 'hidden' });
  const columns = fields.map((field, place): TemplateColumn => {
    const { titleZh, path, isRequired, codeTable } = field;
    const choices = codeTable === undefined ? undefined : choicesOf(codeTable, codeTables, today);
    const column = sheet.getColumn(place + 1);
    column.width = Math.min(40, titleZh.length * 2 + 4);
    column.numFmt = '@';
    const header = sheet.getCell(1, place + 1);
    header.value = titleZh;
    header.font = { bold: true };
    header.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: isRequired ? colours.required : colours.optional } };
    header.note = noteOf(field, choices);
    if (choices && choices.words.length > 0) offer(sheet, lists, place + 1, choices.words);
    const codes = codeTable !== undefined && choices ? { codes: { table: codeTable, by: choices.by } } : {};
    return { title: titleZh, field: path.join('.'), isRequired, ...codes };
  });
  return { workbook, columns };
}

/** A value of its own, in no list and with nothing below it. */
function isSingle({ path, schema }: Field, dataset: DatasetSchema): boolean {
  const below = `${path.join('.')}.`;
  return !path.includes('*') && schema['type'] !== 'array' && ![...dataset.fields.keys()].some((other) => other.startsWith(below));
}

/** Names, where no two codes of the table share one; else the codes. */
function choicesOf(table: string, codeTables: CodeTables, today: string): Choices | undefined {
  const items = codeTables.table(table)?.items.filter(({ validTo }: CodeItem) => validTo === undefined || validTo >= today);
  if (!items) return undefined;
  const names = items.map(({ zh }) => zh);
  const isPlain = new Set(names).size === names.length;
  return isPlain ? { by: 'zh', words: names } : { by: 'code', words: items.map(({ code }) => code) };
}

function offer(sheet: exceljs.Worksheet, lists: exceljs.Worksheet, column: number, words: readonly string[]): void {
  words.forEach((word, place) => {
    const cell = lists.getCell(place + 1, column);
    cell.numFmt = '@';
    cell.value = word;
  });
  const letter = lists.getColumn(column).letter;
  const formulae = [`${codeSheet}!$${letter}$1:$${letter}$${words.length}`];
  for (let row = 2; row < rowsReady + 2; row++) {
    sheet.getCell(row, column).dataValidation = {
      type: 'list',
      allowBlank: true,
      formulae,
      showErrorMessage: true,
      errorTitle: '不在代码表中 Not in the code table',
      error: '请从下拉列表中选择。 Choose from the list.',
    };
  }
}

function noteOf({ isRequired, schema, form, codeTable }: Field, choices: Choices | undefined): string {
  const kind = schema['format'] === 'date' ? '日期，写成 2026-11-03。 A date, as 2026-11-03.' : undefined;
  const description = typeof schema['description'] === 'string' ? schema['description'] : undefined;
  const list = choices && `代码表 ${codeTable ?? ''}，请从下拉列表选择。 From the code table, by the drop-down.`;
  const lines = [isRequired ? '必填 required' : '选填 optional', description, form?.zh, form?.en, kind, list];
  return lines.filter((line) => line !== undefined && line !== '').join('\n');
}

/** Names of sheets have at most 31 characters and none of seven signs. */
function sheetName(title: string): string {
  return title.replace(/[\\/?*[\]:]/gu, ' ').slice(0, 31);
}
