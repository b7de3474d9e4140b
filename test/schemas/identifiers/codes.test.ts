import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as division from '../../../schemas/identifiers/division-code.js';
import * as listCode from '../../../schemas/identifiers/implementation-list-code.js';
import * as organisation from '../../../schemas/identifiers/organisation-code.js';
import * as registration from '../../../schemas/identifiers/registration-number.js';
import { divisionCodes, organisationCodes, registrationNumbers } from '../../arbitraries/identifiers.js';

describe('organisation code', () => {
  it('accepts the organisation part of a credit code', () => {
    expect(organisation.check('MA7XXX018')).toEqual({ ok: true });
  });

  it('names the check character that the others ask for', () => {
    expect(organisation.check('MA7XXX017')).toMatchObject({
      code: 'RECORD_ORGANISATION_CODE_WRONG_CHECK_DIGIT',
      expected: '8',
    });
  });

  it('takes X for ten and 0 for eleven', () => {
    const endings = new Set(
      ['00000000', '00000001', '00000005', '00000006'].map((body) =>
        organisation.withCheckDigit(body).at(-1),
      ),
    );
    expect(endings).toEqual(new Set(['0', '9', '1', 'X']));
  });

  it('refuses small letters and wrong lengths', () => {
    expect(organisation.check('ma7XXX018')).toMatchObject({
      code: 'RECORD_ORGANISATION_CODE_WRONG_FORM',
      position: 1,
    });
    expect(organisation.check('MA7XXX01-8')).toMatchObject({ code: 'RECORD_ORGANISATION_CODE_WRONG_FORM' });
  });

  it('loses its hyphen when normalised', () => {
    expect(organisation.normalise(' ma7xxx01－8 ')).toBe('MA7XXX018');
  });

  it('is right as soon as its check character is', () => {
    fc.assert(fc.property(organisationCodes(), (code) => expect(organisation.check(code).ok).toBe(true)));
  });
});

describe('registration number', () => {
  it('accepts the known example of 15 digits', () => {
    expect(registration.check('110108000000016')).toEqual({ ok: true });
  });

  it('names the check digit that the others ask for', () => {
    expect(registration.check('110108000000015')).toMatchObject({
      code: 'RECORD_REGISTRATION_NUMBER_WRONG_CHECK_DIGIT',
      expected: '6',
    });
  });

  it('lets older numbers without check digit pass', () => {
    expect(registration.check('6230001200123').ok).toBe(true);
    expect(registration.check('企合粤总字第110108号').ok).toBe(true);
  });

  it('refuses blanks and nothing at all', () => {
    expect(registration.check('62300 01200123')).toMatchObject({
      code: 'RECORD_REGISTRATION_NUMBER_WRONG_FORM',
    });
    expect(registration.check('')).toMatchObject({ code: 'RECORD_REGISTRATION_NUMBER_WRONG_FORM' });
  });

  it('catches every change of one digit', () => {
    fc.assert(
      fc.property(registrationNumbers(), fc.nat(14), fc.nat(9), (text, index, digit) => {
        fc.pre(text.charAt(index) !== String(digit));
        expect(registration.check(text.slice(0, index) + String(digit) + text.slice(index + 1)).ok).toBe(
          false,
        );
      }),
    );
  });
});

describe('division code', () => {
  it.each(['530000', '330702', '623000', '659001', '820000'])('accepts %s', (code) => {
    expect(division.check(code)).toEqual({ ok: true });
  });

  it('accepts counties that are in no current list, because old records keep old codes', () => {
    fc.assert(fc.property(divisionCodes(), (code) => expect(division.check(code).ok).toBe(true)));
  });

  it('refuses a province that does not exist', () => {
    expect(division.check('993000')).toMatchObject({ code: 'RECORD_DIVISION_CODE_UNKNOWN_PROVINCE' });
  });

  it('refuses anything but six digits', () => {
    expect(division.check('6230')).toMatchObject({ code: 'RECORD_DIVISION_CODE_WRONG_FORM' });
    expect(division.check('62300０')).toMatchObject({ code: 'RECORD_DIVISION_CODE_WRONG_FORM' });
    expect(division.normalise(' 62300０')).toBe('623000');
  });
});

describe('code of the inspection implementation list', () => {
  it('accepts a credit code, a digit from 1 to 5 and a number', () => {
    expect(listCode.check('11623000000000019E2001')).toEqual({ ok: true });
  });

  it('refuses another digit in place 19', () => {
    expect(listCode.check('11623000000000019E6001')).toMatchObject({ position: 19 });
  });

  it('says what is wrong with the credit code in it', () => {
    const checked = listCode.check('11623000000000019F2001');
    expect(checked).toMatchObject({ code: 'RECORD_IMPLEMENTATION_LIST_CODE_WRONG_FORM', position: 18 });
    expect(!checked.ok && checked.zh).toContain('应为“E”');
  });

  it('refuses a credit code alone', () => {
    expect(listCode.check('11623000000000019E').ok).toBe(false);
  });
});
