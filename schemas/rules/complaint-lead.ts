import type { ComplaintLead } from '../generated/complaint-lead.js';
import { inOrder, notInFuture } from './dates.js';
import { forbids, needs } from './presence.js';
import type { Rule } from './rule.js';

/** Rules of complaints and reports. @law 云政办发〔2023〕20号 吹哨人、内部举报人保护 */
export const complaintLeadRules: readonly Rule<ComplaintLead>[] = [
  notInFuture('receivedDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('disputeDate', 'receivedDate', 'RECORD_DISPUTE_AFTER_RECEIPT'),
  inOrder('receivedDate', 'dueDate', 'RECORD_DUE_BEFORE_START'),
  needs<ComplaintLead>({
    name: 'lead-has-content',
    code: 'RECORD_LEAD_CONTENT_MISSING',
    fields: ['content'],
    reads: ['isWhistleblower'],
    when: ({ isWhistleblower }) => !isWhistleblower,
  }),
  forbids<ComplaintLead>({
    name: 'whistle-blower-tells-only-number',
    code: 'RECORD_WHISTLEBLOWER_TOLD',
    fields: ['complainant', 'content', 'title', 'type', 'object', 'serviceType', 'serviceName', 'disputeDate'],
    reads: ['isWhistleblower'],
    when: ({ isWhistleblower }) => isWhistleblower,
  }),
];
