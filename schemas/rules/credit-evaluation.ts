import type { CreditEvaluation } from '../generated/credit-evaluation.js';
import { notInFuture } from './dates.js';
import { enterpriseRule, partyRules } from './party.js';
import { beforePeriod } from './period.js';
import type { Finding, Rule } from './rule.js';

const tooEarly: Finding = { code: 'RECORD_EVALUATION_BEFORE_PERIOD', path: '/evaluatedDate' };

/** Rules of the quarterly public credit evaluation. */
export const creditEvaluationRules: readonly Rule<CreditEvaluation>[] = [
  ...partyRules,
  enterpriseRule,
  notInFuture('evaluatedDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  {
    name: 'evaluated-after-period-began',
    reads: ['/evaluatedDate', '/period'],
    check: ({ evaluatedDate, period }) => beforePeriod(evaluatedDate, period, tooEarly),
  },
];
