import { describe, expect, it } from '@jest/globals';
import { recordActRuleErrors } from '../../schemas/error-codes/record-act-rules.js';
import { createValidator } from '../../schemas/validator.js';
import * as samples from './sample-act-records.js';
import { authority, person } from './sample-records.js';

const validator = createValidator();
const today = '2026-11-22';
const tomorrow = '2026-11-23';
const none = undefined;
const future = 'RECORD_EVENT_DATE_IN_FUTURE';

/** Code and path of everything that is wrong. */
function faults(dataset: string, record: object): string[] {
  return validator.validate(dataset, record, { today }).map(({ code, path }) => `${code} ${path}`);
}

type Case = readonly [title: string, change: object, expected: readonly string[]];

const inUse: readonly Case[] = [
  ['an item out of use without its last day', { state: '0' }, ['RECORD_RETIRED_DATE_MISSING /retiredDate']],
  [
    'an item that ended before it began',
    { state: '0', retiredDate: '2020-01-01' },
    ['RECORD_RETIRED_BEFORE_EFFECTIVE /retiredDate'],
  ],
  ['an item that will begin', { effectiveDate: '2027-01-01' }, []],
];

const leaderAmongPartners: Case = [
  'a leader that helps itself',
  { cooperatingAuthorities: [samples.partner, authority] },
  ['RECORD_PARTNER_IS_LEADER /cooperatingAuthorities/1/creditCode'],
];

const oneOfficer: Case = ['one officer alone', { officers: [{ name: '示例丙' }] }, ['RECORD_OFFICERS_TOO_FEW /officers']];

const cases: Readonly<Record<string, readonly [record: object, cases: readonly Case[]]>> = {
  'supervision-item': [
    samples.supervisionItem,
    [
      ...inUse,
      ['a code of 13 digits', { code: '6223001000010' }, ['RECORD_TEXT_WRONG_FORM /code']],
      ['an unknown level', { levels: ['9'] }, ['RECORD_CODE_UNKNOWN /levels/0']],
    ],
  ],
  'inspection-implementation-list': [
    samples.inspectionImplementationList,
    [
      ...inUse,
      ['the code of another body', { authority: samples.partner }, ['RECORD_LIST_CODE_OTHER_BODY /code']],
    ],
  ],
  'supervision-object': [
    samples.supervisionObject,
    [
      ['an object of tomorrow', { enrolledDate: tomorrow }, [`${future} /enrolledDate`]],
      ['an object that left without a day', { state: '3' }, ['RECORD_LEFT_DATE_MISSING /leftDate']],
      [
        'an object that left before it came',
        { state: '3', leftDate: '2021-05-31' },
        ['RECORD_LEFT_BEFORE_ENROLLED /leftDate'],
      ],
      ['an object that a person answers for', { party: person }, []],
    ],
  ],
  'enforcement-officer': [
    samples.enforcementOfficer,
    [
      ['a certificate of tomorrow', { issuedDate: tomorrow }, [`${future} /issuedDate`]],
      ['a validity that ends first', { validUntil: '2022-04-30' }, ['RECORD_VALIDITY_REVERSED /validUntil']],
      ['a revoked certificate without its day', { state: '3' }, ['RECORD_OFFICER_END_MISSING /endedDate']],
      [
        'a certificate that ended first',
        { state: '3', endedDate: '2022-04-01' },
        ['RECORD_END_BEFORE_START /endedDate'],
      ],
    ],
  ],
  'coercive-measure': [
    samples.coerciveMeasure,
    [
      [
        'a decision of tomorrow',
        { decisionDate: tomorrow },
        ['RECORD_DECISION_DATE_IN_FUTURE /decisionDate'],
      ],
      ['a measure without its type', { measureType: none }, ['RECORD_COERCION_TYPE_MISSING /measureType']],
      [
        'a measure with a type of execution too',
        { executionType: '01' },
        ['RECORD_COERCION_TYPE_OTHER_KIND /executionType'],
      ],
      [
        'an execution with a type of measure alone',
        { kind: '2' },
        ['RECORD_COERCION_TYPE_MISSING /executionType', 'RECORD_COERCION_TYPE_OTHER_KIND /measureType'],
      ],
      ['an execution', { kind: '2', measureType: none, executionType: '05' }, []],
      ['an end before the start', { endDate: '2026-03-01' }, ['RECORD_END_BEFORE_START /endDate']],
      ['an extension into the past', { extendedUntil: '2026-03-01' }, ['RECORD_END_BEFORE_START /extendedUntil']],
      ['an act without its inspection', { inspectionCode: none }, ['RECORD_FIELD_MISSING /inspectionCode']],
    ],
  ],
  'spot-check-plan': [
    samples.spotCheckPlan,
    [
      leaderAmongPartners,
      ['a plan of tomorrow', { issuedDate: tomorrow }, [`${future} /issuedDate`]],
      ['days of another year', { year: '2025' }, ['RECORD_PLAN_OTHER_YEAR /year']],
      ['an end before the start', { endDate: '2026-04-30' }, ['RECORD_END_BEFORE_START /endDate']],
      [
        'a joint plan of one department',
        { cooperatingAuthorities: none },
        ['RECORD_PARTNERS_MISSING /cooperatingAuthorities'],
      ],
      ['more than all objects', { ratio: '101' }, ['RECORD_TEXT_WRONG_FORM /ratio']],
      ['all objects', { ratio: '100' }, []],
    ],
  ],
  'spot-check-task': [
    samples.spotCheckTask,
    [
      leaderAmongPartners,
      oneOfficer,
      ['a draw of tomorrow', { drawnDate: tomorrow, dueDate: none }, [`${future} /drawnDate`]],
      ['a last day before the draw', { dueDate: '2026-05-05' }, ['RECORD_DUE_BEFORE_START /dueDate']],
    ],
  ],
  'spot-check-result': [
    samples.spotCheckResult,
    [
      oneOfficer,
      ['a result of tomorrow', { resultDate: tomorrow }, [`${future} /resultDate`]],
      [
        'a result before the inspection',
        { resultDate: '2026-05-17' },
        ['RECORD_RESULT_BEFORE_INSPECTION /resultDate'],
      ],
      ['a fault without words', { outcome: 'B' }, ['RECORD_OUTCOME_UNEXPLAINED /outcomeDetail']],
      ['a fault in words', { outcome: 'B', outcomeDetail: '年报未公示。' }, []],
      ['nothing found', { outcome: '1' }, []],
    ],
  ],
  'joint-inspection-task': [
    samples.jointInspectionTask,
    [
      leaderAmongPartners,
      ['an answered task without its end', { endDate: none }, ['RECORD_TASK_END_MISSING /endDate']],
      ['a task that is handed out', { state: '01', endDate: none, startDate: tomorrow, dueDate: none }, []],
      ['an end before the start', { endDate: '2026-05-07' }, ['RECORD_END_BEFORE_START /endDate']],
      ['a last day before the start', { dueDate: '2026-05-07' }, ['RECORD_DUE_BEFORE_START /dueDate']],
    ],
  ],
  'inspection-filing': [
    samples.inspectionFiling,
    [
      oneOfficer,
      [
        'a filing after the inspection began',
        { filedDate: '2026-05-19' },
        ['RECORD_FILED_AFTER_INSPECTION /plannedFrom'],
      ],
      ['a filing of tomorrow', { filedDate: tomorrow, plannedFrom: tomorrow, plannedTo: tomorrow }, [`${future} /filedDate`]],
      ['an end before the start', { plannedTo: '2026-05-17' }, ['RECORD_END_BEFORE_START /plannedTo']],
      ['neither plan nor reason', { planCode: none }, ['RECORD_FILING_REASON_MISSING /reason']],
      ['a reason outside the plan', { planCode: none, reason: '投诉举报' }, []],
    ],
  ],
  'other-supervision-act': [
    samples.otherSupervisionAct,
    [
      ['an act of tomorrow', { startDate: tomorrow, endDate: none }, [`${future} /startDate`]],
      ['an end before the start', { endDate: '2026-05-31' }, ['RECORD_END_BEFORE_START /endDate']],
      ['an end without a word', { closure: none }, ['RECORD_CLOSURE_MISSING /closure']],
    ],
  ],
  'cross-department-item': [samples.crossDepartmentItem, [...inUse.slice(0, 1), leaderAmongPartners]],
  'inspection-plan': [
    samples.inspectionPlan,
    [
      ['a filing without its day', { filedDate: none }, ['RECORD_FILING_INCOMPLETE /filedDate']],
      ['a filing before the plan', { filedDate: '2026-02-09' }, ['RECORD_FILING_BEFORE_PLAN /filedDate']],
      ['a plan that is not filed yet', { filedDate: none, filingBody: none }, []],
      [
        'a count in words',
        { inspections: [{ ...samples.inspectionPlan.inspections[0], inspectionCount: '二十' }] },
        ['RECORD_TEXT_WRONG_FORM /inspections/0/inspectionCount'],
      ],
    ],
  ],
  'rectification-order': [
    samples.rectificationOrder,
    [
      [
        'an order of tomorrow',
        { orderedDate: tomorrow, dueDate: tomorrow, recheckDate: none, recheckResult: none },
        ['RECORD_DECISION_DATE_IN_FUTURE /orderedDate'],
      ],
      ['a last day before the order', { dueDate: '2026-03-01' }, ['RECORD_DUE_BEFORE_START /dueDate']],
      ['a recheck before the order', { recheckDate: '2026-03-01' }, ['RECORD_RECHECK_BEFORE_ORDER /recheckDate']],
      ['a recheck without result', { recheckResult: none }, ['RECORD_RECHECK_INCOMPLETE /recheckResult']],
      ['an order that nobody has rechecked yet', { recheckDate: none, recheckResult: none }, []],
    ],
  ],
  'electronic-certificate': [
    samples.electronicCertificate,
    [
      ['a certificate of tomorrow', { issuedDate: tomorrow }, [`${future} /issuedDate`]],
      ['a validity that ends first', { validUntil: '2024-03-31' }, ['RECORD_VALIDITY_REVERSED /validUntil']],
      ['a revoked one without its day', { state: '3' }, ['RECORD_CERTIFICATE_END_MISSING /endedDate']],
      ['one that ended first', { state: '3', endedDate: '2024-03-01' }, ['RECORD_END_BEFORE_START /endedDate']],
    ],
  ],
  'mutual-evidence': [
    samples.mutualEvidence,
    [
      ['evidence of tomorrow', { madeDate: tomorrow }, [`${future} /madeDate`]],
      ['a validity that ends first', { validUntil: '2026-03-05' }, ['RECORD_VALIDITY_REVERSED /validUntil']],
      ['a report without conclusion', { conclusion: none }, ['RECORD_TEST_REPORT_INCOMPLETE /conclusion']],
      [
        'a record made on site',
        { kind: '08', institution: none, reportNumber: none, conclusion: none, outcome: none },
        [],
      ],
    ],
  ],
};

const allCases = Object.entries(cases).flatMap(([dataset, [record, list]]) =>
  list.map(([title, change, expected]) => ({ dataset, record, title, change, expected })),
);

describe('rules of lists, registers, plans, filings and acts', () => {
  it.each(Object.entries(cases))('find nothing wrong with a sound record of %s', (dataset, [record]) => {
    expect(faults(dataset, record)).toEqual([]);
  });

  it.each(allCases)('judge in $dataset $title', ({ dataset, record, change, expected }) => {
    expect(faults(dataset, { ...record, ...change }).toSorted()).toEqual(expected.toSorted());
  });

  it('are all seen to fail', () => {
    const seen = allCases.flatMap(({ expected }) => expected).map((fault) => fault.split(' ')[0]);
    expect(Object.keys(recordActRuleErrors).filter((code) => !seen.includes(code))).toEqual([]);
  });
});
