import type { CreditRepair } from '../generated/credit-repair.js';
import { inOrder, notInFuture } from './dates.js';
import { partyRules } from './party.js';
import { exactlyOne, forbids, needs } from './presence.js';
import type { Rule } from './rule.js';

/** Code of the table repair-decision for a request that was granted. */
const granted = '1';

/** @law 国家发展改革委令第36号《信用修复管理办法》 */
export const creditRepairRules: readonly Rule<CreditRepair>[] = [
  ...partyRules,
  notInFuture('decisionDate', 'RECORD_DECISION_DATE_IN_FUTURE'),
  inOrder('originalDate', 'appliedDate', 'RECORD_REPAIR_BEFORE_BREACH'),
  inOrder('appliedDate', 'decisionDate', 'RECORD_REPAIR_BEFORE_REQUEST'),
  inOrder('decisionDate', 'publicityStopDate', 'RECORD_REPAIR_STOP_BEFORE_DECISION'),
  exactlyOne<CreditRepair>(
    'one-record-is-repaired',
    ['penaltyDocumentNumber', 'severeListingCode', 'abnormalListingCode'],
    'RECORD_REPAIR_SUBJECT_UNCLEAR',
  ),
  needs<CreditRepair>({
    name: 'granted-repair-stops-publicity',
    code: 'RECORD_REPAIR_STOP_MISSING',
    fields: ['publicityStopDate'],
    reads: ['decision'],
    when: ({ decision }) => decision === granted,
  }),
  needs<CreditRepair>({
    name: 'denial-is-explained',
    code: 'RECORD_REPAIR_DENIAL_UNEXPLAINED',
    fields: ['decisionReason'],
    reads: ['decision'],
    when: ({ decision }) => decision !== granted,
  }),
  forbids<CreditRepair>({
    name: 'denied-repair-stops-nothing',
    code: 'RECORD_REPAIR_STOP_WITHOUT_GRANT',
    fields: ['publicityStopDate'],
    reads: ['decision'],
    when: ({ decision }) => decision !== granted,
  }),
];
