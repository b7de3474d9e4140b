import type { JointPunishmentFeedback } from '../generated/joint-punishment-feedback.js';
import { inOrder, notInFuture } from './dates.js';
import { partyRules } from './party.js';
import { forbids, needs } from './presence.js';
import type { Rule } from './rule.js';

/** Rules of what a department says it did about a subject that another one listed. */
export const jointPunishmentFeedbackRules: readonly Rule<JointPunishmentFeedback>[] = [
  ...partyRules,
  notInFuture('feedbackDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('receivedDate', 'feedbackDate', 'RECORD_FEEDBACK_BEFORE_RECEIPT'),
  inOrder('appliedDate', 'feedbackDate', 'RECORD_MEASURES_AFTER_FEEDBACK'),
  inOrder('appliedDate', 'validUntil', 'RECORD_VALIDITY_REVERSED'),
  needs<JointPunishmentFeedback>({
    name: 'measures-are-told',
    code: 'RECORD_MEASURES_MISSING',
    fields: ['measures', 'measureContent', 'legalBasis', 'appliedDate'],
    reads: ['isApplied'],
    when: ({ isApplied }) => isApplied,
  }),
  needs<JointPunishmentFeedback>({
    name: 'no-measure-is-explained',
    code: 'RECORD_NO_MEASURE_UNEXPLAINED',
    fields: ['notAppliedReason'],
    reads: ['isApplied'],
    when: ({ isApplied }) => !isApplied,
  }),
  forbids<JointPunishmentFeedback>({
    name: 'no-measure-has-no-measures',
    code: 'RECORD_MEASURES_NOT_TAKEN',
    fields: ['measures', 'appliedDate', 'validUntil'],
    reads: ['isApplied'],
    when: ({ isApplied }) => !isApplied,
  }),
];
