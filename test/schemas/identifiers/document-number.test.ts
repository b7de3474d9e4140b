import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { check, normalise } from '../../../schemas/identifiers/document-number.js';
import { documentNumbers } from '../../arbitraries/identifiers.js';

describe('document number', () => {
  it.each(['州市监处罚〔2026〕12号', '甘南环罚〔2026〕3号', '6230012026001234', '发改办财金〔2018〕424号'])(
    'accepts %s',
    (text) => {
      expect(check(text)).toEqual({ ok: true });
    },
  );

  it.each([
    '州市监处罚[2026]12号',
    '州市监处罚(2026)12号',
    '州市监处罚【2026】12号',
    '州市监处罚（2026）12号',
    '州市监处罚［2026］12号',
  ])('asks for the right brackets in %s, and normalising puts them there', (text) => {
    expect(check(text)).toMatchObject({ code: 'RECORD_DOCUMENT_NUMBER_WRONG_FORM', position: 6 });
    expect(normalise(text)).toBe('州市监处罚〔2026〕12号');
  });

  it('refuses blanks, nothing, and brackets that do not pair', () => {
    for (const text of [
      '',
      '州市监处罚〔2026〕 12号',
      '州市监处罚〔2026 12号',
      '州市监处罚2026〕〔12号',
      '州〔2026',
    ]) {
      expect(check(text)).toMatchObject({ code: 'RECORD_DOCUMENT_NUMBER_WRONG_FORM' });
    }
  });

  it.each([
    '州市监处罚〔26〕12号',
    '州市监处罚〔1926〕12号',
    '州市监处罚〔2126〕12号',
    '州市监处罚〔二〇二六〕12号',
    '州市监处罚〔20261〕12号',
  ])('refuses the year of %s', (text) => {
    expect(check(text)).toMatchObject({ code: 'RECORD_DOCUMENT_NUMBER_WRONG_YEAR', position: 7 });
  });

  it('loses full-width digits and blanks when normalised, but keeps the case of its letters', () => {
    expect(normalise('州市监处罚［２０２６］１２ 号b')).toBe('州市监处罚〔2026〕12号b');
  });

  it('is left as it is where it is right', () => {
    fc.assert(
      fc.property(documentNumbers(), (text) => {
        expect(check(text).ok).toBe(true);
        expect(normalise(text)).toBe(text);
      }),
    );
  });

  it('normalises any text to the same text twice, and judges it without throwing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('州罚〔〕[]（）【】2026１２号 ａ')) }),
        (text) => {
          check(text);
          expect(normalise(normalise(text))).toBe(normalise(text));
        },
      ),
    );
  });
});
