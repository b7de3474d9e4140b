import type { SpotCheckPlan } from '../generated/spot-check-plan.js';
import { cooperationRules } from './cooperation.js';
import { inOrder, notInFuture } from './dates.js';
import { needs } from './presence.js';
import type { Finding, Rule } from './rule.js';

const otherYear: Finding = { code: 'RECORD_PLAN_OTHER_YEAR', path: '/year' };

/** Rules of plans of double-random inspections. */
export const spotCheckPlanRules: readonly Rule<SpotCheckPlan>[] = [
  ...cooperationRules,
  notInFuture('issuedDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('startDate', 'endDate', 'RECORD_END_BEFORE_START'),
  {
    name: 'days-in-the-year-of-the-plan',
    reads: ['/year', '/startDate', '/endDate'],
    check: ({ year, startDate, endDate }) =>
      startDate.startsWith(year) && endDate.startsWith(year) ? undefined : otherYear,
  },
  needs<SpotCheckPlan>({
    name: 'joint-has-partners',
    code: 'RECORD_PARTNERS_MISSING',
    fields: ['cooperatingAuthorities'],
    reads: ['isJoint'],
    when: ({ isJoint }) => isJoint,
  }),
];
