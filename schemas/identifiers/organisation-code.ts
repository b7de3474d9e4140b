import {
  alphabetValues,
  plainIdentifier,
  rightIdentifier,
  valueAt,
  type IdentifierCheck,
} from './identifier.js';

const values = alphabetValues('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const weights = [3, 7, 9, 10, 5, 8, 4, 2];
const bodyLength = weights.length;

/**
 * Checks an organisation code 组织机构代码: nine characters, written without hyphen.
 * Faults: `RECORD_ORGANISATION_CODE_WRONG_FORM`, `RECORD_ORGANISATION_CODE_WRONG_CHECK_DIGIT`.
 * @law GB 11714-1997
 */
export function check(text: string): IdentifierCheck {
  if (text.length !== bodyLength + 1) return wrongLength(text);
  const expected = checkCharacterAt(text, 0);
  if (expected === '') return wrongCharacter(text);
  return text.charAt(bodyLength) === expected ? rightIdentifier : wrongCheckDigit(expected);
}

/** Half-width, no blanks, upper case, no hyphen: ` 12345678－X` becomes `12345678X`. */
export function normalise(text: string): string {
  return plainIdentifier(text).replaceAll('-', '');
}

/** The eight characters of the body with their check character. Throws a RangeError if the body is none. */
export function withCheckDigit(body: string): string {
  const expected = body.length === bodyLength ? checkCharacterAt(body, 0) : '';
  if (expected === '')
    throw new RangeError('The body of an organisation code has 8 characters of 0-9 and A-Z');
  return body + expected;
}

/**
 * Check character of the eight characters from `start` on; empty text where one of them is outside
 * the alphabet. Also used for the organisation part of a unified social credit code.
 */
export function checkCharacterAt(text: string, start: number): string {
  let sum = 0;
  for (let index = 0; index < bodyLength; index++) {
    const value = valueAt(text, start + index, values);
    if (value < 0) return '';
    sum += value * (weights[index] ?? 0);
  }
  return '0X987654321'.charAt(sum % 11);
}

function wrongLength(text: string): IdentifierCheck {
  return {
    ok: false,
    code: 'RECORD_ORGANISATION_CODE_WRONG_FORM',
    zh: `组织机构代码应为9位（不含连字符），现为${text.length}位。`,
    en: `An organisation code has 9 characters without hyphen, this one has ${text.length}.`,
  };
}

function wrongCharacter(text: string): IdentifierCheck {
  let index = 0;
  while (valueAt(text, index, values) >= 0) index++;
  return {
    ok: false,
    code: 'RECORD_ORGANISATION_CODE_WRONG_FORM',
    zh: `组织机构代码第${index + 1}位不是数字或大写字母。`,
    en: `Character ${index + 1} of the organisation code is no digit and no capital letter.`,
    position: index + 1,
  };
}

function wrongCheckDigit(expected: string): IdentifierCheck {
  return {
    ok: false,
    code: 'RECORD_ORGANISATION_CODE_WRONG_CHECK_DIGIT',
    zh: `组织机构代码校验位不符，按前8位应为“${expected}”。`,
    en: `The check character is wrong; the first 8 characters ask for "${expected}".`,
    position: bodyLength + 1,
    expected,
  };
}
