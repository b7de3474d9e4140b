import type { ErrorEntry } from '../../schemas/error-codes/entry.js';
import { type ErrorCode, errorTable } from '../../schemas/errors.js';
import type { JsonValue } from '../../schemas/json.js';

/** One mistake in one manifest: what stands where, what should, and how to mend it. Collected, never thrown. */
export interface ManifestProblem {
  readonly code: ErrorCode;
  /** Relative to the workspace folder; empty: the folder itself. */
  readonly file: string;
  /** Place of the document in the file, from 1. */
  readonly document?: number;
  /** From 1. */
  readonly line?: number;
  /** JSON pointer into the manifest; empty: the whole. */
  readonly path: string;
  /** What stands there, shortened; secrets are never shown. */
  readonly given?: string;
  readonly expected?: string;
  readonly zh: string;
  readonly en: string;
  readonly fixZh: string;
  readonly fixEn: string;
}

/** A clause in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

export interface Place {
  readonly file: string;
  readonly document?: number;
  readonly lines?: ReadonlyMap<string, number>;
}

export interface ProblemFacts {
  readonly path?: string;
  readonly given?: string;
  readonly expected?: Words;
  /** In place of the table's sentence, where the finder knows a better one. */
  readonly zh?: string;
  readonly en?: string;
}

/** A problem at a place, with the words of the error table. */
export function problemAt(place: Place, code: ErrorCode, facts: ProblemFacts = {}): ManifestProblem {
  const entry: ErrorEntry = errorTable[code];
  const { path = '', given, expected, zh = entry.zh, en = entry.en } = facts;
  const line = lineOf(place.lines, path);
  return {
    code,
    file: place.file,
    ...(place.document === undefined ? {} : { document: place.document }),
    ...(line === undefined ? {} : { line }),
    path,
    ...(given === undefined ? {} : { given }),
    ...(expected === undefined ? {} : { expected: bothOf(expected) }),
    zh,
    en,
    fixZh: entry.fixZh,
    fixEn: entry.fixEn,
  };
}

/**
 * One line for a person.
 *
 * @example
 * market.yaml:7 /spec/source/mode 字段的值不符合要求。 The value is not allowed here.
 * 给定 given: fast 应为 expected: incremental, full, snapshot 处理：请按“应为”改正。 Mend: Write what is expected. (CONFIG_VALUE_WRONG)
 */
export function describeProblem(problem: ManifestProblem): string {
  const parts = [
    placeOf(problem),
    problem.path,
    problem.zh,
    problem.en,
    problem.given === undefined ? '' : `给定 given: ${problem.given}`,
    problem.expected === undefined ? '' : `应为 expected: ${problem.expected}`,
    `处理：${problem.fixZh}`,
    `Mend: ${problem.fixEn}`,
    `(${problem.code})`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

const shownCharactersMax = 80;

/** What stands in a manifest, as a message shows it: text as it is, objects and lists by their outline only. */
export function shown(value: JsonValue | undefined): string {
  if (value === undefined) return '（未填写 nothing）';
  if (value === '') return '""';
  if (Array.isArray(value)) return `[${String(value.length)} 项 items]`;
  if (typeof value === 'object' && value !== null) return shorten(`{ ${Object.keys(value).slice(0, 6).join(', ')} }`);
  return shorten(String(value));
}

/** On one line and at most 80 characters. */
export function shorten(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ');
  return line.length <= shownCharactersMax ? line : `${line.slice(0, shownCharactersMax - 1)}…`;
}

/** A token of a JSON pointer (RFC 6901). */
export function pointerToken(name: string | number): string {
  return String(name).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The value at a JSON pointer; undefined where there is none. */
export function valueAt(root: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const token of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    value = Object.hasOwn(value, name) ? (value as Readonly<Record<string, JsonValue>>)[name] : undefined;
  }
  return value;
}

function bothOf({ zh, en }: Words): string {
  return zh === en ? zh : `${zh} ${en}`;
}

function placeOf({ file, line, document }: ManifestProblem): string {
  if (line !== undefined) return `${file}:${String(line)}`;
  return document === undefined || document === 1 ? file : `${file} 第${String(document)}个文档 document ${String(document)}`;
}

/** The line of the nearest thing that is there: a missing field is shown at what lacks it. */
function lineOf(lines: ReadonlyMap<string, number> | undefined, path: string): number | undefined {
  for (let pointer = path; ; pointer = pointer.slice(0, pointer.lastIndexOf('/'))) {
    const line = lines?.get(pointer);
    if (line !== undefined || pointer === '') return line;
  }
}
