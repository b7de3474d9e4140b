import type { MutualEvidence } from '../generated/mutual-evidence.js';
import { inOrder, notInFuture } from './dates.js';
import { needs } from './presence.js';
import type { Rule } from './rule.js';

/** Codes of the table evidence-kind for what an institution found. */
const reports: ReadonlySet<string> = new Set(['07', '20']);

/** Rules of evidence and test conclusions that other departments rest on. */
export const mutualEvidenceRules: readonly Rule<MutualEvidence>[] = [
  notInFuture('madeDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('madeDate', 'validUntil', 'RECORD_VALIDITY_REVERSED'),
  needs<MutualEvidence>({
    name: 'report-is-whole',
    code: 'RECORD_TEST_REPORT_INCOMPLETE',
    fields: ['institution', 'reportNumber', 'conclusion'],
    reads: ['kind'],
    when: ({ kind }) => reports.has(kind),
  }),
];
