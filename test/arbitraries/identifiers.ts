import fc from 'fast-check';
import { withCheckDigit as citizenIdOf } from '../../schemas/identifiers/citizen-id.js';
import {
  check as checkCreditCode,
  withCheckDigit as creditCodeOf,
} from '../../schemas/identifiers/unified-social-credit-code.js';
import { withCheckDigit as organisationCodeOf } from '../../schemas/identifiers/organisation-code.js';
import { withCheckDigit as registrationNumberOf } from '../../schemas/identifiers/registration-number.js';

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const organisationAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const kinds = ['11', '12', '51', '52', '53', '91', '92', '93'];
const provinces = ['11', '32', '33', '37', '53', '62'];
const dayMs = 24 * 60 * 60 * 1000;

/** Text of so many characters of an alphabet. */
function characters(alphabet: string, length: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength: length, maxLength: length });
}

export function digits(length: number): fc.Arbitrary<string> {
  return characters('0123456789', length);
}

/** Valid division codes of provinces named in the policies. */
export function divisionCodes(): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...provinces), digits(4)).map((parts) => parts.join(''));
}

/** Valid unified social credit codes of all kinds of organisation. */
export function creditCodes(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...kinds), divisionCodes(), characters(creditAlphabet, 8))
    .map((parts) => creditCodeOf(parts.join('')))
    .filter((code) => checkCreditCode(code).ok);
}

/** Valid organisation codes. */
export function organisationCodes(): fc.Arbitrary<string> {
  return characters(organisationAlphabet, 8).map(organisationCodeOf);
}

/** Valid registration numbers of 15 digits. */
export function registrationNumbers(): fc.Arbitrary<string> {
  return digits(14).map(registrationNumberOf);
}

/** Valid citizen identity numbers of people born from 1930 to 2005. */
export function citizenIds(): fc.Arbitrary<string> {
  return personNumbers(divisionCodes());
}

/** Days from the first to the last, both included, as YYYY-MM-DD. */
export function legalDates(first: string, last: string): fc.Arbitrary<string> {
  const days = (Date.parse(last) - Date.parse(first)) / dayMs;
  return fc.integer({ min: 0, max: days }).map((offset) => addDays(first, offset));
}

/** The day so many days after another. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

/** Document numbers as authorities write them. */
export function documentNumbers(): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom('州市监处罚', '甘南环罚', '合市建罚字', '云应急罚'),
      fc.integer({ min: 2015, max: 2026 }),
      fc.integer({ min: 1, max: 9999 }),
    )
    .map(([prefix, year, number]) => `${prefix}〔${year}〕${number}号`);
}

/** Numbers of residence permits of people from Hong Kong, Macao and Taiwan. */
export function residencePermits(): fc.Arbitrary<string> {
  return personNumbers(fc.constantFrom('810000', '820000', '830000'));
}

/** Numbers of permanent residence cards issued since December 2023. */
export function permanentResidenceCards(): fc.Arbitrary<string> {
  const place = fc.tuple(fc.constantFrom(...provinces), digits(3)).map((parts) => `9${parts.join('')}`);
  return personNumbers(place);
}

/** Numbers of older permanent residence cards: bodies of 14 characters without their check digit. */
export function oldPermanentResidenceBodies(): fc.Arbitrary<string> {
  return fc
    .tuple(characters('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 3), digits(4), legalDates('1930-01-01', '1999-12-31'), digits(1))
    .map(([country, place, born, sequence]) => country + place + born.slice(2).replaceAll('-', '') + sequence);
}

function personNumbers(lead: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(lead, legalDates('1930-01-01', '2005-12-31'), digits(3))
    .map(([six, born, sequence]) => citizenIdOf(six + born.replaceAll('-', '') + sequence));
}
