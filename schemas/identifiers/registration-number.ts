import { areDigits, plainIdentifier, rightIdentifier, type IdentifierCheck } from './identifier.js';

const length = 15;

/**
 * Checks a business registration number 工商注册号. Numbers of 15 digits carry a check digit (ISO 7064
 * MOD 11,10); older ones (13 digits, or with words such as 企合粤总字第…号) do not, and pass if they hold no blank.
 * Faults: `RECORD_REGISTRATION_NUMBER_WRONG_FORM`, `RECORD_REGISTRATION_NUMBER_WRONG_CHECK_DIGIT`.
 * @law GS 15-2006
 */
export function check(text: string): IdentifierCheck {
  if (text.length !== length || !areDigits(text, 0, length)) return checkOlder(text);
  const expected = checkDigit(text);
  return text.charAt(length - 1) === expected ? rightIdentifier : wrongCheckDigit(expected);
}

/** Half-width, no blanks, upper case. */
export function normalise(text: string): string {
  return plainIdentifier(text);
}

/** Fourteen digits with their check digit. Throws a RangeError if the body is none. */
export function withCheckDigit(body: string): string {
  if (body.length !== length - 1 || !areDigits(body, 0, body.length)) {
    throw new RangeError('The body of a registration number has 14 digits');
  }
  return body + checkDigit(body);
}

function checkDigit(text: string): string {
  let product = 10;
  for (let index = 0; index < length - 1; index++) {
    const sum = (text.charCodeAt(index) - 48 + product) % 10;
    product = (2 * (sum === 0 ? 10 : sum)) % 11;
  }
  return String((11 - product) % 10);
}

function checkOlder(text: string): IdentifierCheck {
  if (text !== '' && !/\s/.test(text)) return rightIdentifier;
  return {
    ok: false,
    code: 'RECORD_REGISTRATION_NUMBER_WRONG_FORM',
    zh: '工商注册号为空或含有空格。',
    en: 'The registration number is empty or holds blanks.',
  };
}

function wrongCheckDigit(expected: string): IdentifierCheck {
  return {
    ok: false,
    code: 'RECORD_REGISTRATION_NUMBER_WRONG_CHECK_DIGIT',
    zh: `15位工商注册号校验位不符，按前14位应为“${expected}”。`,
    en: `The check digit of the registration number is wrong; its first 14 digits ask for "${expected}".`,
    position: length,
    expected,
  };
}
