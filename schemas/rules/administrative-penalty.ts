import type { AdministrativePenalty } from '../generated/administrative-penalty.js';
import { reversed } from './dates.js';
import { legalRepresentativeRule, partyRules } from './party.js';
import type { Finding, Rule } from './rule.js';

/** Codes of the table penalty-type that ask for more than words. */
const fine = '02';
const confiscatedGains = '03';
const revokedLicence = '05';
const confiscatedProperty = '09';
const suspendedLicence = '11';

const decisionInFuture: Finding = { code: 'RECORD_DECISION_DATE_IN_FUTURE', path: '/decisionDate' };
const fineMissing: Finding = { code: 'RECORD_FINE_MISSING', path: '/fineYuan' };
const confiscationMissing: Finding = { code: 'RECORD_CONFISCATION_MISSING', path: '/confiscatedYuan' };
const revokedLicenceMissing: Finding = { code: 'RECORD_REVOKED_LICENCE_MISSING', path: '/revokedLicence' };
const validityReversed: Finding = { code: 'RECORD_VALIDITY_REVERSED', path: '/validUntil' };
const publicityReversed: Finding = { code: 'RECORD_PUBLICITY_BEFORE_DECISION', path: '/publicityUntil' };
const filedAfterDecision: Finding = { code: 'RECORD_FILING_AFTER_DECISION', path: '/filedDate' };
const closedBeforeFiling: Finding = { code: 'RECORD_CLOSING_BEFORE_FILING', path: '/closedDate' };

/** @law 发改办财金〔2018〕424号 附件：行政处罚信息 */
export const administrativePenaltyRules: readonly Rule<AdministrativePenalty>[] = [
  ...partyRules,
  legalRepresentativeRule,
  {
    name: 'decision-not-in-future',
    reads: ['/decisionDate'],
    check: ({ decisionDate }, today) => (decisionDate > today ? decisionInFuture : undefined),
  },
  {
    name: 'fine-has-amount',
    reads: ['/penaltyTypes', '/fineYuan'],
    check: ({ penaltyTypes, fineYuan }) =>
      fineYuan === undefined && penaltyTypes.includes(fine) ? fineMissing : undefined,
  },
  {
    name: 'confiscation-has-amount',
    reads: ['/penaltyTypes', '/confiscatedYuan'],
    check: ({ penaltyTypes, confiscatedYuan }) =>
      confiscatedYuan === undefined && includesEither(penaltyTypes, confiscatedGains, confiscatedProperty)
        ? confiscationMissing
        : undefined,
  },
  {
    name: 'revoked-licence-is-named',
    reads: ['/penaltyTypes', '/revokedLicence'],
    check: (penalty) =>
      penalty.revokedLicence === undefined &&
      includesEither(penalty.penaltyTypes, revokedLicence, suspendedLicence)
        ? revokedLicenceMissing
        : undefined,
  },
  {
    name: 'validity-in-order',
    reads: ['/decisionDate', '/validUntil'],
    check: ({ decisionDate, validUntil }) => reversed(decisionDate, validUntil, validityReversed),
  },
  {
    name: 'publicity-after-decision',
    reads: ['/decisionDate', '/publicityUntil'],
    check: ({ decisionDate, publicityUntil }) => reversed(decisionDate, publicityUntil, publicityReversed),
  },
  {
    name: 'filed-before-decision',
    reads: ['/filedDate', '/decisionDate'],
    check: ({ filedDate, decisionDate }) => reversed(filedDate, decisionDate, filedAfterDecision),
  },
  {
    name: 'closed-after-filing',
    reads: ['/filedDate', '/closedDate'],
    check: ({ filedDate, closedDate }) => reversed(filedDate, closedDate, closedBeforeFiling),
  },
];

function includesEither(types: readonly string[], one: string, other: string): boolean {
  return types.includes(one) || types.includes(other);
}
