import { errorTable } from '../schemas/errors.js';
import type { ErrorEntry } from '../schemas/error-codes/entry.js';
import type { mappingErrors } from '../schemas/error-codes/mapping.js';
import type { JsonValue } from '../schemas/json.js';

/** Codes that this area may report. */
export type MappingErrorCode = keyof typeof mappingErrors;

/** A clause that says more exactly what was found or expected, in both languages. */
export interface Detail {
  readonly zh: string;
  readonly en: string;
}

/** One mistake in a mapping's own text, found before any row is mapped. */
export interface MappingMistake {
  readonly code: MappingErrorCode;
  /** JSON pointer into the mapping's `spec`, e.g. `/fields/decisionDate/date/0`. */
  readonly path: string;
  /** What stands there, shortened. */
  readonly given: string;
  readonly expected: string;
  readonly zh: string;
  readonly en: string;
  readonly fixZh: string;
  readonly fixEn: string;
}

const shownCharactersMax = 80;

/** Collects every mistake of one mapping, so that its author mends them in one go. */
export class MistakeList {
  readonly mistakes: MappingMistake[] = [];

  add(code: MappingErrorCode, path: string, given: JsonValue | undefined, expected: Detail): undefined {
    const entry: ErrorEntry = errorTable[code];
    this.mistakes.push({
      code,
      path,
      given: shown(given),
      expected: `${expected.zh} ${expected.en}`,
      zh: withDetail(entry.zh, `应为${expected.zh}`, '：', '。'),
      en: withDetail(entry.en, `expected ${expected.en}`, ': ', '.'),
      fixZh: entry.fixZh,
      fixEn: entry.fixEn,
    });
  }
}

/** `日期无法识别。` + `应为 YYYY-MM-DD` → `日期无法识别：应为 YYYY-MM-DD。` */
export function withDetail(sentence: string, detail: string, colon: string, stop: string): string {
  return `${sentence.endsWith(stop) ? sentence.slice(0, -stop.length) : sentence}${colon}${detail}${stop}`;
}

/** A token of a JSON pointer (RFC 6901). */
export function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return '（未填写 nothing）';
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (value !== null && typeof value === 'object') {
    return `{ ${Object.keys(value).slice(0, 6).join(', ')} }`.slice(0, shownCharactersMax);
  }
  return String(value).slice(0, shownCharactersMax);
}
