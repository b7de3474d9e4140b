import { errorTable } from '../schemas/errors.js';
import type { ErrorEntry } from '../schemas/error-codes/entry.js';
import type { JsonObject, JsonValue } from '../schemas/json.js';
import type { Problem } from '../schemas/problem.js';
import { withDetail } from './mistake.js';
import type { Detail, MappingErrorCode } from './mistake.js';
import type { References } from './references.js';
import { textOf } from './value-text.js';

/** A row that is wrong all over is described by its first problems; the rest would help nobody. */
const problemsPerRowMax = 100;

/** What one call of `mapping.run` carries along. Never shared between rows. */
export class Run {
  readonly references: References;
  readonly problems: Problem[] = [];
  /** Positions in the lists that are being walked, outermost first. */
  readonly items: number[] = [];
  /** What has been made of the record so far, for conditions that look at it; empty where there are none. */
  readonly record: JsonObject = {};

  constructor(references: References) {
    this.references = references;
  }
}

/** Where a value comes from and goes to, known when the rule is compiled. */
export interface Place {
  /** JSON pointer to the target; `*` stands for the position in a list that is being walked. */
  readonly pointer: string;
  readonly column?: string;
  /** True when values must not be shown as they are. */
  readonly personal: boolean;
}

/** Reports one problem about a value; always gives undefined, so that a step can return it. */
export type Failure = (run: Run, value: JsonValue | undefined) => undefined;

/** Prepares a report once; a good row pays nothing for it. */
export function prepareFailure(place: Place, rule: string, code: MappingErrorCode, detail?: Detail): Failure {
  const entry: ErrorEntry = errorTable[code];
  const zh = detail === undefined ? entry.zh : withDetail(entry.zh, detail.zh, '：', '。');
  const en = detail === undefined ? entry.en : withDetail(entry.en, detail.en, ': ', '.');
  return (run, value) => {
    if (run.problems.length >= problemsPerRowMax) return undefined;
    const text = value === undefined ? undefined : shownValue(value, place.personal);
    run.problems.push({
      code,
      path: fillPositions(place.pointer, run.items),
      ...(place.column === undefined ? {} : { column: place.column }),
      ...(text === undefined ? {} : { value: text }),
      rule,
      zh,
      en,
      fixZh: entry.fixZh,
      fixEn: entry.fixEn,
    });
    return undefined;
  };
}

const shownCharactersMax = 80;

/** Lists and objects are named, not printed: they can be large, deep, and full of personal data. */
function shownValue(value: JsonValue, personal: boolean): string {
  const text = textOf(value);
  if (text === undefined) return Array.isArray(value) ? `[${value.length}]` : '{…}';
  if (personal) return `${Array.from(text.slice(0, 2))[0] ?? ''}***`;
  return text.length > shownCharactersMax ? `${text.slice(0, shownCharactersMax - 1)}…` : text;
}

/** What lies below a list, while no item is being looked at, is told of the list. */
function fillPositions(pointer: string, items: readonly number[]): string {
  if (!pointer.includes('*')) return pointer;
  const tokens: string[] = [];
  let next = 0;
  for (const token of pointer.split('/')) {
    if (token !== '*') {
      tokens.push(token);
      continue;
    }
    const position = items[next++];
    if (position === undefined) break;
    tokens.push(String(position));
  }
  return tokens.join('/');
}
