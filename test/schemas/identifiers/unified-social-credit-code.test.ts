import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { check, normalise, withCheckDigit } from '../../../schemas/identifiers/unified-social-credit-code.js';
import { creditCodes } from '../../arbitraries/identifiers.js';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

describe('unified social credit code', () => {
  it.each([
    '91623000MA7XXX018E',
    '91999999MA0TETT03U',
    '92999999MA0TETT11K',
    '92530100MA6TT0A229',
    '11623000000000019E',
    '12999999MA0TETT38K',
    '51999999MA0TETT46D',
    '11330702056851584G',
  ])('accepts %s', (code) => {
    expect(check(code)).toEqual({ ok: true });
  });

  it('names the check character that the other characters ask for', () => {
    expect(check('91623000MA7XXX018F')).toMatchObject({
      code: 'RECORD_CREDIT_CODE_WRONG_CHECK_DIGIT',
      position: 18,
      expected: 'E',
    });
  });

  it('names the first character that is not allowed where it stands', () => {
    expect(check('91623000MA7XXO018E')).toMatchObject({
      code: 'RECORD_CREDIT_CODE_WRONG_CHARACTER',
      position: 14,
    });
    expect(check('91A23000MA7XXX018E')).toMatchObject({
      code: 'RECORD_CREDIT_CODE_WRONG_CHARACTER',
      position: 3,
    });
    expect(check('91623000MA7XXX018Z')).toMatchObject({
      code: 'RECORD_CREDIT_CODE_WRONG_CHARACTER',
      position: 18,
    });
  });

  it('says how long a code of the wrong length is', () => {
    const checked = check('91623000MA7XXX018');
    expect(checked).toMatchObject({ code: 'RECORD_CREDIT_CODE_WRONG_LENGTH' });
    expect(!checked.ok && checked.zh).toContain('现为17位');
  });

  it('finds an organisation code inside that contradicts its own check character', () => {
    // The last character fits the 17 before it; character 17 should be 8.
    const broken = '91623000MA7XXX017';
    const last = Array.from(alphabet).find((character) => {
      const checked = check(broken + character);
      return checked.ok || checked.code === 'RECORD_CREDIT_CODE_WRONG_ORGANISATION_PART';
    });
    expect(check(broken + String(last))).toMatchObject({
      code: 'RECORD_CREDIT_CODE_WRONG_ORGANISATION_PART',
      position: 17,
      expected: '8',
    });
  });

  it('catches every change of one character', () => {
    fc.assert(
      fc.property(
        creditCodes(),
        fc.nat(17),
        fc.constantFrom(...Array.from(alphabet)),
        (code, index, character) => {
          fc.pre(code.charAt(index) !== character);
          expect(check(code.slice(0, index) + character + code.slice(index + 1)).ok).toBe(false);
        },
      ),
    );
  });

  it('is made right by its check characters', () => {
    fc.assert(fc.property(creditCodes(), (code) => expect(withCheckDigit(code.slice(0, 16))).toBe(code)));
  });

  it('refuses a body that is none', () => {
    expect(() => withCheckDigit('91623000')).toThrow(RangeError);
    expect(() => withCheckDigit('9162300OMA7XXX01')).toThrow(RangeError);
  });

  it('is made half-width and upper case, without blanks', () => {
    expect(normalise(' ９１６２３０００ma7xxx０18ｅ\u3000\u200b')).toBe('91623000MA7XXX018E');
  });

  it('judges any text without throwing, and normalises it to the same text twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        check(text);
        expect(normalise(normalise(text))).toBe(normalise(text));
      }),
    );
  });
});
