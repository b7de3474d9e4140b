import { halfWidthWithoutBlanks, rightIdentifier, type IdentifierCheck } from './identifier.js';

const otherBrackets = /[[(【（［{｛〖「<《](\d{4})[\])】）］}｝〗」>》]/;
const otherBracketsAll = /[[(【（［{｛〖「<《](\d{4})[\])】）］}｝〗」>》]/g;
const yearInBrackets = /〔([^〕]*)〕/;
const earliestYear = 1949;
const latestYear = 2099;

/**
 * Checks a document number 文书号, e.g. `州市监处罚〔2026〕12号`: no blanks, and a year stands in the brackets 〔〕.
 * Slips of the summary procedure have plain numbers without a year; those pass.
 * Faults: `RECORD_DOCUMENT_NUMBER_WRONG_FORM`, `RECORD_DOCUMENT_NUMBER_WRONG_YEAR`.
 * @law GB/T 9704-2012 7.2.5
 */
export function check(text: string): IdentifierCheck {
  if (text === '' || /\s/.test(text)) return wrongForm('文书号为空或含有空格。', 'The document number is empty or holds blanks.');
  const other = otherBrackets.exec(text);
  if (other) {
    const year = other[1] ?? '';
    return wrongForm(`文书号中的年份应使用六角括号〔${year}〕。`, `The year stands in the brackets 〔${year}〕.`, other.index + 1);
  }
  const opening = text.indexOf('〔');
  if (opening < 0 && !text.includes('〕')) return rightIdentifier;
  const year = yearInBrackets.exec(text)?.[1];
  if (year === undefined) return wrongForm('文书号的六角括号不成对。', 'The brackets 〔〕 do not pair.');
  return isYear(year) ? rightIdentifier : wrongYear(year, opening + 2);
}

/** Half-width, no blanks, the year in 〔〕: `州市监处罚［２０２６］12 号` becomes `州市监处罚〔2026〕12号`. Letters keep their case. */
export function normalise(text: string): string {
  return halfWidthWithoutBlanks(text).replace(otherBracketsAll, '〔$1〕');
}

function isYear(year: string): boolean {
  return /^\d{4}$/.test(year) && Number(year) >= earliestYear && Number(year) <= latestYear;
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
