import type { JsonObject, JsonValue } from '../../schemas/json.js';
import type { Problem } from '../../schemas/problem.js';
import { maskedRow } from '../logging/masked-row.js';
import { clip, oneLine, padEnd, textWidth } from './text-width.js';

/** One row and what a mapping made of it. */
export interface MappedRow {
  readonly position: string;
  /** Without columns that nobody may see. */
  readonly row: JsonObject;
  /** As far as it could be made. */
  readonly record: JsonObject;
  readonly problems: readonly Problem[];
  /** What is odd without being wrong. */
  readonly warnings: readonly Problem[];
}

const leftWidthMax = 60;
const rightWidthMax = 80;

/**
 * Row and record side by side, a line for each column and field, masked; below them every fault (✗) and every oddity
 * (!) with its column, the value, the rule, and how to mend it.
 */
export function mappedRowText({ position, row, record, problems, warnings }: MappedRow): string {
  const left = linesOf(maskedRow(row), leftWidthMax);
  const right = linesOf(maskedRow(record), rightWidthMax);
  const width = Math.max(0, ...left.map(textWidth));
  const pairs = Array.from({ length: Math.max(left.length, right.length) }, (_, at) =>
    `  ${padEnd(left[at] ?? '', width)}  │ ${right[at] ?? ''}`.trimEnd(),
  );
  const heading = `${position}  ${problems.length === 0 ? '通过 good' : `有错 ${String(problems.length)} wrong`}`;
  return [heading, ...pairs, ...problems.map((problem) => problemText('✗', problem)), ...warnings.map((warning) => problemText('!', warning))].join('\n').concat('\n');
}

function problemText(mark: '✗' | '!', { code, column, path, value, rule, zh, en, fixZh, fixEn }: Problem): string {
  const place = [column ?? path, value === undefined ? undefined : `= ${value}`, rule === undefined ? undefined : `(${rule})`];
  const words = `${place.filter((part) => part !== undefined).join(' ')}: ${zh} ${en}`;
  return `  ${mark} ${oneLine(words)} [${code}]\n    → ${oneLine(`${fixZh} ${fixEn}`)}`;
}

/** `party.name: 草原牧歌`, a line for each value at any depth. */
function linesOf(object: JsonObject, widthMax: number): string[] {
  return flat(object, '').map(([path, value]) => clip(oneLine(`${path}: ${value}`), widthMax));
}

function flat(value: JsonValue, path: string): [path: string, value: string][] {
  if (value === null) return [[path, '-']];
  if (typeof value !== 'object') return [[path, String(value)]];
  const inner: [string, JsonValue][] = Array.isArray(value)
    ? value.map((item, index) => [`${path}[${String(index)}]`, item])
    : Object.entries(value).map(([name, item]) => [path === '' ? name : `${path}.${name}`, item]);
  return inner.flatMap(([below, item]) => flat(item, below));
}
