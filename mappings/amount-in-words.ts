import { addDecimals, movePoint, parseDecimal } from './decimal.js';
import type { Decimal } from './decimal.js';
import { toHalfWidth } from './transforms/transform.js';
import { moneyUnits, unitNames } from './units.js';

/** Words after which an amount in a text may be the one that was not imposed, or one of several. */
const doubtfulWords = /免|不予|减|撤|变更|改为|改处/;
const between = '(?:人民币|共计|合计|计|[:¥￥])*\\s*';
const units = unitNames.toSorted((one, other) => other.length - one.length).join('|');

/**
 * The amount in yuan that a text names after each of some words: `罚款人民币2,000元，没收违法所得1.2万元` names 2000 after
 * 罚款. Several words are added up, each may name one amount. Undefined where none is named, and wherever it is not
 * certain which amount it is: two after one word, a number without a unit, words of remission or change.
 */
export function amountInWords(text: string, words: readonly string[]): Decimal | undefined {
  const plain = toHalfWidth(text);
  if (doubtfulWords.test(plain)) return undefined;
  let total: Decimal | undefined;
  for (const word of words) {
    const [first, ...more] = plain.matchAll(amountAfter(word));
    if (more.length > 0) return undefined;
    const { number = '', unit = '' } = first?.groups ?? {};
    const amount = parseDecimal(number);
    const places = unitNames.find((name) => name === unit);
    if (first === undefined) continue;
    if (amount === undefined || places === undefined) return undefined;
    const yuan = movePoint(amount, moneyUnits[places]);
    total = total === undefined ? yuan : addDecimals(total, yuan);
  }
  return total;
}

/** A word, what may stand between, and a number with its unit; without a unit the number is found all the same. */
function amountAfter(word: string): RegExp {
  const literal = word.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  return new RegExp(`${literal}${between}(?<number>\\d[\\d,.]*)\\s*(?<unit>${units})?`, 'g');
}
