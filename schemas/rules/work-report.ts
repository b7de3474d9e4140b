import type { WorkReport } from '../generated/work-report.js';
import { notInFuture } from './dates.js';
import type { Finding, Rule } from './rule.js';

const isEmpty: Finding = { code: 'RECORD_REPORT_EMPTY', path: '/content' };

/** Rules of work reports. */
export const workReportRules: readonly Rule<WorkReport>[] = [
  notInFuture('submittedDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  {
    name: 'report-has-body',
    reads: ['/content', '/attachments'],
    check: ({ content, attachments }) =>
      content === undefined && attachments === undefined ? isEmpty : undefined,
  },
];
