import type { LeadDisposalFeedback } from '../generated/lead-disposal-feedback.js';
import { inOrder, notInFuture } from './dates.js';
import { exactlyOne, needs } from './presence.js';
import type { Rule } from './rule.js';

/** Code of the table disposal-outcome for a lead that was handed on. */
const handedOn = '05';

/** Rules of what came of a lead. */
export const leadDisposalFeedbackRules: readonly Rule<LeadDisposalFeedback>[] = [
  exactlyOne<LeadDisposalFeedback>(
    'one-lead-is-answered',
    ['complaintLeadCode', 'riskWarningLeadCode', 'assistanceRequestCode'],
    'RECORD_ANSWERED_LEAD_UNCLEAR',
  ),
  notInFuture('feedbackDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('claimedDate', 'disposedDate', 'RECORD_DISPOSAL_BEFORE_CLAIM'),
  inOrder('disposedDate', 'feedbackDate', 'RECORD_FEEDBACK_BEFORE_DISPOSAL'),
  needs<LeadDisposalFeedback>({
    name: 'handed-on-lead-has-receiver',
    code: 'RECORD_LEAD_RECEIVER_MISSING',
    fields: ['transferredTo'],
    reads: ['outcome'],
    when: ({ outcome }) => outcome === handedOn,
  }),
];
