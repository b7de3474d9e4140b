import type { RiskWarningLead } from '../generated/risk-warning-lead.js';
import { shanghaiDayOf } from '../legal-date.js';
import { inOrder, notInFuture } from './dates.js';
import type { Finding, Rule } from './rule.js';

const timeOnOtherDay: Finding = { code: 'RECORD_WARNING_TIME_OTHER_DAY', path: '/warnedAt' };

/** Rules of risk warnings. */
export const riskWarningLeadRules: readonly Rule<RiskWarningLead>[] = [
  notInFuture('warnedDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('warnedDate', 'dueDate', 'RECORD_DUE_BEFORE_START'),
  {
    name: 'warning-time-on-its-day',
    reads: ['/warnedAt', '/warnedDate'],
    check: ({ warnedAt, warnedDate }) =>
      warnedAt !== undefined && shanghaiDayOf(warnedAt) !== warnedDate ? timeOnOtherDay : undefined,
  },
];
