import { addDecimals, movePoint, parseDecimal } from './decimal.js';
import type { Decimal } from './decimal.js';
import { moneyUnits, unitNames } from './units.js';

/** Words that make an amount in a text one that was not imposed, or one of several. */
const doubtfulWords = /免|不予|减|撤|变更|改为|改处/;
/** What may stand between a word and its amount, as in 人民币, 共计, 合计. */
const between = codesOf('人民币共合计:：¥￥ \u3000');
/** Full-width forms too. */
const digits = codesOf('0123456789０１２３４５６７８９');
const digitsAndMarks = codesOf('0123456789０１２３４５６７８９,，.．');
/** The longest first, so that 万元 is not read as a unit of its own behind 百. */
const units = unitNames.toSorted((one, other) => other.length - one.length);

/** What a text says of an amount: which one, that it names none (undefined), or that it is not certain which. */
export type AmountInWords = Decimal | 'doubtful' | undefined;

/** True for a text with words of remission or change: the amount that it names may not be the one imposed. */
export function tellsOfChange(text: string): boolean {
  return doubtfulWords.test(text);
}

/**
 * The amount in yuan that a text names behind each of some words: `罚款人民币2,000元，没收违法所得1.2万元` names 2000 behind
 * 罚款. Several words are added up, each may name one amount. Doubtful wherever it is not certain which amount it is:
 * two behind one word, or a number without a unit.
 */
export function amountInWords(text: string, words: readonly string[]): AmountInWords {
  let total: Decimal | undefined;
  for (let index = 0; index < words.length; index++) {
    const amount = amountBehind(text, words[index] ?? '');
    if (amount === 'doubtful') return amount;
    if (amount !== undefined) total = total === undefined ? amount : addDecimals(total, amount);
  }
  return total;
}

function amountBehind(text: string, word: string): AmountInWords {
  let found: Decimal | undefined;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    const start = skip(text, at + word.length, between);
    const end = skip(text, start, digitsAndMarks);
    if (end === start || !digits.has(text.charCodeAt(start))) continue;
    const amount = parseDecimal(text.slice(start, end));
    const unitAt = skip(text, end, between);
    const places = units.find((unit) => text.startsWith(unit, unitAt));
    if (found !== undefined || amount === undefined || places === undefined) return 'doubtful';
    found = places === '元' ? amount : movePoint(amount, moneyUnits[places]);
  }
  return found;
}

/** The first place from `at` on whose character is not one of these. */
function skip(text: string, at: number, codes: ReadonlySet<number>): number {
  let place = at;
  while (place < text.length && codes.has(text.charCodeAt(place))) place++;
  return place;
}

function codesOf(characters: string): ReadonlySet<number> {
  return new Set(Array.from(characters, (character) => character.charCodeAt(0)));
}
