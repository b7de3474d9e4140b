import type { InspectionPlan } from '../generated/inspection-plan.js';
import { inOrder, notInFuture } from './dates.js';
import { needs } from './presence.js';
import type { Rule } from './rule.js';

/** Rules of yearly plans and their filing: 南通 2024 (四) 报同级司法行政部门备案. */
export const inspectionPlanRules: readonly Rule<InspectionPlan>[] = [
  notInFuture('approvedDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  notInFuture('filedDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('approvedDate', 'filedDate', 'RECORD_FILING_BEFORE_PLAN'),
  needs<InspectionPlan>({
    name: 'filing-is-whole',
    code: 'RECORD_FILING_INCOMPLETE',
    fields: ['filingBody', 'filedDate'],
    reads: [],
    when: ({ filingBody, filedDate }) => filingBody !== undefined || filedDate !== undefined,
  }),
];
