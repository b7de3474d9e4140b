import fc from 'fast-check';
import type { AdministrativeLicence } from '../../schemas/generated/administrative-licence.js';
import type { AdministrativePenalty } from '../../schemas/generated/administrative-penalty.js';
import type { Inspection } from '../../schemas/generated/inspection.js';
import type { Authority, LegalRepresentative, Officer, Party } from '../../schemas/generated/parts.js';
import { withCheckDigit as creditCodeOf } from '../../schemas/identifiers/unified-social-credit-code.js';
import * as identifiers from './identifiers.js';

/** The day on which the records of this file are judged; nothing in them happens later. */
export const today = '2026-11-22';

const earliest = '2019-01-01';
const openEnd = '2099-12-31';
const someHanzi = '甘南合作夏河玛曲雪域高原青稞乳业商贸建筑安装餐饮药店学校医院𠮷';
const surnames = '王李张刘陈杨赵黄周吴';

/** A piece of Chinese text, also with rare ideographs outside the basic plane. */
export function chineseText(lengthMax: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...Array.from(someHanzi)), minLength: 1, maxLength: lengthMax });
}

function personNames(): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...Array.from(surnames)), chineseText(2)).map((parts) => parts.join(''));
}

/** Amounts in yuan as the schema writes them. */
function money(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(10_000_000), fc.nat(99))
    .map(([yuan, cents]) => `${yuan}.${String(cents).padStart(2, '0')}`);
}

export function authorities(): fc.Arbitrary<Authority> {
  return fc.record({
    name: chineseText(20),
    creditCode: fc
      .tuple(identifiers.divisionCodes(), identifiers.digits(8))
      .map((parts) => creditCodeOf(`11${parts.join('')}`)),
  });
}

function legalRepresentatives(): fc.Arbitrary<LegalRepresentative> {
  return fc.oneof(
    fc.record({ name: personNames() }),
    fc.record({ name: personNames(), idType: fc.constant('111'), idNumber: identifiers.citizenIds() }),
  );
}

/** Parties of all three categories, each with what it needs. */
function parties(): fc.Arbitrary<Party> {
  const addresses = { registeredAddress: chineseText(40), businessAddress: chineseText(40) };
  const organisation = fc.record(
    {
      name: chineseText(30),
      category: fc.constant('legal-person'),
      legalRepresentative: legalRepresentatives(),
      creditCode: identifiers.creditCodes().filter((code) => !code.startsWith('92')),
      registrationNumber: identifiers.registrationNumbers(),
      organisationCode: identifiers.organisationCodes(),
      ...addresses,
    },
    { requiredKeys: ['name', 'category', 'legalRepresentative', 'creditCode'] },
  );
  const person = fc.record(
    {
      name: personNames(),
      category: fc.constant('natural-person'),
      idType: fc.constantFrom('111', '112'),
      idNumber: identifiers.citizenIds(),
      ...addresses,
    },
    { requiredKeys: ['name', 'category', 'idType', 'idNumber'] },
  );
  const business = fc.record(
    {
      name: chineseText(20),
      category: fc.constant('individual-business'),
      creditCode: identifiers.creditCodes().map((code) => creditCodeOf(`92${code.slice(2, 16)}`)),
      registrationNumber: identifiers.registrationNumbers(),
    },
    { requiredKeys: ['name', 'category', 'registrationNumber'] },
  );
  return fc.oneof(organisation, person, business);
}

/** Valid penalties. */
export function penalties(): fc.Arbitrary<AdministrativePenalty> {
  return fc
    .record(
      {
        party: parties(),
        documentNumber: identifiers.documentNumbers(),
        illegalActType: chineseText(30),
        illegalFacts: chineseText(200),
        legalBasis: chineseText(80),
        penaltyTypes: fc.uniqueArray(fc.constantFrom('01', '02', '03', '05', '08', '14'), { minLength: 1 }),
        penaltyContent: chineseText(60),
        fineYuan: money(),
        confiscatedYuan: money(),
        revokedLicence: chineseText(20),
        decisionDate: identifiers.legalDates(earliest, today),
        validUntil: fc.constant(openEnd),
        authority: authorities(),
        sourceUnit: authorities(),
        supervisionItemCode: identifiers.digits(14),
        inspectionCode: identifiers.digits(12),
        procedure: fc.constantFrom('01', '02'),
        divisionCode: identifiers.divisionCodes(),
        isHeard: fc.boolean(),
        remark: chineseText(20),
      },
      { requiredKeys: [...penaltyRequired, 'fineYuan', 'confiscatedYuan', 'revokedLicence'] },
    )
    .chain((penalty) =>
      fc.integer({ min: 0, max: 1000 }).map((days) => ({
        ...penalty,
        publicityUntil: identifiers.addDays(penalty.decisionDate, days),
        filedDate: identifiers.addDays(penalty.decisionDate, -days),
      })),
    );
}

const penaltyRequired = [
  ...(['party', 'documentNumber', 'illegalActType', 'illegalFacts', 'legalBasis', 'penaltyTypes'] as const),
  ...(['penaltyContent', 'decisionDate', 'validUntil', 'authority', 'sourceUnit'] as const),
] as const;

/** Valid licences. */
export function licences(): fc.Arbitrary<AdministrativeLicence> {
  return fc
    .record({
      party: parties(),
      documentName: chineseText(20),
      documentNumber: identifiers.documentNumbers(),
      licenceCategory: fc.constantFrom('01', '02', '03', '04', '05', '06'),
      licenceCategoryNote: chineseText(20),
      certificateName: chineseText(20),
      certificateNumber: identifiers.digits(12),
      licenceContent: chineseText(100),
      decisionDate: identifiers.legalDates(earliest, today),
      validUntil: fc.constantFrom(openEnd, '2030-06-30'),
      authority: authorities(),
      currentState: fc.constantFrom('1', '2'),
      sourceUnit: authorities(),
      divisionCode: identifiers.divisionCodes(),
    })
    .map((licence) => ({ ...licence, validFrom: licence.decisionDate }));
}

export function officers(): fc.Arbitrary<Officer> {
  return fc.record(
    { name: personNames(), certificateNumber: identifiers.digits(11) },
    { requiredKeys: ['name'] },
  );
}

/** Valid inspections. */
export function inspections(): fc.Arbitrary<Inspection> {
  return fc
    .record({
      code: identifiers.digits(16),
      name: chineseText(40),
      supervisionItemCode: identifiers.digits(14),
      implementationListCode: fc
        .tuple(identifiers.creditCodes(), fc.constantFrom('1', '2', '3', '4', '5'), identifiers.digits(6))
        .map((parts) => parts.join('')),
      supervisionObject: chineseText(20),
      party: parties(),
      form: fc.constantFrom('01', '02'),
      type: fc.constantFrom('01', '02', '05'),
      mode: fc.constantFrom('01', '02', '03'),
      result: fc.constantFrom('01', '02', '03', '06'),
      inspectionDate: identifiers.legalDates(earliest, today),
      officers: fc.array(officers(), { minLength: 2, maxLength: 5 }),
      divisionCode: identifiers.divisionCodes(),
      authority: authorities(),
    })
    .chain((inspection) =>
      fc.integer({ min: 0, max: 23 }).map((hour) => ({
        ...inspection,
        inspectedAt: `${inspection.inspectionDate}T${String(hour).padStart(2, '0')}:30:00+08:00`,
        resultDate: identifiers.addDays(inspection.inspectionDate, hour),
      })),
    );
}
