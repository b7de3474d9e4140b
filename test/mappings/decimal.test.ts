import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatDecimal, movePoint, parseDecimal } from '../../mappings/decimal.js';
import { splitUnit } from '../../mappings/units.js';

const plainDecimal = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.integer({ min: 0, max: 10 }))
  .map(([negative, digits, scale]) => {
    const padded = String(digits).padStart(scale + 1, '0');
    const text = scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
    return { text: negative && digits !== 0n ? `-${text}` : text, negative, digits, scale };
  });

describe('exact decimals', () => {
  it('writes back every decimal with its own number of places', () => {
    fc.assert(
      fc.property(plainDecimal, ({ text, scale }) => {
        const value = parseDecimal(text);
        return value !== undefined && formatDecimal(value, scale) === text;
      }),
    );
  });

  it('comes back to the same amount from 元 to 万元 to 元', () => {
    fc.assert(
      fc.property(plainDecimal, fc.integer({ min: -10, max: 10 }), ({ text }, places) => {
        const value = parseDecimal(text);
        expect(value).toBeDefined();
        return value === undefined || formatDecimal(movePoint(movePoint(value, places), -places)) === formatDecimal(value);
      }),
    );
  });

  it('multiplies by a power of ten as big integers do', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.integer({ min: 0, max: 8 }), (digits, places) => {
        const value = parseDecimal(String(digits));
        return value !== undefined && formatDecimal(movePoint(value, places)) === String(digits * 10n ** BigInt(places));
      }),
    );
  });

  it('reads thousands separators where they stand every three digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), (digits) => {
        const value = parseDecimal(digits.toLocaleString('en-US'));
        return value !== undefined && formatDecimal(value) === String(digits);
      }),
    );
  });

  it.each([
    ['１，２３４．５０', '1234.5'],
    ['+5', '5'],
    ['－3', '-3'],
    ['−3', '-3'],
    ['-0', '0'],
    ['0000.00', '0'],
    ['007', '7'],
    ['12,345', '12345'],
  ])('reads %s as %s', (text, expected) => {
    const value = parseDecimal(text);
    expect(value && formatDecimal(value)).toBe(expected);
  });

  it.each(['', '-', '.', '.5', '5.', '1,5', '12,34', '1,2345', '1234,567', ',123', '1.2.3', '1.234,5', '1 000', '1e5', '0x10', '二', '1-', '1'.repeat(41)])(
    'refuses %s instead of guessing',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
    },
  );

  it('never drops a digit: too many places give nothing instead of a rounded amount', () => {
    const value = parseDecimal('0.125');
    expect(value && formatDecimal(value, 2)).toBeUndefined();
    expect(value && formatDecimal(value, 3)).toBe('0.125');
  });
});

describe('a unit written beside a number', () => {
  it.each([
    ['2000元', '2000', '元'],
    ['２０００ 元整', '2000', '元'],
    ['0.2 万元', '0.2', '万元'],
    ['¥2,000', '2000', '元'],
    ['人民币2000元', '2000', '元'],
    ['3亿元', '3', '亿元'],
    ['2万', '2', 'unknown'],
    ['2000块', '2000', 'unknown'],
  ])('takes %s apart', (text, number, unit) => {
    const found = splitUnit(text);
    expect({ number: found.number && formatDecimal(found.number), unit: found.unit }).toEqual({ number, unit });
  });

  it.each(['贰仟元', '元', '约2000元', '2000-3000元', 'abc'])('finds no number in %s', (text) => {
    expect(splitUnit(text).number).toBeUndefined();
  });
});
