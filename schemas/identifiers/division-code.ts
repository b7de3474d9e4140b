import { areDigits, plainIdentifier, rightIdentifier, type IdentifierCheck } from './identifier.js';

const length = 6;
/** First two digits of the 34 provincial divisions; 66 is the Xinjiang Production and Construction Corps. */
const provinces = new Set([
  11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61,
  62, 63, 64, 65, 66, 71, 81, 82,
]);

/**
 * Checks a division code 行政区划代码: six digits, of a province that exists. Cities and counties are not
 * looked up, because their list changes each year and older records keep older codes.
 * Faults: `RECORD_DIVISION_CODE_WRONG_FORM`, `RECORD_DIVISION_CODE_UNKNOWN_PROVINCE`.
 * @law GB/T 2260-2007
 */
export function check(text: string): IdentifierCheck {
  if (text.length !== length || !areDigits(text, 0, length)) return wrongForm();
  const province = (text.charCodeAt(0) - 48) * 10 + text.charCodeAt(1) - 48;
  return provinces.has(province) ? rightIdentifier : unknownProvince(text);
}

/** Half-width, no blanks. */
export function normalise(text: string): string {
  return plainIdentifier(text);
}

function wrongForm(): IdentifierCheck {
  return {
    ok: false,
    code: 'RECORD_DIVISION_CODE_WRONG_FORM',
    zh: '行政区划代码应为6位数字。',
    en: 'A division code has six digits.',
  };
}

function unknownProvince(text: string): IdentifierCheck {
  return {
    ok: false,
    code: 'RECORD_DIVISION_CODE_UNKNOWN_PROVINCE',
    zh: `行政区划代码前2位“${text.slice(0, 2)}”不是省级代码。`,
    en: `The first two digits "${text.slice(0, 2)}" are no provincial division.`,
    position: 1,
  };
}
