import type { IdentifierCheck } from './identifier.js';
import { checkPersonNumber, type PersonNumberKind } from './person-number.js';

/** Where the holder is from; these six digits stand where a citizen's number has the division. */
const origins = new Set(['810000', '820000', '830000']);
const kind: PersonNumberKind = {
  zh: '港澳台居民居住证号码',
  en: 'number of the residence permit',
  form: 'RECORD_ID_DOCUMENT_WRONG_FORM',
  birthDate: 'RECORD_ID_DOCUMENT_WRONG_BIRTH_DATE',
  checkDigit: 'RECORD_ID_DOCUMENT_WRONG_CHECK_DIGIT',
};

/**
 * Checks the number of a residence permit for residents of Hong Kong, Macao and Taiwan 港澳台居民居住证: built like
 * a citizen identity number, beginning with 810000, 820000 or 830000.
 * Faults: `RECORD_ID_DOCUMENT_WRONG_FORM`, `…_WRONG_BIRTH_DATE`, `…_WRONG_CHECK_DIGIT`.
 * @law 国办发〔2018〕81号 第五条
 */
export function check(text: string, today?: string): IdentifierCheck {
  if (/^\d{6}/.test(text) && !origins.has(text.slice(0, 6))) return wrongOrigin;
  return checkPersonNumber(text, kind, today);
}

const wrongOrigin: IdentifierCheck = {
  ok: false,
  code: 'RECORD_ID_DOCUMENT_WRONG_FORM',
  zh: '港澳台居民居住证号码应以810000（香港）、820000（澳门）或830000（台湾）开头。',
  en: 'The number of a residence permit begins with 810000, 820000 or 830000.',
  position: 1,
};
