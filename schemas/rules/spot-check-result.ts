import type { SpotCheckResult } from '../generated/spot-check-result.js';
import { inOrder, notInFuture } from './dates.js';
import { twoOfficersRule } from './officers.js';
import { partyRules } from './party.js';
import { needs } from './presence.js';
import type { Rule } from './rule.js';

/** Codes of the table spot-check-outcome that mean a fault which has to be said in words. */
const faults: ReadonlySet<string> = new Set(['3', '4', '5', '8', 'A', 'B', 'C', 'D', 'G']);

/** Rules of results of double-random inspections. */
export const spotCheckResultRules: readonly Rule<SpotCheckResult>[] = [
  ...partyRules,
  twoOfficersRule,
  notInFuture('resultDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('inspectionDate', 'resultDate', 'RECORD_RESULT_BEFORE_INSPECTION'),
  needs<SpotCheckResult>({
    name: 'fault-is-explained',
    code: 'RECORD_OUTCOME_UNEXPLAINED',
    fields: ['outcomeDetail'],
    reads: ['outcome'],
    when: ({ outcome }) => faults.has(outcome),
  }),
];
