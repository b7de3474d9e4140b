import type { Transform } from './transform.js';

/** `李小花` → `李**`: the family name's first character stays. */
export const maskName: Transform = {
  name: 'mask-name',
  zh: '姓名脱敏，只留首字',
  en: 'masks a name but for its first character',
  apply: (text) => {
    const [first = '', ...rest] = Array.from(text);
    return first + '*'.repeat(rest.length);
  },
};

/** `11010519491231002X` → `110105********002X`; shorter numbers keep one character at each end. */
export const maskId: Transform = {
  name: 'mask-id',
  zh: '证件号码脱敏，留前六后四',
  en: 'masks a document number but for the first six and last four characters',
  apply: (text) => (text.length >= 15 ? maskMiddle(text, 6, 4) : maskMiddle(text, 1, 1)),
};

/** `13800001234` → `138****1234` */
export const maskPhone: Transform = {
  name: 'mask-phone',
  zh: '电话号码脱敏，留前三后四',
  en: 'masks a phone number but for the first three and last four digits',
  apply: (text) => (text.length >= 11 ? maskMiddle(text, 3, 4) : maskMiddle(text, 0, 2)),
};

/** Texts too short to hide anything are hidden whole. */
function maskMiddle(text: string, head: number, tail: number): string {
  if (text.length <= head + tail) return '*'.repeat(text.length);
  return text.slice(0, head) + '*'.repeat(text.length - head - tail) + text.slice(text.length - tail);
}
