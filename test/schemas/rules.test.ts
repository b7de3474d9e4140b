import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../schemas/json.js';
import { createValidator } from '../../schemas/validator.js';
import { enterprise, inspection, licence, penalty, person } from './sample-records.js';

const validator = createValidator();
const today = '2026-11-22';

/** Code and path of everything that is wrong. */
function faults(dataset: string, record: object): string[] {
  return validator.validate(dataset, record, { today }).map(({ code, path }) => `${code} ${path}`);
}

const penaltyCases: [string, object, string[]][] = [
  [
    'a decision of tomorrow',
    { decisionDate: '2026-11-23' },
    ['RECORD_DECISION_DATE_IN_FUTURE /decisionDate'],
  ],
  ['a decision of today', { decisionDate: today }, []],
  ['a fine without amount', { fineYuan: undefined }, ['RECORD_FINE_MISSING /fineYuan']],
  ['no amount without fine', { penaltyTypes: ['01'], fineYuan: undefined }, []],
  [
    'confiscated gains without value',
    { penaltyTypes: ['03'] },
    ['RECORD_CONFISCATION_MISSING /confiscatedYuan'],
  ],
  [
    'confiscated property without value',
    { penaltyTypes: ['09'] },
    ['RECORD_CONFISCATION_MISSING /confiscatedYuan'],
  ],
  ['confiscation with its value', { penaltyTypes: ['03', '09'], confiscatedYuan: '0.01' }, []],
  [
    'a revoked licence without name',
    { penaltyTypes: ['05'] },
    ['RECORD_REVOKED_LICENCE_MISSING /revokedLicence'],
  ],
  [
    'a suspended licence without name',
    { penaltyTypes: ['11'] },
    ['RECORD_REVOKED_LICENCE_MISSING /revokedLicence'],
  ],
  ['a revoked licence with its name', { penaltyTypes: ['05'], revokedLicence: '食品经营许可证 JY1' }, []],
  ['an end before the decision', { validUntil: '2026-03-01' }, ['RECORD_VALIDITY_REVERSED /validUntil']],
  ['an end on the day of the decision', { validUntil: '2026-03-02' }, []],
  [
    'publication that ends before the decision',
    { publicityUntil: '2026-03-01' },
    ['RECORD_PUBLICITY_BEFORE_DECISION /publicityUntil'],
  ],
  [
    'a case filed after its decision',
    { filedDate: '2026-03-03' },
    ['RECORD_FILING_AFTER_DECISION /filedDate'],
  ],
  [
    'a case closed before it was filed',
    { filedDate: '2026-02-02', closedDate: '2026-02-01' },
    ['RECORD_CLOSING_BEFORE_FILING /closedDate'],
  ],
  [
    'an organisation without legal representative',
    { party: { ...enterprise, legalRepresentative: undefined } },
    ['RECORD_LEGAL_REPRESENTATIVE_MISSING /party/legalRepresentative'],
  ],
];

describe('rules of administrative penalties', () => {
  it.each(penaltyCases)('judge %s', (_, change, expected) => {
    expect(faults('administrative-penalty', { ...penalty, ...change })).toEqual(expected);
  });
});

const partyCases: [string, object, string[]][] = [
  ['a person with an identity card', person, []],
  ['a person with a passport', { ...person, idType: '414', idNumber: 'E12345678' }, []],
  [
    'a person without number',
    { ...person, idNumber: undefined },
    ['RECORD_PARTY_DOCUMENT_MISSING /party/idNumber'],
  ],
  [
    'a person without kind of document',
    { ...person, idType: undefined },
    ['RECORD_PARTY_DOCUMENT_MISSING /party/idType'],
  ],
  [
    'a person with a wrong check character',
    { ...person, idNumber: '110105194912310021' },
    ['RECORD_CITIZEN_ID_WRONG_CHECK_DIGIT /party/idNumber'],
  ],
  [
    'a temporary card with the number of another document',
    { ...person, idType: '112', idNumber: 'E12345678' },
    ['RECORD_CITIZEN_ID_WRONG_FORM /party/idNumber'],
  ],
  [
    'an organisation without any code',
    { ...enterprise, creditCode: undefined },
    ['RECORD_PARTY_CODE_MISSING /party/creditCode'],
  ],
  [
    'an organisation with another code only',
    { ...enterprise, creditCode: undefined, socialOrganisationNumber: '社证字第1号' },
    [],
  ],
  [
    'an individual business without code',
    { name: '示例面馆', category: 'individual-business' },
    ['RECORD_PARTY_CODE_MISSING /party/creditCode'],
  ],
  [
    'a legal representative with a number of no kind',
    { ...enterprise, legalRepresentative: { name: '示例甲', idNumber: '1' } },
    ['RECORD_ID_TYPE_MISSING /party/legalRepresentative/idType'],
  ],
  [
    'a legal representative with a wrong number',
    { ...enterprise, legalRepresentative: { name: '示例甲', idType: '111', idNumber: '110105194912310021' } },
    ['RECORD_CITIZEN_ID_WRONG_CHECK_DIGIT /party/legalRepresentative/idNumber'],
  ],
];

describe('rules of parties', () => {
  it.each(partyCases)('judge %s in every dataset', (_, party, expected) => {
    expect(faults('administrative-penalty', { ...penalty, party })).toEqual(expected);
    expect(faults('administrative-licence', { ...licence, party })).toEqual(expected);
    expect(faults('inspection', { ...inspection, party })).toEqual(expected);
  });

  it('let an inspection name an organisation without legal representative', () => {
    expect(
      faults('inspection', { ...inspection, party: { ...enterprise, legalRepresentative: undefined } }),
    ).toEqual([]);
  });
});

const licenceCases: [string, object, string[]][] = [
  [
    'a decision of tomorrow',
    { decisionDate: '2026-11-23' },
    ['RECORD_DECISION_DATE_IN_FUTURE /decisionDate'],
  ],
  ['an end before the start', { validUntil: '2026-03-01' }, ['RECORD_VALIDITY_REVERSED /validUntil']],
  ['validity without end', { validUntil: '2099-12-31' }, []],
  [
    'a certificate without number',
    { certificateName: '生产许可证' },
    ['RECORD_CERTIFICATE_NUMBER_MISSING /certificateNumber'],
  ],
  [
    'a certificate with its number',
    { certificateName: '生产许可证', certificateNumber: 'SC10662300100017' },
    [],
  ],
  [
    'another category left unexplained',
    { licenceCategory: '06' },
    ['RECORD_LICENCE_CATEGORY_UNEXPLAINED /licenceCategoryNote'],
  ],
  ['another category in words', { licenceCategory: '06', licenceCategoryNote: '备案' }, []],
];

describe('rules of administrative licences', () => {
  it.each(licenceCases)('judge %s', (_, change, expected) => {
    expect(faults('administrative-licence', { ...licence, ...change })).toEqual(expected);
  });
});

const inspectionCases: [string, object, string[]][] = [
  [
    'an inspection of tomorrow',
    { inspectionDate: '2026-11-23' },
    ['RECORD_INSPECTION_DATE_IN_FUTURE /inspectionDate'],
  ],
  ['one officer alone', { officers: [{ name: '示例丙' }] }, ['RECORD_OFFICERS_TOO_FEW /officers']],
  ['no officer', { officers: [] }, ['RECORD_LIST_EMPTY /officers']],
  [
    'a result before the inspection',
    { resultDate: '2026-03-01' },
    ['RECORD_RESULT_BEFORE_INSPECTION /resultDate'],
  ],
  ['a time on the day, told in UTC', { inspectedAt: '2026-03-01T16:00:00Z' }, []],
  [
    'a time on the day before',
    { inspectedAt: '2026-03-01T15:59:59Z' },
    ['RECORD_INSPECTION_TIME_OTHER_DAY /inspectedAt'],
  ],
];

describe('rules of inspections', () => {
  it.each(inspectionCases)('judge %s', (_, change, expected) => {
    expect(faults('inspection', { ...inspection, ...change })).toEqual(expected);
  });
});

describe('rules and schema together', () => {
  it('report what is wrong between sound fields although other fields are broken', () => {
    const record: JsonObject = { ...(penalty as object), documentNumber: '', validUntil: '2026-03-01' };
    expect(faults('administrative-penalty', record)).toEqual([
      'RECORD_TEXT_EMPTY /documentNumber',
      'RECORD_VALIDITY_REVERSED /validUntil',
    ]);
  });

  it('keep silent about fields that the schema refused already', () => {
    expect(faults('administrative-penalty', { ...penalty, decisionDate: '2027-02-30' })).toEqual([
      'RECORD_DATE_NOT_IN_CALENDAR /decisionDate',
    ]);
    expect(faults('administrative-penalty', { ...penalty, party: 5 })).toEqual(['RECORD_TYPE_WRONG /party']);
  });
});
