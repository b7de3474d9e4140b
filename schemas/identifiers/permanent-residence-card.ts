import { isDayOfCalendar } from '../legal-date.js';
import { alphabetValues, rightIdentifier, valueAt, type IdentifierCheck } from './identifier.js';
import { checkPersonNumber, type PersonNumberKind } from './person-number.js';

const oldLength = 15;
/** Country in three letters, four digits of the place, the birthday YYMMDD, one digit, a check digit. */
const oldForm = /^[A-Z]{3}\d{12}$/;
const oldWeights = [7, 3, 1];
const values = alphabetValues('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const kind: PersonNumberKind = {
  zh: '外国人永久居留身份证号码',
  en: 'number of the permanent residence card',
  form: 'RECORD_ID_DOCUMENT_WRONG_FORM',
  birthDate: 'RECORD_ID_DOCUMENT_WRONG_BIRTH_DATE',
  checkDigit: 'RECORD_ID_DOCUMENT_WRONG_CHECK_DIGIT',
};

/**
 * Checks the number of a foreigner's permanent residence card 外国人永久居留身份证. Cards issued since December 2023
 * have 18 characters built like a citizen identity number, the first one 9; older ones 15, three letters of the
 * country and twelve digits, the last a check digit (weights 7, 3, 1). The old rule cannot see two letters taken for
 * each other that lie ten places apart, such as A and K.
 * Faults: `RECORD_ID_DOCUMENT_WRONG_FORM`, `…_WRONG_BIRTH_DATE`, `…_WRONG_CHECK_DIGIT`.
 * @law 国家移民管理局 外国人永久居留身份证（2023版）号码规则
 */
export function check(text: string, today?: string): IdentifierCheck {
  if (text.length === oldLength) return checkOld(text);
  if (/^[0-8]\d{16}/.test(text)) return wrongForm('18位号码应以9开头。', 'A number of 18 characters begins with 9.');
  return checkPersonNumber(text, kind, today);
}

function checkOld(text: string): IdentifierCheck {
  if (!oldForm.test(text)) {
    return wrongForm('15位号码应为3位大写字母加12位数字。', 'A number of 15 characters has 3 capital letters and 12 digits.');
  }
  const month = Number(text.slice(9, 11));
  // The century is not in the number; 2000 is a leap year, so that 29 February passes in each.
  const isDay = isDayOfCalendar(2000, month, Number(text.slice(11, 13))) && month > 0;
  if (!isDay) return wrongBirthDate();
  const expected = oldCheckDigit(text);
  return text.charAt(oldLength - 1) === expected ? rightIdentifier : wrongCheckDigit(expected);
}

function oldCheckDigit(text: string): string {
  let sum = 0;
  for (let index = 0; index < oldLength - 1; index++) {
    sum += valueAt(text, index, values) * (oldWeights[index % oldWeights.length] ?? 0);
  }
  return String(sum % 10);
}

function wrongForm(zh: string, en: string): IdentifierCheck {
  return { ok: false, code: 'RECORD_ID_DOCUMENT_WRONG_FORM', zh: `外国人永久居留身份证${zh}`, en, position: 1 };
}

function wrongBirthDate(): IdentifierCheck {
  return {
    ok: false,
    code: 'RECORD_ID_DOCUMENT_WRONG_BIRTH_DATE',
    zh: '外国人永久居留身份证号码第8至13位不是有效的出生日期。',
    en: 'Characters 8 to 13 of the number of the permanent residence card are no date of birth.',
    position: 8,
  };
}

function wrongCheckDigit(expected: string): IdentifierCheck {
  return {
    ok: false,
    code: 'RECORD_ID_DOCUMENT_WRONG_CHECK_DIGIT',
    zh: `外国人永久居留身份证号码校验位不符，按前14位应为“${expected}”。`,
    en: `The check digit is wrong; the first 14 characters ask for "${expected}".`,
    position: oldLength,
    expected,
  };
}
