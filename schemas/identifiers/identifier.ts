import type { recordErrors } from '../error-codes/record.js';

export type RecordErrorCode = keyof typeof recordErrors;

/** What is wrong with an identifier, in words for the person who has to mend it. */
export interface IdentifierFault {
  readonly ok: false;
  readonly code: RecordErrorCode;
  readonly zh: string;
  readonly en: string;
  /** Place of the first wrong character, from 1. */
  readonly position?: number;
  /** The check character that the rest asks for. */
  readonly expected?: string;
}

export type IdentifierCheck = { readonly ok: true } | IdentifierFault;

/**
 * The one answer for every right identifier. It is shared because checks run for each record of
 * millions, and the way of a right record allocates nothing.
 */
export const rightIdentifier: IdentifierCheck = Object.freeze({ ok: true });

const fullWidthOffset = 0xfee0;

/**
 * What all identifiers have in common when a department types them: full-width letters and digits
 * become half-width, blanks go (also the ideographic one and those of no width), letters are upper case.
 */
export function plainIdentifier(text: string): string {
  return halfWidthWithoutBlanks(text).toUpperCase();
}

/** Full-width ASCII becomes half-width, blanks of every kind go; letters keep their case. */
export function halfWidthWithoutBlanks(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (character) =>
      String.fromCharCode(character.charCodeAt(0) - fullWidthOffset),
    )
    .replace(/[\s\u200b-\u200d\u2060]/g, '');
}

/** True where the characters from `from` up to but without `to` are all 0 to 9. */
export function areDigits(text: string, from: number, to: number): boolean {
  for (let index = from; index < to; index++) {
    const character = text.charCodeAt(index);
    if (!(character >= 48 && character <= 57)) return false;
  }
  return true;
}

/** Values of an alphabet's characters by character code; -1 for every character outside it. */
export function alphabetValues(alphabet: string): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value;
  return values;
}

/** Value of the character at `index` in an alphabet of `alphabetValues`, -1 if it is none of it. */
export function valueAt(text: string, index: number, values: Int8Array): number {
  return values[text.charCodeAt(index)] ?? -1;
}
