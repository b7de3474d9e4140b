import { plainIdentifier } from '../../schemas/identifiers/identifier.js';
import type { Transform } from './transform.js';

/** What departments write before a code, and the page marks that forms leave behind it. */
const label = /^[^0-9A-Z]*(?:代码|信用码|识别号|注册号|登记证号|证书号|编号)[^0-9A-Z]*/;
const pageMark = /(?:\(\d+\/\d+\))+$/;

/** `统一社会信用代码：91623000ma7xxx018e(1/1)` → `91623000MA7XXX018E` */
export const creditCode: Transform = {
  name: 'credit-code',
  zh: '代码清洗：去前缀、“(1/1)”、空白和连字符，转半角大写',
  en: 'strips labels, (1/1), blanks and hyphens from a code; ASCII, upper case',
  apply: (text) => {
    if (isBareCode(text)) return text;
    const bare = plainIdentifier(text).replaceAll('-', '').replace(label, '').replace(pageMark, '');
    return bare === '' ? undefined : bare;
  },
};

function isBareCode(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!((code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a))) return false;
  }
  return text.length > 0;
}
