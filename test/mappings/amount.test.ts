import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amountInWords } from '../../mappings/amount-in-words.js';
import { addDecimals, formatDecimal, parseDecimal } from '../../mappings/decimal.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { apply, mistakesOf, specOf } from './sample.js';

const inTenThousands = { amount: { figure: 'fk', unit: '万元', words: 'nr', after: '罚款' } };
const written = { amount: { figure: 'fk', unit: 'written', words: 'nr', after: '罚款' } };
const wordsOnly = { amount: { words: 'nr', after: '罚款' } };

describe('amount', () => {
  it.each<[string, JsonValue, JsonObject, string | undefined]>([
    ['a figure in the unit of the form', inTenThousands, { fk: '0.2' }, '2000.00'],
    ['a figure that the words confirm', inTenThousands, { fk: '0.2', nr: '罚款2000元' }, '2000.00'],
    ['a figure in yuan where the form asks for 万元, by the words', inTenThousands, { fk: '2000', nr: '罚款人民币2,000元整' }, '2000.00'],
    ['a figure whose cell says another unit, by the words', inTenThousands, { fk: '2000元', nr: '罚款2000元' }, '2000.00'],
    ['words that name no amount leave it to the form', inTenThousands, { fk: '50', nr: '罚款五十万元' }, '500000.00'],
    ['words with two fines leave it to the form', inTenThousands, { fk: '0.3', nr: '罚款1000元；罚款2000元' }, '3000.00'],
    ['no figure where the form has one, whatever the words say', inTenThousands, { fk: '/', nr: '罚款2000元' }, undefined],
    ['zero, whose unit does not matter', written, { fk: '0.0' }, '0.00'],
    ['a figure that says its unit', written, { fk: '0.2万元' }, '2000.00'],
    ['a figure without unit in yuan, by the words', written, { fk: 2000, nr: '罚款2000元' }, '2000.00'],
    ['a figure without unit in 万元, by the words', written, { fk: '0.2', nr: '罚款2000元' }, '2000.00'],
    ['a fen', inTenThousands, { fk: '0.000001' }, '0.01'],
    ['the words alone', wordsOnly, { nr: '警告；罚款２０００元' }, '2000.00'],
    ['the words alone, in 万元', wordsOnly, { nr: '处以罚款 1.25 万元' }, '12500.00'],
    ['no words either', wordsOnly, { nr: null }, undefined],
    ['words of another amount', wordsOnly, { nr: '没收违法所得500元' }, undefined],
  ])('takes %s', (_, rule, row, expected) => {
    expect(apply(rule, row)).toBe(expected);
  });

  it.each<[string, JsonValue, JsonObject, string]>([
    ['a figure without unit and without words', written, { fk: '2000' }, 'MAPPING_NUMBER_UNIT_DOUBTFUL'],
    ['a figure without unit that the words do not know', written, { fk: '2000', nr: '罚款三千元' }, 'MAPPING_NUMBER_UNIT_DOUBTFUL'],
    ['a cell that says another unit than the form', inTenThousands, { fk: '2000元' }, 'MAPPING_NUMBER_UNIT_DOUBTFUL'],
    ['words that contradict the figure', inTenThousands, { fk: '0.2', nr: '罚款3000元' }, 'MAPPING_NUMBER_UNIT_DOUBTFUL'],
    ['words of a fine where the figure is zero', inTenThousands, { fk: '0', nr: '罚款3000元' }, 'MAPPING_NUMBER_UNIT_DOUBTFUL'],
    ['a unit that is none', inTenThousands, { fk: '2万' }, 'MAPPING_NUMBER_UNIT_DOUBTFUL'],
    ['a figure that is none', inTenThousands, { fk: '两千' }, 'MAPPING_NUMBER_NOT_READABLE'],
    ['less than a fen', inTenThousands, { fk: '0.0000001' }, 'MAPPING_NUMBER_TOO_PRECISE'],
  ])('refuses %s', (_, rule, row, code) => {
    expect(apply(rule, row)).toEqual([code]);
  });

  it('adds up several figures, and what the words name after several words', () => {
    const rule = { amount: { figure: ['a', 'b'], unit: 'written', words: 'nr', after: ['没收违法所得', '没收非法财物'] } };
    expect(apply(rule, { a: '100.5', b: '200', nr: '没收违法所得100.5元、没收非法财物200元' })).toBe('300.50');
    expect(apply(rule, { a: '100.5', nr: '没收违法所得100.5元' })).toBe('100.50');
    expect(apply(rule, { a: '100.5', b: '200', nr: '没收违法所得100.5元' })).toEqual(['MAPPING_NUMBER_UNIT_DOUBTFUL']);
  });

  it.each<[JsonValue, string]>([
    [{ amount: { figure: 'fk' } }, 'MAPPING_SPEC_SHAPE_WRONG'],
    [{ amount: { words: 'nr' } }, 'MAPPING_SPEC_SHAPE_WRONG'],
    [{ amount: {} }, 'MAPPING_SPEC_SHAPE_WRONG'],
    [{ amount: { figure: 'fk', unit: '块' } }, 'MAPPING_SPEC_WORD_UNKNOWN'],
    [{ amount: { figure: 'a..b', unit: '元' } }, 'MAPPING_SPEC_PATH_WRONG'],
    [{ amount: { words: 'nr', after: [] } }, 'MAPPING_SPEC_SHAPE_WRONG'],
    [{ amount: { words: 'nr', after: '罚款', before: '元' } }, 'MAPPING_SPEC_WORD_UNKNOWN'],
  ])('is told of a mistake in %j', (rule, code) => {
    expect(mistakesOf(specOf({ x: rule })).map((mistake) => mistake.code)).toContain(code);
  });
});

describe('an amount in words', () => {
  const shown = (text: string, ...words: string[]): string | undefined => {
    const amount = amountInWords(text, words);
    return amount === undefined || amount === 'doubtful' ? amount : formatDecimal(amount);
  };

  it.each(['依法减轻处罚，罚款2000元', '免予罚款2000元', '撤销罚款2000元的决定', '罚款2000元变更为警告'])(
    'settles nothing where words tell of remission or change: %s',
    (nr) => {
      expect(apply(wordsOnly, { nr })).toBeUndefined();
      expect(apply(written, { fk: '2000', nr })).toEqual(['MAPPING_NUMBER_UNIT_DOUBTFUL']);
      expect(apply(inTenThousands, { fk: '0.1', nr })).toBe('1000.00');
    },
  );

  it.each(['罚款1000元、罚款2000元', '罚款3倍', '罚款2000', '罚款2000-3000元'])(
    'is not certain in %s',
    (text) => {
      expect(shown(text, '罚款')).toBe('doubtful');
    },
  );

  it('takes words as they are written, not as patterns', () => {
    expect(shown('罚.2000元', '罚.')).toBe('2000');
    expect(shown('罚款2000元', '罚.')).toBeUndefined();
  });

  it('is read from any text without throwing', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('罚款没收0123456789.,，万元整￥: 免')) });
    fc.assert(fc.property(text, (any) => expect(() => amountInWords(any, ['罚款', '没收'])).not.toThrow()));
  });

  it('keeps every digit of a sum', () => {
    const cents = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
    const decimal = (value: bigint): string => {
      const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
      return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
    };
    fc.assert(
      fc.property(cents, cents, (one, other) => {
        const [left, right, sum] = [one, other, one + other].map((value) => parseDecimal(decimal(value)));
        expect(left && right && addDecimals(left, right)).toEqual(sum);
      }),
    );
  });
});
