import type { AbnormalOperationListing } from '../generated/abnormal-operation-listing.js';
import { listingRules } from './listing.js';
import { needs } from './presence.js';
import { enterpriseRule, partyRules } from './party.js';
import type { Rule } from './rule.js';

/** Code of the table abnormal-listing-cause for what fits nowhere else. */
const otherCause = '99';

/** Rules of the list of abnormal operation. */
export const abnormalOperationListingRules: readonly Rule<AbnormalOperationListing>[] = [
  ...partyRules,
  enterpriseRule,
  ...listingRules,
  needs<AbnormalOperationListing>({
    name: 'other-cause-is-explained',
    code: 'RECORD_LISTING_CAUSE_UNEXPLAINED',
    fields: ['causeDetail'],
    reads: ['cause'],
    when: ({ cause }) => cause === otherCause,
  }),
];
