import { check as checkDocumentNumber, normalise as normaliseDocumentNumber } from './document-number.js';
import { halfWidthWithoutBlanks, rightIdentifier, type IdentifierCheck } from './identifier.js';

/** `（2026）甘3001刑初12号`, of one that was split off `…12号之一`. */
const judicial = /^（(\d{4})）\p{Script=Han}+\d*\p{Script=Han}+\d+号(?:之[一二三四五六七八九十]+)?$/u;
const judicialStart = /^[(（]\d{4}[)）]/;
const earliestYear = 1949;
const latestYear = 2099;

/**
 * Checks a case number 案号, 立案号: that of a court, the year in round brackets first, or that of an authority,
 * procuratorate or police, which are written like document numbers.
 * Faults: `RECORD_CASE_NUMBER_WRONG_FORM`, and those of document numbers.
 * @law 法〔2015〕137号 第二条、第三条
 */
export function check(text: string): IdentifierCheck {
  if (!judicialStart.test(text)) return checkDocumentNumber(text);
  const year = Number(judicial.exec(text)?.[1]);
  return year >= earliestYear && year <= latestYear ? rightIdentifier : wrongForm;
}

/** As document numbers are normalised; the year that a court's number begins with stands in （）. */
export function normalise(text: string): string {
  const plain = halfWidthWithoutBlanks(text);
  return judicialStart.test(plain) ? `（${plain.slice(1, 5)}）${plain.slice(6)}` : normaliseDocumentNumber(text);
}

const wrongForm: IdentifierCheck = {
  ok: false,
  code: 'RECORD_CASE_NUMBER_WRONG_FORM',
  zh: '法院案号应为“（年份）法院代字、类型代字、编号、号”，如“（2026）甘3001刑初12号”，年份使用全角圆括号。',
  en: 'The case number of a court is written like （2026）甘3001刑初12号, the year in （）.',
};
