import { toHalfWidth } from './transform.js';
import type { Transform } from './transform.js';

/** What departments write before a code, and the page marks that forms leave behind it. */
const label = /^[^0-9A-Za-z]*(?:代码|信用码|识别号|注册号|登记证号|证书号|编号)[^0-9A-Za-z]*/;
const pageMark = /\(\d+\/\d+\)$/;

/** `统一社会信用代码：91623000ma7xxx018e(1/1)` → `91623000MA7XXX018E` */
export const creditCode: Transform = {
  name: 'credit-code',
  zh: '代码清洗：去前缀、“(1/1)”、空白和连字符，转半角大写',
  en: 'strips labels, (1/1), blanks and hyphens from a code; ASCII, upper case',
  apply: (text) => {
    const bare = toHalfWidth(text).replaceAll(/[\s-]+/g, '').replace(label, '').replace(pageMark, '');
    return bare === '' ? undefined : bare.toUpperCase();
  },
};
