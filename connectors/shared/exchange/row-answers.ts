import type { JsonValue } from '../../../schemas/json.js';
import type { JsonPath } from '../json-path.js';
import { parseJsonPath, textAt, valueAt } from '../json-path.js';
import type { RowAnswers } from './stream-spec.js';

/** What a receiver says of one record. */
export type RowVerdict =
  | { readonly outcome: 'accepted'; readonly code: string; readonly text: string }
  | {
      readonly outcome: 'rejected';
      readonly code: string;
      readonly text: string;
      readonly permanent: boolean;
    }
  | { readonly outcome: 'pending'; readonly token: string | undefined }
  | { readonly outcome: 'notKnown' }
  | { readonly outcome: 'unknown'; readonly reason: string };

export interface RowAnswer {
  /** The record's key as the receiver gives it back; undefined when answers are told apart by their order. */
  readonly key: string | undefined;
  readonly verdict: RowVerdict;
  readonly item: JsonValue;
}

const textCharsMax = 500;

/** Reads lists of answers as the configuration describes them. Compiled once per stream. */
export class RowAnswerReader {
  readonly #spec: RowAnswers;
  readonly #results: JsonPath;
  readonly #paths: ReadonlyMap<'key' | 'outcome' | 'code' | 'text' | 'token', JsonPath>;

  constructor(spec: RowAnswers) {
    this.#spec = spec;
    this.#results = parseJsonPath(spec.results);
    const paths = {
      key: spec.key,
      outcome: spec.outcome?.path,
      code: spec.code,
      text: spec.text,
      token: spec.token,
    };
    this.#paths = new Map(
      (['key', 'outcome', 'code', 'text', 'token'] as const).flatMap((name) => {
        const path = paths[name];
        return path === undefined ? [] : [[name, parseJsonPath(path)] as const];
      }),
    );
  }

  /** The answers in the order given; undefined when there is no list where one should be. */
  read(answer: JsonValue): RowAnswer[] | undefined {
    const results = valueAt(answer, this.#results);
    if (!Array.isArray(results)) return undefined;
    return results.map((item) => ({ key: this.#text(item, 'key'), verdict: this.#verdict(item), item }));
  }

  #verdict(item: JsonValue): RowVerdict {
    const token = this.#text(item, 'token');
    const { outcome, notKnownWhen } = this.#spec;
    const said = notKnownWhen && textAt(item, parseJsonPath(notKnownWhen.path));
    if (said !== undefined && notKnownWhen?.values.includes(said)) return { outcome: 'notKnown' };
    if (!outcome) {
      return token === undefined
        ? { outcome: 'unknown', reason: 'no receipt number' }
        : { outcome: 'pending', token };
    }
    const word = this.#text(item, 'outcome');
    if (word === undefined) return { outcome: 'unknown', reason: `no ${outcome.path} in the answer` };
    const code = this.#text(item, 'code') ?? word;
    const text = (this.#text(item, 'text') ?? '').slice(0, textCharsMax);
    switch (meaning(outcome, word)) {
      case 'accepted':
        return { outcome: 'accepted', code, text };
      case 'rejected':
        return { outcome: 'rejected', code, text, permanent: this.#isPermanent(code) };
      case 'pending':
        return { outcome: 'pending', token };
      case 'notKnown':
        return { outcome: 'notKnown' };
      default:
        return { outcome: 'unknown', reason: `${outcome.path} is ${word.slice(0, 40)}` };
    }
  }

  #isPermanent(code: string): boolean {
    const { permanentCodes = ['*'], temporaryCodes = [] } = this.#spec;
    return !temporaryCodes.includes(code) && (permanentCodes.includes(code) || permanentCodes.includes('*'));
  }

  #text(item: JsonValue, name: 'key' | 'outcome' | 'code' | 'text' | 'token'): string | undefined {
    const path = this.#paths.get(name);
    return path && textAt(item, path);
  }
}

type Meaning = 'accepted' | 'rejected' | 'pending' | 'notKnown';

/** The list that names the word, else the one that holds `*`. */
function meaning(outcome: NonNullable<RowAnswers['outcome']>, word: string): Meaning | undefined {
  const lists: [Meaning, readonly string[]][] = [
    ['accepted', outcome.accepted],
    ['rejected', outcome.rejected ?? []],
    ['pending', outcome.pending ?? []],
    ['notKnown', outcome.notKnown ?? []],
  ];
  const named =
    lists.find(([, words]) => words.includes(word)) ?? lists.find(([, words]) => words.includes('*'));
  return named?.[0];
}
