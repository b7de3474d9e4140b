import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  citizenId,
  creditCode,
  isCitizenId,
  isCreditCode,
  isOrganisationCode,
  isRealDate,
  isRegistrationNumber,
  organisationCode,
} from '../../../gateway/sandbox/identifiers.js';

const alphabet = Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY');
const today = '2026-11-23';

const creditCodes = fc
  .tuple(
    fc.array(fc.constantFrom(...alphabet), { minLength: 8, maxLength: 8 }),
    fc.integer({ min: 100_000, max: 999_999 }),
  )
  .map(([body, division]) => creditCode(`91${division}${organisationCode(body.join(''))}`));

describe('the sandbox’s own identifier checks', () => {
  it.each([
    '91623000MA7XXX018E', '91999999MA0TETT03U', '92999999MA0TETT11K', '11623000000000019E',
    '51999999MA0TETT46D',
  ])('take the valid credit code %s', (code) => expect(isCreditCode(code)).toBe(true));

  it('notice every single changed character of a credit code', () => {
    fc.assert(
      fc.property(creditCodes, fc.nat(17), fc.constantFrom(...alphabet), (code, place, character) => {
        const changed = code.slice(0, place) + character + code.slice(place + 1);
        expect(isCreditCode(changed)).toBe(changed === code);
      }),
    );
  });

  it('refuse credit codes in lower case, with letters that are not used, or too short', () => {
    for (const code of ['91623000ma7xxx018e', '91623000MA7XXXI18E', '91623000MA7XXX018', ''])
      expect(isCreditCode(code)).toBe(false);
  });

  it('take the citizen numbers that the standard prints', () => {
    expect(isCitizenId('11010519491231002X', today)).toBe(true);
    expect(isCitizenId('440524188001010014', today)).toBe(false);
    expect(citizenId('44052418800101001')).toBe('440524188001010014');
  });

  it('refuse a citizen number with a day that is not in the calendar or lies ahead', () => {
    expect(isCitizenId(citizenId('62309919900230001'), today)).toBe(false);
    expect(isCitizenId(citizenId('62309920261124001'), today)).toBe(false);
    expect(isCitizenId(citizenId('62309920261123001'), today)).toBe(true);
  });

  it('check organisation codes, registration numbers and dates', () => {
    expect(isOrganisationCode('MA7XXX018')).toBe(true);
    expect(isOrganisationCode('MA7XXX019')).toBe(false);
    expect(isRegistrationNumber('110108000000016')).toBe(true);
    expect(isRegistrationNumber('110108000000017')).toBe(false);
    expect(isRealDate('2024-02-29')).toBe(true);
    expect(isRealDate('2026-02-29')).toBe(false);
    expect(isRealDate('2026-2-9')).toBe(false);
  });
});
