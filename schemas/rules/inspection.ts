import type { Inspection } from '../generated/inspection.js';
import { shanghaiDayOf } from '../legal-date.js';
import { reversed } from './dates.js';
import { partyRules } from './party.js';
import type { Finding, Rule } from './rule.js';

/** The national field set of inspection acts asks for at least two persons in check_personnel. */
const officersMin = 2;

const inspectionInFuture: Finding = { code: 'RECORD_INSPECTION_DATE_IN_FUTURE', path: '/inspectionDate' };
const timeOnOtherDay: Finding = { code: 'RECORD_INSPECTION_TIME_OTHER_DAY', path: '/inspectedAt' };
const resultTooEarly: Finding = { code: 'RECORD_RESULT_BEFORE_INSPECTION', path: '/resultDate' };
const tooFewOfficers: Finding = { code: 'RECORD_OFFICERS_TOO_FEW', path: '/officers' };

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
  {
    name: 'two-officers',
    reads: ['/officers'],
    check: ({ officers }) => (officers.length < officersMin ? tooFewOfficers : undefined),
  },
];
