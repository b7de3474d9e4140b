import type { InspectionFiling } from '../generated/inspection-filing.js';
import { cooperationRules } from './cooperation.js';
import { inOrder, notInFuture } from './dates.js';
import { twoOfficersRule } from './officers.js';
import { needs } from './presence.js';
import type { Rule } from './rule.js';

/** Rules of filings beforehand: 南通 2024 (十二) 未经备案的，不得实施监管执法检查. */
export const inspectionFilingRules: readonly Rule<InspectionFiling>[] = [
  ...cooperationRules,
  twoOfficersRule,
  notInFuture('filedDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('filedDate', 'plannedFrom', 'RECORD_FILED_AFTER_INSPECTION'),
  inOrder('plannedFrom', 'plannedTo', 'RECORD_END_BEFORE_START'),
  needs<InspectionFiling>({
    name: 'unplanned-has-a-reason',
    code: 'RECORD_FILING_REASON_MISSING',
    fields: ['reason'],
    reads: ['planCode'],
    when: ({ planCode }) => planCode === undefined,
  }),
];
