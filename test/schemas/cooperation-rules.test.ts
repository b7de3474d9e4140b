import { describe, expect, it } from '@jest/globals';
import { recordCooperationRuleErrors } from '../../schemas/error-codes/record-cooperation-rules.js';
import { createValidator } from '../../schemas/validator.js';
import * as samples from './sample-cooperation-records.js';
import { authority, enterprise, person } from './sample-records.js';

const validator = createValidator();
const today = '2026-11-22';
const tomorrow = '2026-11-23';
const none = undefined;

/** Code and path of everything that is wrong. */
function faults(dataset: string, record: object): string[] {
  return validator.validate(dataset, record, { today }).map(({ code, path }) => `${code} ${path}`);
}

type Case = readonly [title: string, change: object, expected: readonly string[]];

const cases: Readonly<Record<string, readonly [record: object, cases: readonly Case[]]>> = {
  'complaint-lead': [
    samples.complaintLead,
    [
      ['a lead of tomorrow', { receivedDate: tomorrow, dueDate: none }, ['RECORD_EVENT_DATE_IN_FUTURE /receivedDate']],
      ['a dispute after the lead', { disputeDate: '2026-11-02' }, ['RECORD_DISPUTE_AFTER_RECEIPT /receivedDate']],
      ['a last day before the first', { dueDate: '2026-10-31' }, ['RECORD_DUE_BEFORE_START /dueDate']],
      ['a lead that tells nothing', { content: none }, ['RECORD_LEAD_CONTENT_MISSING /content']],
      ['a lead about an object of no name', { object: {} }, ['RECORD_FIELD_MISSING /object/name']],
      ['a whistle-blower who is told', { isWhistleblower: true }, ['RECORD_WHISTLEBLOWER_TOLD /complainant']],
      [
        'the name of a reporter',
        { reporter: { name: '示例丁' } },
        ['RECORD_REPORTER_FIELD_FILLED /reporter'],
      ],
      [
        'the words of a reporter',
        { originalStatement: '我是该公司质检员' },
        ['RECORD_REPORTER_FIELD_FILLED /originalStatement'],
      ],
    ],
  ],
  'risk-warning-lead': [
    samples.riskWarningLead,
    [
      [
        'a warning of tomorrow',
        { warnedDate: tomorrow, warnedAt: none, dueDate: none },
        ['RECORD_EVENT_DATE_IN_FUTURE /warnedDate'],
      ],
      ['a last day before the first', { dueDate: '2026-11-01' }, ['RECORD_DUE_BEFORE_START /dueDate']],
      [
        'a time on the day before',
        { warnedAt: '2026-11-01T15:59:59Z' },
        ['RECORD_WARNING_TIME_OTHER_DAY /warnedAt'],
      ],
      ['a time on the day, told in UTC', { warnedAt: '2026-11-01T16:00:00Z' }, []],
    ],
  ],
  'lead-disposal-feedback': [
    samples.leadDisposalFeedback,
    [
      ['feedback of tomorrow', { feedbackDate: tomorrow }, ['RECORD_EVENT_DATE_IN_FUTURE /feedbackDate']],
      [
        'an answer to nothing',
        { complaintLeadCode: none },
        ['RECORD_ANSWERED_LEAD_UNCLEAR /complaintLeadCode'],
      ],
      [
        'an answer to two',
        { riskWarningLeadCode: 'YJ1' },
        ['RECORD_ANSWERED_LEAD_UNCLEAR /complaintLeadCode'],
      ],
      ['an end before the start', { disposedDate: '2026-11-01' }, ['RECORD_DISPOSAL_BEFORE_CLAIM /disposedDate']],
      [
        'feedback before the end',
        { feedbackDate: '2026-11-04' },
        ['RECORD_FEEDBACK_BEFORE_DISPOSAL /feedbackDate'],
      ],
      ['a lead handed on to nobody', { outcome: '05' }, ['RECORD_LEAD_RECEIVER_MISSING /transferredTo']],
      ['a lead handed on', { outcome: '05', transferredTo: authority }, []],
    ],
  ],
  'case-transfer': [
    samples.caseTransfer,
    [
      ['a document of tomorrow', { transferDate: tomorrow }, ['RECORD_DECISION_DATE_IN_FUTURE /transferDate']],
      ['a case sent to its sender', { receivingBody: authority }, ['RECORD_SENT_TO_ITSELF /receivingBody/creditCode']],
      ['a case without facts', { illegalFacts: none }, ['RECORD_TRANSFERRED_CASE_INCOMPLETE /illegalFacts']],
      ['a case without basis', { legalBasis: none }, ['RECORD_TRANSFERRED_CASE_INCOMPLETE /legalBasis']],
      ['a case without crime', { suspectedOffence: none }, ['RECORD_OFFENCE_MISSING /suspectedOffence']],
      ['a case that comes back without crime', { kind: '02', suspectedOffence: none }, []],
      ['an answer to a transfer', samples.caseReply, []],
      ['an answer to nothing', { ...samples.caseReply, repliesTo: none }, ['RECORD_REPLY_INCOMPLETE /repliesTo']],
      [
        'an answer that decides nothing',
        { ...samples.caseReply, replyOutcome: none },
        ['RECORD_REPLY_INCOMPLETE /replyOutcome'],
      ],
      ['a refusal without reason', { ...samples.caseReply, replyOutcome: '03' }, ['RECORD_REPLY_UNEXPLAINED /replyReason']],
      ['a transfer that answers', { repliesTo: '合市监移〔2026〕1号' }, ['RECORD_REPLY_MISPLACED /repliesTo']],
      ['a person', { party: person }, []],
    ],
  ],
  'supervision-news': [
    samples.supervisionNews,
    [
      ['news of tomorrow', { publishedDate: tomorrow }, ['RECORD_EVENT_DATE_IN_FUTURE /publishedDate']],
      ['an exposure of nobody', { exposedObjects: none }, ['RECORD_EXPOSED_OBJECT_MISSING /exposedObjects']],
      ['news about nobody', { kind: '02', exposedObjects: none }, []],
      [
        'a person exposed by name',
        { exposedObjects: [{ name: enterprise.name }, { name: '示例乙', category: 'natural-person' }] },
        ['RECORD_EXPOSED_PERSON_NAMED /exposedObjects/1/name'],
      ],
      ['an address that is none', { url: 'news.example' }, ['RECORD_TEXT_WRONG_FORM /url']],
    ],
  ],
  'assistance-request': [
    samples.assistanceRequest,
    [
      [
        'a request of tomorrow',
        { requestDate: tomorrow, dueDate: tomorrow },
        ['RECORD_EVENT_DATE_IN_FUTURE /requestDate'],
      ],
      ['a last day before the first', { dueDate: '2026-11-03' }, ['RECORD_DUE_BEFORE_START /dueDate']],
      ['a request without last day', { dueDate: none }, ['RECORD_REQUEST_DUE_MISSING /dueDate']],
      ['a copy without last day', { kind: '03', dueDate: none }, []],
      [
        'a request to oneself',
        { receivingBodies: [...samples.assistanceRequest.receivingBodies, authority] },
        ['RECORD_SENT_TO_ITSELF /receivingBodies/1/creditCode'],
      ],
    ],
  ],
  'work-report': [
    samples.workReport,
    [
      ['a report of tomorrow', { submittedDate: tomorrow }, ['RECORD_EVENT_DATE_IN_FUTURE /submittedDate']],
      ['a report of nothing', { attachments: none }, ['RECORD_REPORT_EMPTY /content']],
      ['a report in words', { attachments: none, content: '见正文' }, []],
      ['a month that is none', { period: '2026-13' }, ['RECORD_TEXT_WRONG_FORM /period']],
      [
        'a file without digest',
        { attachments: [{ name: '计划.pdf', sha256: 'A', sizeBytes: '1', mediaType: 'application/pdf' }] },
        ['RECORD_TEXT_WRONG_FORM /attachments/0/sha256'],
      ],
    ],
  ],
};

const allCases = Object.entries(cases).flatMap(([dataset, [record, list]]) =>
  list.map(([title, change, expected]) => ({ dataset, record, title, change, expected })),
);

describe('rules of leads, transfers, requests, news and reports', () => {
  it.each(Object.entries(cases))('find nothing wrong with a sound record of %s', (dataset, [record]) => {
    expect(faults(dataset, record)).toEqual([]);
  });

  it.each(allCases)('judge in $dataset $title', ({ dataset, record, change, expected }) => {
    expect(faults(dataset, { ...record, ...change })).toEqual(expected);
  });

  it('are all seen to fail', () => {
    const seen = allCases.flatMap(({ expected }) => expected).map((fault) => fault.split(' ')[0]);
    expect(Object.keys(recordCooperationRuleErrors).filter((code) => !seen.includes(code))).toEqual([]);
  });
});

describe('a whistle-blower', () => {
  it('is a number, dates and bodies, and nothing else', () => {
    expect(faults('complaint-lead', samples.whistleblowerLead)).toEqual([]);
  });

  it.each([
    ['complainant', { name: '示例丁' }],
    ['content', '质检记录是假的'],
    ['title', '质检造假'],
    ['type', '食品安全'],
    ['object', { name: enterprise.name }],
    ['serviceType', '商品'],
    ['serviceName', '酸奶'],
    ['disputeDate', '2026-10-30'],
  ])('is never told by %s', (field, value) => {
    expect(faults('complaint-lead', { ...samples.whistleblowerLead, [field]: value })).toEqual([
      `RECORD_WHISTLEBLOWER_TOLD /${field}`,
    ]);
  });

  it('is hidden from the first to the last character in whatever is said of the fault', () => {
    const told = { reporter: { name: '密'.repeat(60), phone: '密', extra: '密' }, originalStatement: '密密麻麻' };
    const problems = validator.validate('complaint-lead', { ...samples.whistleblowerLead, ...told }, { today });
    expect(problems.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['RECORD_REPORTER_FIELD_FILLED', 'RECORD_TEXT_TOO_LONG', 'RECORD_FIELD_UNKNOWN']),
    );
    expect(JSON.stringify(problems)).not.toContain('密');
  });
});
