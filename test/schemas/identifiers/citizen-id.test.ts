import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { check, normalise, withCheckDigit } from '../../../schemas/identifiers/citizen-id.js';
import { citizenIds } from '../../arbitraries/identifiers.js';

describe('citizen identity number', () => {
  it('accepts the example of the standard', () => {
    expect(check('11010519491231002X')).toEqual({ ok: true });
  });

  it('computes the check characters of both examples of the standard', () => {
    expect(withCheckDigit('11010519491231002')).toBe('11010519491231002X');
    expect(withCheckDigit('44052418800101001')).toBe('440524188001010014');
  });

  it('names the check character that the digits ask for', () => {
    expect(check('110105194912310021')).toMatchObject({
      code: 'RECORD_CITIZEN_ID_WRONG_CHECK_DIGIT',
      expected: 'X',
    });
  });

  it.each([
    ['no day of the calendar', '11010519490230002X'],
    ['a birth before 1900', '440524188001010014'],
  ])('refuses %s', (_, text) => {
    expect(check(text)).toMatchObject({ code: 'RECORD_CITIZEN_ID_WRONG_BIRTH_DATE' });
  });

  it('refuses a birth after the day on which it is judged', () => {
    const text = withCheckDigit('62300120261123001');
    expect(check(text, '2026-11-23')).toEqual({ ok: true });
    expect(check(text, '2026-11-22')).toMatchObject({ code: 'RECORD_CITIZEN_ID_WRONG_BIRTH_DATE' });
  });

  it.each(['', '1101051949123100', '11010519491231002x', 'A1010519491231002X', '110105491231002'])(
    'refuses the form of "%s"',
    (text) => {
      expect(check(text)).toMatchObject({ code: 'RECORD_CITIZEN_ID_WRONG_FORM' });
    },
  );

  it('turns a number of 15 digits into that of 18', () => {
    expect(normalise('110105491231002')).toBe('11010519491231002X');
  });

  it('leaves 15 digits alone whose date of birth is none', () => {
    expect(normalise('110105491331002')).toBe('110105491331002');
  });

  it('leaves 15 digits alone that may be of somebody born before 1900', () => {
    expect(normalise('110105981231996')).toBe('110105981231996');
    expect(normalise('110105981231995')).toHaveLength(18);
  });

  it('is made half-width and upper case, without blanks', () => {
    expect(normalise(' １１０１０５ 19491231 002ｘ')).toBe('11010519491231002X');
  });

  it('catches every change of one digit', () => {
    fc.assert(
      fc.property(citizenIds(), fc.nat(16), fc.nat(9), (text, index, digit) => {
        fc.pre(text.charAt(index) !== String(digit));
        expect(check(text.slice(0, index) + String(digit) + text.slice(index + 1)).ok).toBe(false);
      }),
    );
  });
});
