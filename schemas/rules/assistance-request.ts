import type { AssistanceRequest } from '../generated/assistance-request.js';
import { inOrder, notInFuture } from './dates.js';
import { needs } from './presence.js';
import type { Rule } from './rule.js';

/** Codes of the table assistance-kind that ask for an answer. */
const requests: ReadonlySet<string> = new Set(['01', '02']);

/** Rules of requests for assistance and of copies. */
export const assistanceRequestRules: readonly Rule<AssistanceRequest>[] = [
  notInFuture('requestDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('requestDate', 'dueDate', 'RECORD_DUE_BEFORE_START'),
  needs<AssistanceRequest>({
    name: 'request-has-due-date',
    code: 'RECORD_REQUEST_DUE_MISSING',
    fields: ['dueDate'],
    reads: ['kind'],
    when: ({ kind }) => requests.has(kind),
  }),
  {
    name: 'sender-is-not-receiver',
    reads: ['/authority', '/receivingBodies'],
    check: ({ authority, receivingBodies }) => {
      const index = receivingBodies.findIndex(({ creditCode }) => creditCode === authority.creditCode);
      return index < 0 ? undefined : { code: 'RECORD_SENT_TO_ITSELF', path: `/receivingBodies/${index}/creditCode` };
    },
  },
];
