import type { SmallEnterpriseSupport } from '../generated/small-enterprise-support.js';
import { inOrder, notInFuture } from './dates.js';
import { enterpriseRule, partyRules } from './party.js';
import { needs } from './presence.js';
import type { Rule } from './rule.js';

/** Codes of the table support-kind that are sums of money. */
const moneyKinds: ReadonlySet<string> = new Set(['01', '02', '05']);

/** Rules of support for small enterprises. */
export const smallEnterpriseSupportRules: readonly Rule<SmallEnterpriseSupport>[] = [
  ...partyRules,
  enterpriseRule,
  notInFuture('decisionDate', 'RECORD_DECISION_DATE_IN_FUTURE'),
  inOrder('validFrom', 'validUntil', 'RECORD_VALIDITY_REVERSED'),
  needs<SmallEnterpriseSupport>({
    name: 'money-has-amount',
    code: 'RECORD_SUPPORT_AMOUNT_MISSING',
    fields: ['amountYuan'],
    reads: ['supportKind'],
    when: ({ supportKind }) => moneyKinds.has(supportKind),
  }),
];
