import { normalise } from '../../schemas/identifiers/document-number.js';
import type { Transform } from './transform.js';

/** Brackets that only input methods and old word processors leave behind. */
const rareBrackets = /[﹝「『〘]([0-9０-９]{4})[﹞」』〙]/g;

/**
 * `州市监处罚[2026] 12号` → `州市监处罚〔2026〕12号`: the year in six-cornered brackets, no blanks.
 * @law GB/T 9704-2012 7.2.5
 */
export const documentNumber: Transform = {
  name: 'document-number',
  zh: '文号规范化：年份用六角括号，去除空白，全角转半角',
  en: 'puts the year of a document number into 〔〕, removes blanks, makes full-width characters ASCII',
  apply: (text) => (isClean(text) ? text : normalise(text.replaceAll(rareBrackets, '〔$1〕'))),
};

/** Digits, Chinese characters, ASCII letters and the right brackets only: nothing to mend. */
function isClean(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isPlain = (code >= 0x4e00 && code <= 0x9fff) || isAsciiWord(code) || code === 0x3014 || code === 0x3015;
    if (!isPlain) return false;
  }
  return true;
}

function isAsciiWord(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}
