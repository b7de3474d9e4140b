import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mask, maskIdNumber, maskName, maskPhone, shownValue } from '../../schemas/masking.js';

describe('masking', () => {
  it.each([
    ['张三丰', '张**'],
    ['欧阳', '欧*'],
    ['𠮷田', '𠮷*'],
    ['张', '*'],
    ['', ''],
  ])('shows of the name %s only %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it.each([
    ['11010519491231002X', '110105********002X'],
    ['110105491231002', '110105*****1002'],
    ['E12345678', 'E*******8'],
    ['1234', '****'],
  ])('shows of the document number %s only %s', (number, masked) => {
    expect(maskIdNumber(number)).toBe(masked);
  });

  it.each([
    ['13812341234', '138****1234'],
    ['0941-8212345', '********2345'],
    ['12345', '*****'],
  ])('shows of the telephone number %s only %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });

  it('changes nothing when it is done twice', () => {
    const kinds = fc.constantFrom('name', 'id-number', 'phone', 'text' as const);
    fc.assert(
      fc.property(
        kinds,
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^1[3-9]\d{9}$/)),
        (kind, value) => {
          expect(mask(kind, mask(kind, value))).toBe(mask(kind, value));
        },
      ),
    );
  });
});

describe('value shown to a person', () => {
  it('is cut to 80 characters, rare ideographs whole', () => {
    const shown = shownValue('𠮷'.repeat(200)) ?? '';
    expect(Array.from(shown)).toHaveLength(80);
    expect(shown.endsWith('𠮷…')).toBe(true);
    expect(shownValue('票'.repeat(80))).toBe('票'.repeat(80));
  });

  it('is masked before it is cut', () => {
    expect(shownValue('张'.padEnd(300, '三'), 'name')).toBe(`张${'*'.repeat(78)}…`);
  });

  it('is nothing for objects and lists, which may hold persons', () => {
    expect(shownValue({ name: '张三' })).toBeUndefined();
    expect(shownValue(['张三'])).toBeUndefined();
    expect(shownValue(undefined)).toBeUndefined();
  });

  it('is text for every single value', () => {
    expect([5, true, null, 7n].map((value) => shownValue(value))).toEqual(['5', 'true', 'null', '7']);
  });
});
