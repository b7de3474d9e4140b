import type { IndustryCreditEvaluation } from '../generated/industry-credit-evaluation.js';
import { inOrder, notInFuture } from './dates.js';
import { partyRules } from './party.js';
import { beforePeriod } from './period.js';
import type { Finding, Rule } from './rule.js';

const tooEarly: Finding = { code: 'RECORD_EVALUATION_BEFORE_PERIOD', path: '/evaluatedDate' };

/** Rules of the yearly credit evaluation within one industry. */
export const industryCreditEvaluationRules: readonly Rule<IndustryCreditEvaluation>[] = [
  ...partyRules,
  notInFuture('evaluatedDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('evaluatedDate', 'validUntil', 'RECORD_VALIDITY_REVERSED'),
  {
    name: 'evaluated-after-year-began',
    reads: ['/evaluatedDate', '/year'],
    check: ({ evaluatedDate, year }) => beforePeriod(evaluatedDate, year, tooEarly),
  },
];
