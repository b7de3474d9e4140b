import type { AdministrativeLicence } from '../generated/administrative-licence.js';
import { reversed } from './dates.js';
import { legalRepresentativeRule, partyRules } from './party.js';
import type { Finding, Rule } from './rule.js';

/** Code of the table licence-category for what fits nowhere else. */
const otherCategory = '06';

const decisionInFuture: Finding = { code: 'RECORD_DECISION_DATE_IN_FUTURE', path: '/decisionDate' };
const validityReversed: Finding = { code: 'RECORD_VALIDITY_REVERSED', path: '/validUntil' };
const certificateNumberMissing: Finding = {
  code: 'RECORD_CERTIFICATE_NUMBER_MISSING',
  path: '/certificateNumber',
};
const categoryUnexplained: Finding = {
  code: 'RECORD_LICENCE_CATEGORY_UNEXPLAINED',
  path: '/licenceCategoryNote',
};

/** @law 发改办财金〔2018〕424号 附件：行政许可信息 */
export const administrativeLicenceRules: readonly Rule<AdministrativeLicence>[] = [
  ...partyRules,
  legalRepresentativeRule,
  {
    name: 'decision-not-in-future',
    reads: ['/decisionDate'],
    check: ({ decisionDate }, today) => (decisionDate > today ? decisionInFuture : undefined),
  },
  {
    name: 'validity-in-order',
    reads: ['/validFrom', '/validUntil'],
    check: ({ validFrom, validUntil }) => reversed(validFrom, validUntil, validityReversed),
  },
  {
    name: 'certificate-has-number',
    reads: ['/certificateName', '/certificateNumber'],
    check: ({ certificateName, certificateNumber }) =>
      certificateName !== undefined && certificateNumber === undefined ? certificateNumberMissing : undefined,
  },
  {
    name: 'other-category-is-explained',
    reads: ['/licenceCategory', '/licenceCategoryNote'],
    check: ({ licenceCategory, licenceCategoryNote }) =>
      licenceCategory === otherCategory && licenceCategoryNote === undefined
        ? categoryUnexplained
        : undefined,
  },
];
