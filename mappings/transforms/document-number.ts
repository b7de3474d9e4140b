import type { Transform } from './transform.js';

const yearInBrackets = /[[({<【〔［（｛＜「『〈《﹝]((?:1[89]|2[01])\d\d)[\])}>】〕］）｝＞」』〉》﹞]/g;
const fullWidthLetterOrDigit = /[０-９Ａ-Ｚａ-ｚ]/g;

/**
 * `州市监处罚[2026] 12号` → `州市监处罚〔2026〕12号`: the year in six-cornered brackets, no blanks.
 * @law 党政机关公文格式国家标准 GB/T 9704-2012 7.2.5 年份用六角括号“〔〕”括入
 */
export const documentNumber: Transform = {
  name: 'document-number',
  zh: '文号规范化：年份用六角括号，去除空白，字母数字转半角',
  en: 'puts the year of a document number into 〔〕, removes blanks, makes letters and digits ASCII',
  apply: (text) =>
    text
      .replaceAll(/\s+/g, '')
      .replaceAll(fullWidthLetterOrDigit, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
      .replaceAll(yearInBrackets, '〔$1〕'),
};
