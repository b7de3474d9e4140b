import { areDigits, plainIdentifier, type IdentifierCheck } from './identifier.js';
import {
  checkCharacter,
  checkPersonNumber,
  hasBirthDate,
  personNumberLength,
  type PersonNumberKind,
} from './person-number.js';

const oldLength = 15;
/** Sequence numbers from here on were kept for people of a hundred years and more: their century is not 19. */
const centenarianSequence = 996;
const kind: PersonNumberKind = {
  zh: '公民身份号码',
  en: 'citizen identity number',
  form: 'RECORD_CITIZEN_ID_WRONG_FORM',
  birthDate: 'RECORD_CITIZEN_ID_WRONG_BIRTH_DATE',
  checkDigit: 'RECORD_CITIZEN_ID_WRONG_CHECK_DIGIT',
};

/**
 * Checks a citizen identity number 公民身份号码 of 18 characters: form, date of birth, check character.
 * With `today` (YYYY-MM-DD) a birth after it is a fault as well. The division is not looked up: a number
 * keeps the division of its year for life.
 * Faults: `RECORD_CITIZEN_ID_WRONG_FORM`, `…_WRONG_BIRTH_DATE`, `…_WRONG_CHECK_DIGIT`.
 * @law GB 11643-1999
 */
export function check(text: string, today?: string): IdentifierCheck {
  return checkPersonNumber(text, kind, today);
}

/**
 * Half-width, no blanks, upper case; a number of the old 15 digits becomes the one of 18 (the century is 19),
 * unless its date of birth is none or it is that of a centenarian. The old number has no check digit, so no slip in it can be found.
 */
export function normalise(text: string): string {
  const plain = plainIdentifier(text);
  if (plain.length !== oldLength || !areDigits(plain, 0, oldLength)) return plain;
  const body = `${plain.slice(0, 6)}19${plain.slice(6)}`;
  return hasBirthDate(body) && Number(plain.slice(-3)) < centenarianSequence ? body + checkCharacter(body) : plain;
}

/** Seventeen digits with their check character. Throws a RangeError if the body is none. */
export function withCheckDigit(body: string): string {
  if (body.length !== personNumberLength - 1 || !areDigits(body, 0, body.length)) {
    throw new RangeError('The body of a citizen identity number has 17 digits');
  }
  return body + checkCharacter(body);
}
