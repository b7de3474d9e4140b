import { plainIdentifier, rightIdentifier, type IdentifierCheck } from './identifier.js';

/** What the machine-readable zone holds is 9 characters; some countries print more on the page. */
const form = /^(?=.*\d)[0-9A-Z]{5,15}$/;

/**
 * Checks a passport number 护照号, of any country: 5 to 15 letters and digits, at least one digit. Numbers have no
 * check digit outside the machine-readable zone, so that a wrong character cannot be seen; nor is the length of
 * this country's passports asked for, because the kind of document says nothing of the country.
 * Fault: `RECORD_ID_DOCUMENT_WRONG_FORM`.
 * @law ICAO Doc 9303-4
 */
export function check(text: string): IdentifierCheck {
  if (form.test(text)) return rightIdentifier;
  const odd = Array.from(text).findIndex((character) => !/[0-9A-Z]/.test(character));
  return {
    ok: false,
    code: 'RECORD_ID_DOCUMENT_WRONG_FORM',
    zh: `护照号应为5至15位大写字母和数字，至少1位数字${odd < 0 ? `，现为${text.length}位` : `，第${odd + 1}位不是`}。`,
    en: 'A passport number has 5 to 15 capital letters and digits, at least one digit.',
    ...(odd < 0 ? {} : { position: odd + 1 }),
  };
}

/** Half-width, no blanks, upper case, no hyphen. */
export function normalise(text: string): string {
  return plainIdentifier(text).replaceAll('-', '');
}
