import { isDayOfCalendar } from '../legal-date.js';
import { areDigits, plainIdentifier, rightIdentifier, type IdentifierCheck } from './identifier.js';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const length = 18;
const oldLength = 15;
const earliestYear = 1900;

/**
 * Checks a citizen identity number 公民身份号码 of 18 characters: form, date of birth, check character.
 * With `today` (YYYY-MM-DD) a birth after it is a fault as well. The division is not looked up: a number
 * keeps the division of its year for life.
 * Faults: `RECORD_CITIZEN_ID_WRONG_FORM`, `…_WRONG_BIRTH_DATE`, `…_WRONG_CHECK_DIGIT`.
 * @law GB 11643-1999
 */
export function check(text: string, today?: string): IdentifierCheck {
  if (text.length !== length || !areDigits(text, 0, length - 1)) return wrongForm(text);
  const last = text.charAt(length - 1);
  if (last !== 'X' && !areDigits(last, 0, 1)) return wrongForm(text);
  if (!hasBirthDate(text) || (today !== undefined && bornAfter(text, today))) return wrongBirthDate();
  const expected = checkCharacter(text);
  return last === expected ? rightIdentifier : wrongCheckDigit(expected);
}

/**
 * Half-width, no blanks, upper case; a number of the old 15 digits becomes the one of 18 (the century is 19),
 * unless its date of birth is none.
 */
export function normalise(text: string): string {
  const plain = plainIdentifier(text);
  if (plain.length !== oldLength || !areDigits(plain, 0, oldLength)) return plain;
  const body = `${plain.slice(0, 6)}19${plain.slice(6)}`;
  return hasBirthDate(body) ? body + checkCharacter(body) : plain;
}

/** Seventeen digits with their check character. Throws a RangeError if the body is none. */
export function withCheckDigit(body: string): string {
  if (body.length !== length - 1 || !areDigits(body, 0, body.length)) {
    throw new RangeError('The body of a citizen identity number has 17 digits');
  }
  return body + checkCharacter(body);
}

function checkCharacter(text: string): string {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    sum += (text.charCodeAt(index) - 48) * (weights[index] ?? 0);
  }
  return '10X98765432'.charAt(sum % 11);
}

function hasBirthDate(text: string): boolean {
  const year = numberAt(text, 6, 4);
  return year >= earliestYear && isDayOfCalendar(year, numberAt(text, 10, 2), numberAt(text, 12, 2));
}

function bornAfter(text: string, today: string): boolean {
  const born = numberAt(text, 6, 8);
  return born > numberAt(today, 0, 4) * 10_000 + numberAt(today, 5, 2) * 100 + numberAt(today, 8, 2);
}

function numberAt(text: string, start: number, digits: number): number {
  let number = 0;
  for (let index = start; index < start + digits; index++) number = number * 10 + text.charCodeAt(index) - 48;
  return number;
}

function wrongForm(text: string): IdentifierCheck {
  return {
    ok: false,
    code: 'RECORD_CITIZEN_ID_WRONG_FORM',
    zh: `公民身份号码应为17位数字加1位校验码（数字或大写X），现为${text.length}个字符。`,
    en: `It should be 17 digits and a check character (digit or X); this has ${text.length} characters.`,
  };
}

function wrongBirthDate(): IdentifierCheck {
  return {
    ok: false,
    code: 'RECORD_CITIZEN_ID_WRONG_BIRTH_DATE',
    zh: '公民身份号码第7至14位不是有效的出生日期。',
    en: 'Characters 7 to 14 of the citizen identity number are no date of birth.',
    position: 7,
  };
}

function wrongCheckDigit(expected: string): IdentifierCheck {
  return {
    ok: false,
    code: 'RECORD_CITIZEN_ID_WRONG_CHECK_DIGIT',
    zh: `公民身份号码校验码不符，按前17位应为“${expected}”。`,
    en: `The check character of the citizen identity number is wrong; its 17 digits ask for "${expected}".`,
    position: length,
    expected,
  };
}
