import { abnormalOperationListingRules } from './abnormal-operation-listing.js';
import { administrativeLicenceRules } from './administrative-licence.js';
import { administrativePenaltyRules } from './administrative-penalty.js';
import { assistanceRequestRules } from './assistance-request.js';
import { caseTransferRules } from './case-transfer.js';
import { complaintLeadRules } from './complaint-lead.js';
import { creditCommitmentRules } from './credit-commitment.js';
import { creditEvaluationRules } from './credit-evaluation.js';
import { creditRepairRules } from './credit-repair.js';
import { enterpriseRiskClassificationRules } from './enterprise-risk-classification.js';
import { industryCreditEvaluationRules } from './industry-credit-evaluation.js';
import { inspectionRules } from './inspection.js';
import { jointPunishmentFeedbackRules } from './joint-punishment-feedback.js';
import { leadDisposalFeedbackRules } from './lead-disposal-feedback.js';
import { riskWarningLeadRules } from './risk-warning-lead.js';
import { severeViolationListingRules } from './severe-violation-listing.js';
import { smallEnterpriseSupportRules } from './small-enterprise-support.js';
import { supervisionNewsRules } from './supervision-news.js';
import { workReportRules } from './work-report.js';
import type { RuleList } from './rule.js';

/** The rules of every dataset that has some; a new dataset's are added here. */
export const rulesOfDatasets: ReadonlyMap<string, RuleList> = new Map<string, RuleList>([
  ['abnormal-operation-listing', abnormalOperationListingRules],
  ['administrative-licence', administrativeLicenceRules],
  ['administrative-penalty', administrativePenaltyRules],
  ['assistance-request', assistanceRequestRules],
  ['case-transfer', caseTransferRules],
  ['complaint-lead', complaintLeadRules],
  ['credit-commitment', creditCommitmentRules],
  ['credit-evaluation', creditEvaluationRules],
  ['credit-repair', creditRepairRules],
  ['enterprise-risk-classification', enterpriseRiskClassificationRules],
  ['industry-credit-evaluation', industryCreditEvaluationRules],
  ['inspection', inspectionRules],
  ['joint-punishment-feedback', jointPunishmentFeedbackRules],
  ['lead-disposal-feedback', leadDisposalFeedbackRules],
  ['risk-warning-lead', riskWarningLeadRules],
  ['severe-violation-listing', severeViolationListingRules],
  ['small-enterprise-support', smallEnterpriseSupportRules],
  ['supervision-news', supervisionNewsRules],
  ['work-report', workReportRules],
]);
