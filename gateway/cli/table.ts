import { clip, oneLine, padEnd, padStart, textWidth } from './text-width.js';

/** One column of a table: its heading in both languages, and what of a row it shows. */
export interface Column<Row> {
  readonly zh: string;
  readonly en: string;
  readonly value: (row: Row) => string | number | boolean | null;
  /** Longer text is clipped. */
  readonly widthMax?: number;
}

const widthMaxDefault = 60;
const gap = '  ';

/**
 * A table for people: a Chinese and an English line of headings, a rule, a line for each row. Columns of numbers
 * stand right. What is not there is shown as `-`, what was said above is left blank. Ends with a line break.
 */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) =>
    columns.map(({ value, widthMax = widthMaxDefault }) => clip(cellText(value(row)), widthMax)),
  );
  const isRight = columns.map(({ value }) => isNumeric(rows.map(value)));
  const widths = columns.map(({ zh, en }, index) =>
    Math.max(textWidth(zh), textWidth(en), ...cells.map((line) => textWidth(line[index] ?? ''))),
  );
  const lineOf = (texts: readonly string[]): string =>
    texts
      .map((text, index) => (isRight[index] === true ? padStart : padEnd)(text, widths[index] ?? 0))
      .join(gap)
      .trimEnd();
  return [
    lineOf(columns.map(({ zh }) => zh)),
    lineOf(columns.map(({ en }) => en)),
    widths.map((width) => '─'.repeat(width)).join(gap),
    ...cells.map(lineOf),
  ]
    .join('\n')
    .concat('\n');
}

/** Names and values below each other, for one thing. */
export function listing(
  entries: readonly (readonly [zh: string, en: string, value: string | number | boolean | null])[],
): string {
  const names = entries.map(([zh, en]) => `${zh} ${en}`);
  const width = Math.max(...names.map(textWidth));
  return entries.map(([, , value], index) => `${padEnd(names[index] ?? '', width)}${gap}${cellText(value)}\n`).join('');
}

function cellText(value: string | number | boolean | null): string {
  if (value === null) return '-';
  if (typeof value === 'boolean') return value ? '是 yes' : '否 no';
  return oneLine(String(value));
}

/** Numbers, and nothing else but what is not there. */
function isNumeric(values: readonly unknown[]): boolean {
  const present = values.filter((value) => value !== null && value !== '');
  return present.length > 0 && present.every((value) => typeof value === 'number');
}
