import type { SevereViolationListing } from '../generated/severe-violation-listing.js';
import { listingRules } from './listing.js';
import { legalRepresentativeRule, partyRules, personDocumentFault } from './party.js';
import type { Rule } from './rule.js';

/** Rules of the list of severely unlawful and dishonest subjects. */
export const severeViolationListingRules: readonly Rule<SevereViolationListing>[] = [
  ...partyRules,
  legalRepresentativeRule,
  ...listingRules,
  {
    name: 'responsible-persons-documents-are-right',
    reads: ['/responsiblePersons'],
    check: ({ responsiblePersons = [] }, today) => {
      for (const [index, person] of responsiblePersons.entries()) {
        const fault = personDocumentFault(person, `/responsiblePersons/${index}/idNumber`, today);
        if (fault !== undefined) return fault;
      }
      return undefined;
    },
  },
];
