import type { Transform } from './transform.js';

/** ` 甲公司 ` → `甲公司` */
export const trim: Transform = {
  name: 'trim',
  zh: '去除首尾空白',
  en: 'removes blanks at both ends, ideographic ones too',
  apply: (text) => text.trim(),
};

/** `甲  公司` → `甲 公司`: line breaks and tabs count as blanks. */
export const collapseSpaces: Transform = {
  name: 'collapse-spaces',
  zh: '连续空白并为一个，去除首尾空白',
  en: 'makes runs of blanks and line breaks one space, none at the ends',
  apply: (text) => (hasRunOfBlanks(text) ? text.replaceAll(/\s+/g, ' ') : text).trim(),
};

/** `甘 南 州` → `甘南州`: for names and numbers in which no blank belongs. */
export const removeSpaces: Transform = {
  name: 'remove-spaces',
  zh: '去除所有空白',
  en: 'removes every blank',
  apply: (text) => (/\s/.test(text) ? text.replaceAll(/\s+/g, '') : text),
};

/** Most texts are clean: looking at the characters costs a fraction of a regular expression. */
function hasRunOfBlanks(text: string): boolean {
  let blankBefore = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isSpace = code === 0x20;
    if (isSpace ? blankBefore : isOtherBlank(code)) return true;
    blankBefore = isSpace;
  }
  return false;
}

/** Everything that \s matches but the space itself. */
function isOtherBlank(code: number): boolean {
  if (code <= 0x7f) return code >= 0x09 && code <= 0x0d;
  if (code < 0x2000) return code === 0xa0 || code === 0x1680;
  return code <= 0x200a || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000 || code === 0xfeff;
}
