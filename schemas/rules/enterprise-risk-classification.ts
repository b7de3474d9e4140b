import type { EnterpriseRiskClassification } from '../generated/enterprise-risk-classification.js';
import { inOrder, notInFuture } from './dates.js';
import { enterpriseRule, partyRules } from './party.js';
import type { Rule } from './rule.js';

/** Rules of the credit risk class of an enterprise. */
export const enterpriseRiskClassificationRules: readonly Rule<EnterpriseRiskClassification>[] = [
  ...partyRules,
  enterpriseRule,
  notInFuture('classifiedDate', 'RECORD_EVENT_DATE_IN_FUTURE'),
  inOrder('classifiedDate', 'validUntil', 'RECORD_VALIDITY_REVERSED'),
];
