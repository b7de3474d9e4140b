import { areDigits, halfWidthWithoutBlanks, rightIdentifier, type IdentifierCheck } from './identifier.js';

const otherBrackets = /[[(【（［{｛〖「<《](\d{4})[\])】）］}｝〗」>》]/;
const otherBracketsAll = /[[(【（［{｛〖「<《](\d{4})[\])】）］}｝〗」>》]/g;
const yearLength = 4;
const earliestYear = 1949;
const latestYear = 2099;

/**
 * Checks a document number 文书号, e.g. `州市监处罚〔2026〕12号`: no blanks, and a year stands in the brackets 〔〕.
 * Slips of the summary procedure have plain numbers without a year; those pass.
 * Faults: `RECORD_DOCUMENT_NUMBER_WRONG_FORM`, `RECORD_DOCUMENT_NUMBER_WRONG_YEAR`.
 * @law GB/T 9704-2012 7.2.5
 */
export function check(text: string): IdentifierCheck {
  if (text === '' || /\s/.test(text))
    return wrongForm('文书号为空或含有空格。', 'The document number is empty or holds blanks.');
  if (otherBrackets.test(text)) return wrongBrackets(text);
  const opening = text.indexOf('〔');
  const closing = text.indexOf('〕');
  if (opening < 0 && closing < 0) return rightIdentifier;
  if (opening < 0 || closing < opening)
    return wrongForm('文书号的六角括号不成对。', 'The brackets 〔〕 do not pair.');
  return isYear(text, opening + 1, closing)
    ? rightIdentifier
    : wrongYear(text.slice(opening + 1, closing), opening + 2);
}

/**
 * Half-width, no blanks, the year in 〔〕: `州罚［２０２６］12 号` becomes `州罚〔2026〕12号`. Letters keep their case.
 */
export function normalise(text: string): string {
  return halfWidthWithoutBlanks(text).replace(otherBracketsAll, '〔$1〕');
}

function isYear(text: string, start: number, end: number): boolean {
  if (end - start !== yearLength || !areDigits(text, start, end)) return false;
  let year = 0;
  for (let index = start; index < end; index++) year = year * 10 + text.charCodeAt(index) - 48;
  return year >= earliestYear && year <= latestYear;
}

function wrongBrackets(text: string): IdentifierCheck {
  const found = otherBrackets.exec(text);
  const year = found?.[1] ?? '';
  return wrongForm(
    `文书号中的年份应使用六角括号〔${year}〕。`,
    `The year stands in the brackets 〔${year}〕.`,
    (found?.index ?? 0) + 1,
  );
}

function wrongForm(zh: string, en: string, position?: number): IdentifierCheck {
  return { ok: false, code: 'RECORD_DOCUMENT_NUMBER_WRONG_FORM', zh, en, position };
}

function wrongYear(year: string, position: number): IdentifierCheck {
  return {
    ok: false,
    code: 'RECORD_DOCUMENT_NUMBER_WRONG_YEAR',
    zh: `文书号六角括号内的“${year}”不是年份。`,
    en: `"${year}" in the brackets of the document number is no year.`,
    position,
  };
}
