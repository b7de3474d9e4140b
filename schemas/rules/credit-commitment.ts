import type { CreditCommitment } from '../generated/credit-commitment.js';
import { inOrder, notInFuture } from './dates.js';
import { partyRules } from './party.js';
import { forbids, needs } from './presence.js';
import type { Rule } from './rule.js';

/** Code of the table commitment-state for a promise that was broken. */
const broken = '3';

/** Rules of credit commitments. */
export const creditCommitmentRules: readonly Rule<CreditCommitment>[] = [
  ...partyRules,
  notInFuture('committedDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  notInFuture('breachDate', 'RECORD_DECISION_DATE_IN_FUTURE'),
  inOrder('committedDate', 'validUntil', 'RECORD_VALIDITY_REVERSED'),
  inOrder('committedDate', 'breachDate', 'RECORD_BREACH_BEFORE_COMMITMENT'),
  needs<CreditCommitment>({
    name: 'breach-is-told',
    code: 'RECORD_BREACH_UNEXPLAINED',
    fields: ['breachFacts', 'breachDate'],
    reads: ['state'],
    when: ({ state }) => state === broken,
  }),
  forbids<CreditCommitment>({
    name: 'kept-promise-has-no-breach',
    code: 'RECORD_BREACH_WITHOUT_STATE',
    fields: ['breachFacts', 'breachDate'],
    reads: ['state'],
    when: ({ state }) => state !== broken,
  }),
];
