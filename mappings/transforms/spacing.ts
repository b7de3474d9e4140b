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
  apply: (text) => (/[^\S ]|\s\s/.test(text) ? text.replaceAll(/\s+/g, ' ') : text).trim(),
};

/** `甘 南 州` → `甘南州`: for names and numbers in which no blank belongs. */
export const removeSpaces: Transform = {
  name: 'remove-spaces',
  zh: '去除所有空白',
  en: 'removes every blank',
  apply: (text) => (/\s/.test(text) ? text.replaceAll(/\s+/g, '') : text),
};
