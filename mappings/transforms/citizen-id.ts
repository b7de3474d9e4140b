import { areDigits } from '../../schemas/identifiers/identifier.js';
import { normalise } from '../../schemas/identifiers/citizen-id.js';
import type { Transform } from './transform.js';

/** `110105491231002` → `11010519491231002X`: the old 15 digits become 18, blanks go, half-width, upper case. */
export const citizenId: Transform = {
  name: 'citizen-id',
  zh: '公民身份号码清洗：15位升18位，去空白，转半角大写',
  en: 'makes an old citizen identity number of 15 digits one of 18; no blanks, ASCII, upper case',
  apply: (text) => (isClean(text) ? text : normalise(text) || undefined),
};

/** Most numbers are written as they should be: looking at their digits costs a fraction of normalising. */
function isClean(text: string): boolean {
  return text.length === 18 && areDigits(text, 0, 17) && (text.endsWith('X') || areDigits(text, 17, 18));
}
