import {
  alphabetValues,
  areDigits,
  plainIdentifier,
  rightIdentifier,
  valueAt,
  type IdentifierCheck,
} from './identifier.js';
import { checkCharacterAt as organisationCheckCharacterAt } from './organisation-code.js';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const values = alphabetValues(alphabet);
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const length = 18;
/** The division stands in characters 3 to 8, the organisation code in 9 to 17. */
const divisionStart = 2;
const organisationStart = 8;
const organisationCheckIndex = 16;

/**
 * Checks a unified social credit code 统一社会信用代码, its check character and that of the organisation
 * code inside. The division is not looked up: codes keep the divisions of the year they were given in.
 * Faults: `RECORD_CREDIT_CODE_WRONG_LENGTH`, `…_WRONG_CHARACTER`, `…_WRONG_CHECK_DIGIT`,
 * `…_WRONG_ORGANISATION_PART`.
 * @law GB 32100-2015
 */
export function check(text: string): IdentifierCheck {
  if (text.length !== length) return wrongLength(text);
  const expected = checkCharacter(text);
  if (expected === '' || valueAt(text, length - 1, values) < 0) return wrongCharacter(text);
  if (!areDigits(text, divisionStart, organisationStart)) return wrongCharacter(text);
  if (text.charAt(length - 1) !== expected) return wrongCheckDigit(expected);
  const organisationExpected = organisationCheckCharacterAt(text, organisationStart);
  if (text.charAt(organisationCheckIndex) !== organisationExpected)
    return wrongOrganisationPart(organisationExpected);
  return rightIdentifier;
}

/** Half-width, no blanks, upper case. */
export function normalise(text: string): string {
  return plainIdentifier(text);
}

/**
 * The 16 characters up to the organisation code's own check character, completed by that and by the last one.
 * Throws a RangeError if the body is none, also where the organisation code's check character is no
 * character of this alphabet.
 */
export function withCheckDigit(body: string): string {
  const withOrganisation = body + organisationCheckCharacterAt(body, organisationStart);
  const expected = withOrganisation.length === length - 1 ? checkCharacter(withOrganisation) : '';
  if (expected === '' || !areDigits(body, divisionStart, organisationStart)) {
    throw new RangeError(
      'The body of a credit code has 16 characters: 2, 6 digits, 8 of the organisation code',
    );
  }
  return withOrganisation + expected;
}

function checkCharacter(text: string): string {
  let sum = 0;
  for (let index = 0; index < length - 1; index++) {
    const value = valueAt(text, index, values);
    if (value < 0) return '';
    sum += value * (weights[index] ?? 0);
  }
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

function wrongLength(text: string): IdentifierCheck {
  return {
    ok: false,
    code: 'RECORD_CREDIT_CODE_WRONG_LENGTH',
    zh: `统一社会信用代码应为18位，现为${text.length}位。`,
    en: `A unified social credit code has 18 characters, this one has ${text.length}.`,
  };
}

function wrongCharacter(text: string): IdentifierCheck {
  let index = 0;
  while (isRightAt(text, index)) index++;
  return {
    ok: false,
    code: 'RECORD_CREDIT_CODE_WRONG_CHARACTER',
    zh: `统一社会信用代码第${index + 1}位的字符不合规则（不使用 I、O、S、V、Z，第3至8位为数字）。`,
    en: `Character ${index + 1} is not allowed there: no I, O, S, V, Z, and digits only from 3 to 8.`,
    position: index + 1,
  };
}

function isRightAt(text: string, index: number): boolean {
  const isDivision = index >= divisionStart && index < organisationStart;
  return isDivision ? areDigits(text, index, index + 1) : valueAt(text, index, values) >= 0;
}

function wrongCheckDigit(expected: string): IdentifierCheck {
  return {
    ok: false,
    code: 'RECORD_CREDIT_CODE_WRONG_CHECK_DIGIT',
    zh: `统一社会信用代码校验位不符，按前17位应为“${expected}”。`,
    en: `The check character is wrong; the first 17 characters ask for "${expected}".`,
    position: length,
    expected,
  };
}

function wrongOrganisationPart(expected: string): IdentifierCheck {
  return {
    ok: false,
    code: 'RECORD_CREDIT_CODE_WRONG_ORGANISATION_PART',
    zh: `统一社会信用代码第9至17位（组织机构代码）校验不符，第17位应为“${expected}”。`,
    en: `Characters 9 to 17 are no organisation code; character 17 would have to be "${expected}".`,
    position: organisationCheckIndex + 1,
    expected,
  };
}
