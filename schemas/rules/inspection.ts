import type { Inspection } from '../generated/inspection.js';
import { shanghaiDayOf } from '../legal-date.js';
import { reversed } from './dates.js';
import { twoOfficersRule } from './officers.js';
import { partyRules } from './party.js';
import type { Finding, Rule } from './rule.js';

const inspectionInFuture: Finding = { code: 'RECORD_INSPECTION_DATE_IN_FUTURE', path: '/inspectionDate' };
const timeOnOtherDay: Finding = { code: 'RECORD_INSPECTION_TIME_OTHER_DAY', path: '/inspectedAt' };
const resultTooEarly: Finding = { code: 'RECORD_RESULT_BEFORE_INSPECTION', path: '/resultDate' };

/** Rules of inspection acts of the Internet+ supervision platforms. */
export const inspectionRules: readonly Rule<Inspection>[] = [
  ...partyRules,
  {
    name: 'inspection-not-in-future',
    reads: ['/inspectionDate'],
    check: ({ inspectionDate }, today) => (inspectionDate > today ? inspectionInFuture : undefined),
  },
  {
    name: 'inspection-time-on-its-day',
    reads: ['/inspectedAt', '/inspectionDate'],
    check: ({ inspectedAt, inspectionDate }) =>
      inspectedAt !== undefined && shanghaiDayOf(inspectedAt) !== inspectionDate ? timeOnOtherDay : undefined,
  },
  {
    name: 'result-after-inspection',
    reads: ['/inspectionDate', '/resultDate'],
    check: ({ inspectionDate, resultDate }) => reversed(inspectionDate, resultDate, resultTooEarly),
  },
  twoOfficersRule,
];
