import type { Transform } from './transform.js';

/** What people and programs write where there is nothing to write. */
const nothing: ReadonlySet<string> = new Set([
  '', '无', '暂无', '空', '没有', '无此项', '/', '\\', '-', '--', '---', '—', '——', '－', '／', '.', '。',
  'null', 'undefined', 'none', 'nil', 'nan', 'n/a', 'na', '(null)', '#n/a',
]);
const nothingLengthMax = 9;
const firstLetters: ReadonlySet<number> = new Set([...nothing].flatMap((word) => [word.charCodeAt(0), word.toUpperCase().charCodeAt(0)]));

/** Most texts begin with a letter, a digit or a Chinese character with which no such word begins. */
function mayBeNothing(text: string): boolean {
  const code = text.charCodeAt(0);
  const isLetter = (code > 0x20 && code < 0x7f) || (code >= 0x4e00 && code <= 0x9fff);
  return text.length <= nothingLengthMax * 2 && (!isLetter || firstLetters.has(code));
}

/** `无`, `/`, `undefined`, `null`, `-` → absent */
export const noneText: Transform = {
  name: 'none-text',
  zh: '“无”“/”“-”“null”“undefined”等视为未填',
  en: 'takes words for nothing (无, /, -, null, undefined) as absent',
  apply: (text) => (mayBeNothing(text) && nothing.has(text.trim().toLowerCase()) ? undefined : text),
};

const forever: ReadonlySet<string> = new Set(['长期', '长期有效', '永久', '永久有效', '无固定期限', '无期限']);

/** `长期` → `2099-12-31`, the day that the credit systems read as "no end". */
export const longTerm: Transform = {
  name: 'long-term',
  zh: '“长期”“永久”等写作 2099-12-31',
  en: 'writes 长期, 永久 and the like as 2099-12-31',
  apply: (text) => (forever.has(text.trim()) ? '2099-12-31' : text),
};
