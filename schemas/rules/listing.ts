import { notInFuture, inOrder } from './dates.js';
import { needs } from './presence.js';
import type { Rule } from './rule.js';

interface Listing {
  readonly listedDate: string;
  readonly removedDate?: string;
  readonly removalReason?: string;
  readonly removalAuthority?: object;
}

/** Rules of the lists on which a subject is put and from which it is taken again. */
export const listingRules: readonly Rule<Listing>[] = [
  notInFuture('listedDate', 'RECORD_DECISION_DATE_IN_FUTURE'),
  notInFuture('removedDate', 'RECORD_DECISION_DATE_IN_FUTURE'),
  inOrder('listedDate', 'removedDate', 'RECORD_REMOVAL_BEFORE_LISTING'),
  needs<Listing>({
    name: 'removal-is-whole',
    code: 'RECORD_REMOVAL_INCOMPLETE',
    fields: ['removedDate', 'removalReason', 'removalAuthority'],
    reads: [],
    when: ({ removedDate, removalReason, removalAuthority }) =>
      removedDate !== undefined || removalReason !== undefined || removalAuthority !== undefined,
  }),
];
