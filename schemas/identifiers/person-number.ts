import { isDayOfCalendar } from '../legal-date.js';
import { areDigits, rightIdentifier, type IdentifierCheck, type RecordErrorCode } from './identifier.js';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const earliestYear = 1900;

/** Numbers of this form are 18 characters long. */
export const personNumberLength = 18;

/** What a kind of number is called, and the codes of its faults. */
export interface PersonNumberKind {
  readonly zh: string;
  readonly en: string;
  readonly form: RecordErrorCode;
  readonly birthDate: RecordErrorCode;
  readonly checkDigit: RecordErrorCode;
}

/**
 * Checks a number of 18 characters that is built like the citizen identity number: six digits, the date of birth
 * YYYYMMDD, three digits, a check character. Permits of residence and the cards of foreigners follow it.
 * With `today` (YYYY-MM-DD) a birth after it is a fault as well.
 * @law GB 11643-1999
 */
export function checkPersonNumber(text: string, kind: PersonNumberKind, today?: string): IdentifierCheck {
  const last = text.charAt(personNumberLength - 1);
  const hasForm = text.length === personNumberLength && areDigits(text, 0, personNumberLength - 1);
  if (!hasForm || (last !== 'X' && !areDigits(last, 0, 1))) return wrongForm(text, kind);
  if (!hasBirthDate(text) || (today !== undefined && bornAfter(text, today))) return wrongBirthDate(kind);
  const expected = checkCharacter(text);
  return last === expected ? rightIdentifier : wrongCheckDigit(kind, expected);
}

/** The check character that the first 17 digits ask for (ISO 7064 MOD 11-2). */
export function checkCharacter(text: string): string {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    sum += (text.charCodeAt(index) - 48) * (weights[index] ?? 0);
  }
  return '10X98765432'.charAt(sum % 11);
}

/** True where characters 7 to 14 are a day of the calendar, not before 1900. */
export function hasBirthDate(text: string): boolean {
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

function wrongForm(text: string, { zh, en, form }: PersonNumberKind): IdentifierCheck {
  return {
    ok: false,
    code: form,
    zh: `${zh}应为17位数字加1位校验码（数字或大写X），现为${text.length}个字符。`,
    en: `The ${en} has 17 digits and a check character (digit or X); this has ${text.length} characters.`,
  };
}

function wrongBirthDate({ zh, en, birthDate }: PersonNumberKind): IdentifierCheck {
  return {
    ok: false,
    code: birthDate,
    zh: `${zh}第7至14位不是有效的出生日期。`,
    en: `Characters 7 to 14 of the ${en} are no date of birth.`,
    position: 7,
  };
}

function wrongCheckDigit({ zh, en, checkDigit }: PersonNumberKind, expected: string): IdentifierCheck {
  return {
    ok: false,
    code: checkDigit,
    zh: `${zh}校验码不符，按前17位应为“${expected}”。`,
    en: `The check character of the ${en} is wrong; its 17 digits ask for "${expected}".`,
    position: personNumberLength,
    expected,
  };
}
