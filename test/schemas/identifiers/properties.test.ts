import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as caseNumber from '../../../schemas/identifiers/case-number.js';
import * as citizenId from '../../../schemas/identifiers/citizen-id.js';
import * as creditCode from '../../../schemas/identifiers/unified-social-credit-code.js';
import * as division from '../../../schemas/identifiers/division-code.js';
import * as documentNumber from '../../../schemas/identifiers/document-number.js';
import type { IdentifierCheck } from '../../../schemas/identifiers/identifier.js';
import * as identityDocument from '../../../schemas/identifiers/identity-document.js';
import * as listCode from '../../../schemas/identifiers/implementation-list-code.js';
import * as organisation from '../../../schemas/identifiers/organisation-code.js';
import * as registration from '../../../schemas/identifiers/registration-number.js';
import {
  citizenIds,
  creditCodes,
  oldPermanentResidenceBodies,
  organisationCodes,
  permanentResidenceCards,
  registrationNumbers,
  residencePermits,
} from '../../arbitraries/identifiers.js';

interface Identifier {
  readonly check: (text: string) => IdentifierCheck;
  readonly normalise: (text: string) => string;
}

const documentKinds = ['111', '112', '154', '414', '511', '516', '553', '990'];
const identifiers: [string, Identifier][] = [
  ['case number', caseNumber],
  ['citizen identity number', citizenId],
  ['unified social credit code', creditCode],
  ['division code', division],
  ['document number', documentNumber],
  ['implementation list code', listCode],
  ['organisation code', organisation],
  ['registration number', registration],
  ...documentKinds.map((type): [string, Identifier] => [
    `identity document ${type}`,
    {
      check: (text) => identityDocument.check(type, text),
      normalise: (text) => identityDocument.normalise(type, text),
    },
  ]),
];

/** Any text at all, and texts of the characters that numbers are made of, so that they come close to right ones. */
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789XHMEＡ１ －-()（）〔〕[]甘号ß\u200b')), maxLength: 22 }),
);

describe.each(identifiers)('%s', (_, { check, normalise }) => {
  it('is normalised to the same text twice', () => {
    fc.assert(fc.property(texts, (text) => expect(normalise(normalise(text))).toBe(normalise(text))));
  });

  it('is judged without throwing, and a fault is told in Chinese and English', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const checked = check(text);
        if (checked.ok) return;
        expect(checked.zh).toMatch(/\p{Script=Han}/u);
        expect(checked.en).toMatch(/[a-z]/);
        if (checked.position !== undefined) expect(checked.position).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

const digits = '0123456789';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const valueOf = (character: string): number => (digits + letters).indexOf(character);

interface Change {
  readonly index: number;
  readonly from: string;
  readonly to: string;
  readonly changed: string;
}

/** The text with every other character of the alphabet in every place. */
function singleChanges(text: string, alphabet: string): Change[] {
  return Array.from(text).flatMap((from, index) =>
    Array.from(alphabet)
      .filter((to) => to !== from)
      .map((to) => ({ index, from, to, changed: text.slice(0, index) + to + text.slice(index + 1) })),
  );
}

describe('one wrong character', () => {
  it.each([
    ['unified social credit code', creditCodes(), creditAlphabet, creditCode.check],
    ['citizen identity number', citizenIds(), `${digits}X`, citizenId.check],
    ['registration number', registrationNumbers(), digits, registration.check],
    ['residence permit', residencePermits(), `${digits}X`, (text: string) => identityDocument.check('154', text)],
    ['permanent residence card', permanentResidenceCards(), `${digits}X`, (text: string) => identityDocument.check('553', text)],
  ])('is found in every place of a %s', (_, valid, alphabet, check) => {
    fc.assert(
      fc.property(valid, (text) => {
        expect(check(text).ok).toBe(true);
        expect(singleChanges(text, alphabet).filter(({ changed }) => check(changed).ok)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('is found in an organisation code but where its value changes by a multiple of eleven, which the rule cannot see', () => {
    fc.assert(
      fc.property(organisationCodes(), (text) => {
        const isSeen = ({ index, from, to }: Change): boolean =>
          index === text.length - 1 || (valueOf(from) - valueOf(to)) % 11 !== 0;
        const surprises = singleChanges(text, digits + letters).filter(
          (change) => organisation.check(change.changed).ok === isSeen(change),
        );
        expect(surprises).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('is found in an old permanent residence card but for letters ten places apart, which the rule cannot see', () => {
    const check = (text: string): boolean => identityDocument.check('553', text).ok;
    fc.assert(
      fc.property(oldPermanentResidenceBodies(), (body) => {
        const text = Array.from(digits, (digit) => body + digit).find(check) ?? '';
        expect(text).not.toBe('');
        const isSeen = ({ from, to }: Change): boolean =>
          !letters.includes(from) || digits.includes(to) || (valueOf(from) - valueOf(to)) % 10 !== 0;
        const surprises = singleChanges(text, digits + letters).filter((change) => check(change.changed) === isSeen(change));
        expect(surprises).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('is named by the check character that would be right', () => {
    fc.assert(
      fc.property(citizenIds(), fc.constantFrom(...Array.from(`${digits}X`)), (text, last) => {
        fc.pre(!text.endsWith(last));
        expect(citizenId.check(text.slice(0, -1) + last)).toMatchObject({ position: 18, expected: text.at(-1) });
      }),
    );
  });
});
