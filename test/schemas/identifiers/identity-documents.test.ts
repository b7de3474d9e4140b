import { describe, expect, it } from '@jest/globals';
import { loadCodeTables } from '../../../schemas/code-tables.js';
import { check, normalise } from '../../../schemas/identifiers/identity-document.js';

/** Codes of the table id-document-type. */
const residencePermit = '154';
const passport = '414';
const taiwanPermit = '511';
const hongKongMacaoPermit = '516';
const permanentResidenceCard = '553';

describe('the number of an identity document', () => {
  it.each([
    ['a citizen identity card', '111', '11010519491231002X'],
    ['a temporary identity card', '112', '11010519491231002X'],
    ['a residence permit, the specimen for Hong Kong and Macao', residencePermit, '810000199408230021'],
    ['a residence permit, the specimen for Taiwan', residencePermit, '830000199201300022'],
    ['a passport of today', passport, 'EA0000000'],
    ['an older passport', passport, 'G00000000'],
    ['a passport of another country', passport, 'X1234567'],
    ['a travel permit for Hong Kong', hongKongMacaoPermit, 'H00000000'],
    ['an old travel permit for Macao with its count of renewals', hongKongMacaoPermit, 'M0000000001'],
    ['a travel permit card for Taiwan', taiwanPermit, '00000000'],
    ['a travel permit booklet for Taiwan', taiwanPermit, '0000000001'],
    ['a travel permit booklet that names its place of issue', taiwanPermit, '0000000001(B)'],
    ['a permanent residence card of 2023', permanentResidenceCard, '932682198501010017'],
    ['an older permanent residence card', permanentResidenceCard, 'KAZ110090123105'],
  ])('is accepted: %s', (_, type, text) => {
    expect(check(type, text, '2026-11-23')).toEqual({ ok: true });
    expect(normalise(type, text)).toBe(text);
  });

  it.each([
    ['a slip in a residence permit', residencePermit, '810000199408230022', 'CHECK_DIGIT', { position: 18, expected: '1' }],
    ['an identity card given as residence permit', residencePermit, '11010519491231002X', 'FORM', { position: 1 }],
    ['a residence permit of 17 characters', residencePermit, '81000019940823002', 'FORM', {}],
    ['a residence permit with no such birthday', residencePermit, '810000199402300021', 'BIRTH_DATE', { position: 7 }],
    ['letters only as passport', passport, 'PASSPORT', 'FORM', {}],
    ['a passport with a sign in it', passport, 'E1234/678', 'FORM', { position: 6 }],
    ['a passport of four characters', passport, 'E123', 'FORM', {}],
    ['a Hong Kong permit with another letter', hongKongMacaoPermit, 'K00000000', 'FORM', { position: 1 }],
    ['a Hong Kong permit with a letter among its digits', hongKongMacaoPermit, 'H0000O000', 'FORM', { position: 6 }],
    ['a Hong Kong permit of seven digits', hongKongMacaoPermit, 'H0000000', 'FORM', {}],
    ['a Taiwan permit with a letter', taiwanPermit, 'T0000000', 'FORM', { position: 1 }],
    ['a Taiwan permit of nine digits', taiwanPermit, '000000000', 'FORM', {}],
    ['a slip in an old residence card', permanentResidenceCard, 'KAZ110090123106', 'CHECK_DIGIT', { position: 15, expected: '5' }],
    ['an old residence card with no such birthday', permanentResidenceCard, 'KAZ110090133105', 'BIRTH_DATE', { position: 8 }],
    ['an old residence card with two letters', permanentResidenceCard, 'KA0110090123105', 'FORM', {}],
    ['a slip in a residence card of 2023', permanentResidenceCard, '932682198501010018', 'CHECK_DIGIT', { expected: '7' }],
    ['an identity card given as residence card', permanentResidenceCard, '11010519491231002X', 'FORM', { position: 1 }],
  ])('is refused with what would be right: %s', (_, type, text, fault, details) => {
    const checked = check(type, text, '2026-11-23');
    expect(checked).toMatchObject({ ok: false, code: expect.stringMatching(`^RECORD_ID_DOCUMENT_WRONG_${fault}$`), ...details });
    // The number itself is personal and stays out of the words.
    expect(JSON.stringify(checked)).not.toContain(text);
  });

  it('has no birthday after the day on which it is judged', () => {
    expect(check(residencePermit, '810000199408230021', '1994-08-22')).toMatchObject({ code: 'RECORD_ID_DOCUMENT_WRONG_BIRTH_DATE' });
    expect(check(permanentResidenceCard, '932682198501010017', '1984-12-31')).toMatchObject({ code: 'RECORD_ID_DOCUMENT_WRONG_BIRTH_DATE' });
  });

  it.each([
    [passport, ' ｅa-000 0000', 'EA0000000'],
    [hongKongMacaoPermit, 'ｈ０0000000', 'H00000000'],
    [taiwanPermit, '0000000001（b）', '0000000001(B)'],
    ['111', '110105491231002', '11010519491231002X'],
    ['990', ' ab－1 ', 'AB-1'],
  ])('is written as its kind %s writes it', (type, text, expected) => {
    expect(normalise(type, text)).toBe(expected);
  });

  it('has a rule for every kind of the shipped table, and passes for a kind of a workspace', () => {
    for (const { code } of loadCodeTables().table('id-document-type')?.items ?? []) {
      expect([code, check(code, '?').ok]).toEqual([code, false]);
    }
    expect(check('990', '?')).toEqual({ ok: true });
  });
});
