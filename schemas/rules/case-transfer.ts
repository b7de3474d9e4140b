import type { CaseTransfer } from '../generated/case-transfer.js';
import { notInFuture } from './dates.js';
import { partyRules } from './party.js';
import { forbids, needs } from './presence.js';
import type { Finding, Rule } from './rule.js';

/** Codes of the table case-transfer-kind. */
const toJudiciary = '01';
const answer = '03';
/** Codes of the table case-reply-outcome by which a case is not taken up. */
const refusals: ReadonlySet<string> = new Set(['03', '04']);

const sentToItself: Finding = { code: 'RECORD_SENT_TO_ITSELF', path: '/receivingBody/creditCode' };

/** Rules of documents between authorities and the judiciary. */
export const caseTransferRules: readonly Rule<CaseTransfer>[] = [
  ...partyRules,
  notInFuture('transferDate', 'RECORD_DECISION_DATE_IN_FUTURE'),
  {
    name: 'sender-is-not-receiver',
    reads: ['/authority', '/receivingBody'],
    check: ({ authority, receivingBody }) =>
      authority.creditCode === receivingBody.creditCode ? sentToItself : undefined,
  },
  needs<CaseTransfer>({
    name: 'case-is-told',
    code: 'RECORD_TRANSFERRED_CASE_INCOMPLETE',
    fields: ['illegalFacts', 'legalBasis'],
    reads: ['kind'],
    when: ({ kind }) => kind !== answer,
  }),
  needs<CaseTransfer>({
    name: 'suspected-offence-is-named',
    code: 'RECORD_OFFENCE_MISSING',
    fields: ['suspectedOffence'],
    reads: ['kind'],
    when: ({ kind }) => kind === toJudiciary,
  }),
  needs<CaseTransfer>({
    name: 'answer-is-whole',
    code: 'RECORD_REPLY_INCOMPLETE',
    fields: ['repliesTo', 'replyOutcome'],
    reads: ['kind'],
    when: ({ kind }) => kind === answer,
  }),
  needs<CaseTransfer>({
    name: 'refusal-is-explained',
    code: 'RECORD_REPLY_UNEXPLAINED',
    fields: ['replyReason'],
    reads: ['replyOutcome'],
    when: ({ replyOutcome }) => replyOutcome !== undefined && refusals.has(replyOutcome),
  }),
  forbids<CaseTransfer>({
    name: 'transfer-has-no-answer',
    code: 'RECORD_REPLY_MISPLACED',
    fields: ['repliesTo', 'replyOutcome', 'replyReason'],
    reads: ['kind'],
    when: ({ kind }) => kind !== answer,
  }),
];
