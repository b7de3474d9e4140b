import { describe, expect, it } from '@jest/globals';
import { recordCreditRuleErrors } from '../../schemas/error-codes/record-credit-rules.js';
import { createValidator } from '../../schemas/validator.js';
import * as samples from './sample-credit-records.js';
import { authority, enterprise, inspection, person } from './sample-records.js';

const validator = createValidator();
const today = '2026-11-22';
const tomorrow = '2026-11-23';

/** Code and path of everything that is wrong. */
function faults(dataset: string, record: object): string[] {
  return validator.validate(dataset, record, { today }).map(({ code, path }) => `${code} ${path}`);
}

const business = { name: '示例面馆', category: 'individual-business', creditCode: '92999999MA0TETT11K' };
const none = undefined;

type Case = readonly [title: string, change: object, expected: readonly string[]];

const partyCases: readonly Case[] = [
  ['an individual business with a code of its own', business, []],
  [
    'an individual business with the code of an enterprise',
    { ...business, creditCode: enterprise.creditCode },
    ['RECORD_PARTY_CLASS_WRONG /party/category'],
  ],
  [
    'an enterprise with the code of an individual business',
    { ...enterprise, creditCode: business.creditCode },
    ['RECORD_PARTY_CLASS_WRONG /party/category'],
  ],
  ['a public institution', { ...enterprise, creditCode: '12999999MA0TETT38K' }, []],
  [
    'a person with the code of an organisation',
    { ...person, creditCode: business.creditCode },
    ['RECORD_PERSON_HAS_ORGANISATION_CODE /party/category'],
  ],
];

const removal = { removedDate: '2026-10-01', removalReason: '已补报', removalAuthority: authority };
const listingCases: readonly Case[] = [
  ['a listing of tomorrow', { listedDate: tomorrow }, ['RECORD_DECISION_DATE_IN_FUTURE /listedDate']],
  ['a removal', removal, []],
  [
    'a removal of tomorrow',
    { ...removal, removedDate: tomorrow },
    ['RECORD_DECISION_DATE_IN_FUTURE /removedDate'],
  ],
  [
    'a removal before the listing',
    { ...removal, removedDate: '2026-01-01' },
    ['RECORD_REMOVAL_BEFORE_LISTING /removedDate'],
  ],
  [
    'a removal without reason',
    { ...removal, removalReason: none },
    ['RECORD_REMOVAL_INCOMPLETE /removalReason'],
  ],
  [
    'a removal without authority',
    { ...removal, removalAuthority: none },
    ['RECORD_REMOVAL_INCOMPLETE /removalAuthority'],
  ],
  ['a removal without date', { ...removal, removedDate: none }, ['RECORD_REMOVAL_INCOMPLETE /removedDate']],
];

const responsible = { name: '示例丁', idType: '111', idNumber: '110105194912310021' };
const cases: Readonly<Record<string, readonly [record: object, cases: readonly Case[]]>> = {
  'abnormal-operation-listing': [
    samples.abnormalOperationListing,
    [
      ...listingCases,
      [
        'another cause left unexplained',
        { cause: '99', causeDetail: none },
        ['RECORD_LISTING_CAUSE_UNEXPLAINED /causeDetail'],
      ],
      ['a person', { party: person }, ['RECORD_PARTY_IS_PERSON /party/category']],
    ],
  ],
  'severe-violation-listing': [
    samples.severeViolationListing,
    [
      ...listingCases,
      [
        'a responsible person with a wrong number',
        { responsiblePersons: [{ ...responsible, idNumber: '11010519491231002X' }, responsible] },
        ['RECORD_CITIZEN_ID_WRONG_CHECK_DIGIT /responsiblePersons/1/idNumber'],
      ],
      [
        'an enterprise without legal representative',
        { party: { ...enterprise, legalRepresentative: none } },
        ['RECORD_LEGAL_REPRESENTATIVE_MISSING /party/legalRepresentative'],
      ],
      ['a person', { party: person }, []],
    ],
  ],
  'joint-punishment-feedback': [
    samples.jointPunishmentFeedback,
    [
      ['feedback of tomorrow', { feedbackDate: tomorrow }, ['RECORD_EVENT_DATE_IN_FUTURE /feedbackDate']],
      [
        'feedback before the receipt',
        { feedbackDate: '2026-09-06', appliedDate: '2026-09-05' },
        ['RECORD_FEEDBACK_BEFORE_RECEIPT /feedbackDate'],
      ],
      [
        'feedback before the measures',
        { appliedDate: '2026-09-11' },
        ['RECORD_MEASURES_AFTER_FEEDBACK /feedbackDate'],
      ],
      ['measures that end at once', { validUntil: '2026-09-08' }, ['RECORD_VALIDITY_REVERSED /validUntil']],
      ['measures of no kind', { measures: none }, ['RECORD_MEASURES_MISSING /measures']],
      ['measures without basis', { legalBasis: none }, ['RECORD_MEASURES_MISSING /legalBasis']],
      ['measures without first day', { appliedDate: none }, ['RECORD_MEASURES_MISSING /appliedDate']],
      [
        'no measures and no reason',
        { isApplied: false, measures: none, appliedDate: none, validUntil: none },
        ['RECORD_NO_MEASURE_UNEXPLAINED /notAppliedReason'],
      ],
      [
        'no measures that are told all the same',
        { isApplied: false, notAppliedReason: '该企业已注销' },
        ['RECORD_MEASURES_NOT_TAKEN /measures'],
      ],
      [
        'no measures for a reason',
        {
          isApplied: false,
          measures: none,
          appliedDate: none,
          validUntil: none,
          notAppliedReason: '该企业已注销',
        },
        [],
      ],
    ],
  ],
  'credit-evaluation': [
    samples.creditEvaluation,
    [
      [
        'an evaluation of tomorrow',
        { evaluatedDate: tomorrow },
        ['RECORD_EVENT_DATE_IN_FUTURE /evaluatedDate'],
      ],
      [
        'an evaluation before its quarter',
        { evaluatedDate: '2026-06-30' },
        ['RECORD_EVALUATION_BEFORE_PERIOD /evaluatedDate'],
      ],
      ['an evaluation on the first day of its quarter', { evaluatedDate: '2026-07-01' }, []],
      ['a fifth quarter', { period: '2026Q5' }, ['RECORD_TEXT_WRONG_FORM /period']],
      ['a score in words', { score: '优' }, ['RECORD_TEXT_WRONG_FORM /score']],
      ['a person', { party: person }, ['RECORD_PARTY_IS_PERSON /party/category']],
    ],
  ],
  'credit-commitment': [
    samples.creditCommitment,
    [
      [
        'a commitment of tomorrow',
        { committedDate: tomorrow },
        ['RECORD_EVENT_DATE_IN_FUTURE /committedDate'],
      ],
      ['an end before the start', { validUntil: '2026-03-14' }, ['RECORD_VALIDITY_REVERSED /validUntil']],
      ['a breach left untold', { state: '3' }, ['RECORD_BREACH_UNEXPLAINED /breachFacts']],
      [
        'a breach of no day',
        { state: '3', breachFacts: '填报不实' },
        ['RECORD_BREACH_UNEXPLAINED /breachDate'],
      ],
      [
        'a breach of a promise that was kept',
        { state: '2', breachFacts: '填报不实' },
        ['RECORD_BREACH_WITHOUT_STATE /breachFacts'],
      ],
      [
        'a breach before the promise',
        { state: '3', breachFacts: '填报不实', breachDate: '2026-03-14' },
        ['RECORD_BREACH_BEFORE_COMMITMENT /breachDate'],
      ],
      [
        'a breach of tomorrow',
        { state: '3', breachFacts: '填报不实', breachDate: tomorrow },
        ['RECORD_DECISION_DATE_IN_FUTURE /breachDate'],
      ],
      ['a person', { party: person }, []],
    ],
  ],
  'credit-repair': [
    samples.creditRepair,
    [
      [
        'a decision of tomorrow',
        { decisionDate: tomorrow, publicityStopDate: tomorrow },
        ['RECORD_DECISION_DATE_IN_FUTURE /decisionDate'],
      ],
      [
        'a request before what it is about',
        { appliedDate: '2026-03-01' },
        ['RECORD_REPAIR_BEFORE_BREACH /appliedDate'],
      ],
      [
        'a decision before the request',
        { decisionDate: '2026-10-07' },
        ['RECORD_REPAIR_BEFORE_REQUEST /decisionDate'],
      ],
      [
        'a stop before the decision',
        { publicityStopDate: '2026-10-11' },
        ['RECORD_REPAIR_STOP_BEFORE_DECISION /publicityStopDate'],
      ],
      [
        'nothing that is repaired',
        { penaltyDocumentNumber: none },
        ['RECORD_REPAIR_SUBJECT_UNCLEAR /penaltyDocumentNumber'],
      ],
      [
        'two things that are repaired',
        { severeListingCode: 'YZ1' },
        ['RECORD_REPAIR_SUBJECT_UNCLEAR /penaltyDocumentNumber'],
      ],
      [
        'a grant that stops nothing',
        { publicityStopDate: none },
        ['RECORD_REPAIR_STOP_MISSING /publicityStopDate'],
      ],
      [
        'a denial without reason',
        { decision: '2', publicityStopDate: none },
        ['RECORD_REPAIR_DENIAL_UNEXPLAINED /decisionReason'],
      ],
      [
        'a denial that stops publication',
        { decision: '2', decisionReason: '未履行罚款' },
        ['RECORD_REPAIR_STOP_WITHOUT_GRANT /publicityStopDate'],
      ],
      [
        'a denial for a reason',
        { decision: '2', publicityStopDate: none, decisionReason: '未履行罚款' },
        [],
      ],
    ],
  ],
  'enterprise-risk-classification': [
    samples.enterpriseRiskClassification,
    [
      ['a class of tomorrow', { classifiedDate: tomorrow }, ['RECORD_EVENT_DATE_IN_FUTURE /classifiedDate']],
      ['an end before the start', { validUntil: '2026-10-30' }, ['RECORD_VALIDITY_REVERSED /validUntil']],
      ['a person', { party: person }, ['RECORD_PARTY_IS_PERSON /party/category']],
    ],
  ],
  'industry-credit-evaluation': [
    samples.industryCreditEvaluation,
    [
      [
        'an evaluation of tomorrow',
        { evaluatedDate: tomorrow, validUntil: none },
        ['RECORD_EVENT_DATE_IN_FUTURE /evaluatedDate'],
      ],
      [
        'an evaluation before its year',
        { evaluatedDate: '2024-12-31' },
        ['RECORD_EVALUATION_BEFORE_PERIOD /evaluatedDate'],
      ],
      ['an end before the start', { validUntil: '2026-02-26' }, ['RECORD_VALIDITY_REVERSED /validUntil']],
      ['a year of two digits', { year: '25' }, ['RECORD_TEXT_WRONG_FORM /year']],
    ],
  ],
  'small-enterprise-support': [
    samples.smallEnterpriseSupport,
    [
      [
        'a decision of tomorrow',
        { decisionDate: tomorrow },
        ['RECORD_DECISION_DATE_IN_FUTURE /decisionDate'],
      ],
      ['an end before the start', { validUntil: '2026-05-31' }, ['RECORD_VALIDITY_REVERSED /validUntil']],
      ['money without amount', { amountYuan: none }, ['RECORD_SUPPORT_AMOUNT_MISSING /amountYuan']],
      ['training without amount', { supportKind: '07', amountYuan: none }, []],
      ['a person', { party: person }, ['RECORD_PARTY_IS_PERSON /party/category']],
    ],
  ],
};

const allCases = Object.entries(cases).flatMap(([dataset, [record, list]]) =>
  list.map(([title, change, expected]) => ({ dataset, record, title, change, expected })),
);

describe('rules of parties in every dataset', () => {
  it.each(partyCases)('judge %s', (_, party, expected) => {
    expect(faults('inspection', { ...inspection, party })).toEqual(expected);
    expect(faults('credit-commitment', { ...samples.creditCommitment, party })).toEqual(expected);
  });
});

describe('rules of lists, credit and support', () => {
  it.each(Object.entries(cases))('find nothing wrong with a sound record of %s', (dataset, [record]) => {
    expect(faults(dataset, record)).toEqual([]);
  });

  it.each(allCases)('judge in $dataset $title', ({ dataset, record, change, expected }) => {
    expect(faults(dataset, { ...record, ...change })).toEqual(expected);
  });

  it('are all seen to fail', () => {
    const seen = [...partyCases.flatMap(([, , expected]) => expected), ...allCases.flatMap(({ expected }) => expected)]
      .map((fault) => fault.split(' ')[0]);
    expect(Object.keys(recordCreditRuleErrors).filter((code) => !seen.includes(code))).toEqual([]);
  });
});
