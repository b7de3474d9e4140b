import { toHalfWidth } from './transform.js';
import type { Transform } from './transform.js';

/** `ＡＢ１２（一）` → `AB12(一)` */
export const halfWidth: Transform = {
  name: 'half-width',
  zh: '全角字母、数字、标点转半角',
  en: 'turns full-width letters, digits and punctuation into ASCII',
  apply: toHalfWidth,
};

/** `91ma` → `91MA` */
export const upper: Transform = { name: 'upper', zh: '转大写', en: 'upper case', apply: (text) => text.toUpperCase() };

/** `Y` → `y` */
export const lower: Transform = { name: 'lower', zh: '转小写', en: 'lower case', apply: (text) => text.toLowerCase() };
