import { abnormalOperationListingRules } from './abnormal-operation-listing.js';
import { administrativeLicenceRules } from './administrative-licence.js';
import { administrativePenaltyRules } from './administrative-penalty.js';
import { assistanceRequestRules } from './assistance-request.js';
import { caseTransferRules } from './case-transfer.js';
import { coerciveMeasureRules } from './coercive-measure.js';
import { complaintLeadRules } from './complaint-lead.js';
import { creditCommitmentRules } from './credit-commitment.js';
import { creditEvaluationRules } from './credit-evaluation.js';
import { creditRepairRules } from './credit-repair.js';
import { crossDepartmentItemRules } from './cross-department-item.js';
import { electronicCertificateRules } from './electronic-certificate.js';
import { enforcementOfficerRules } from './enforcement-officer.js';
import { enterpriseRiskClassificationRules } from './enterprise-risk-classification.js';
import { industryCreditEvaluationRules } from './industry-credit-evaluation.js';
import { inspectionRules } from './inspection.js';
import { inspectionFilingRules } from './inspection-filing.js';
import { inspectionImplementationListRules } from './inspection-implementation-list.js';
import { inspectionPlanRules } from './inspection-plan.js';
import { jointInspectionTaskRules } from './joint-inspection-task.js';
import { jointPunishmentFeedbackRules } from './joint-punishment-feedback.js';
import { leadDisposalFeedbackRules } from './lead-disposal-feedback.js';
import { mutualEvidenceRules } from './mutual-evidence.js';
import { otherSupervisionActRules } from './other-supervision-act.js';
import { rectificationOrderRules } from './rectification-order.js';
import { riskWarningLeadRules } from './risk-warning-lead.js';
import { severeViolationListingRules } from './severe-violation-listing.js';
import { smallEnterpriseSupportRules } from './small-enterprise-support.js';
import { spotCheckPlanRules } from './spot-check-plan.js';
import { spotCheckResultRules } from './spot-check-result.js';
import { spotCheckTaskRules } from './spot-check-task.js';
import { supervisionItemRules } from './supervision-item.js';
import { supervisionNewsRules } from './supervision-news.js';
import { supervisionObjectRules } from './supervision-object.js';
import { workReportRules } from './work-report.js';
import type { RuleList } from './rule.js';

/** The rules of every dataset that has some; a new dataset's are added here. */
export const rulesOfDatasets: ReadonlyMap<string, RuleList> = new Map<string, RuleList>([
  ['abnormal-operation-listing', abnormalOperationListingRules],
  ['administrative-licence', administrativeLicenceRules],
  ['administrative-penalty', administrativePenaltyRules],
  ['assistance-request', assistanceRequestRules],
  ['case-transfer', caseTransferRules],
  ['coercive-measure', coerciveMeasureRules],
  ['complaint-lead', complaintLeadRules],
  ['credit-commitment', creditCommitmentRules],
  ['credit-evaluation', creditEvaluationRules],
  ['credit-repair', creditRepairRules],
  ['cross-department-item', crossDepartmentItemRules],
  ['electronic-certificate', electronicCertificateRules],
  ['enforcement-officer', enforcementOfficerRules],
  ['enterprise-risk-classification', enterpriseRiskClassificationRules],
  ['industry-credit-evaluation', industryCreditEvaluationRules],
  ['inspection', inspectionRules],
  ['inspection-filing', inspectionFilingRules],
  ['inspection-implementation-list', inspectionImplementationListRules],
  ['inspection-plan', inspectionPlanRules],
  ['joint-inspection-task', jointInspectionTaskRules],
  ['joint-punishment-feedback', jointPunishmentFeedbackRules],
  ['lead-disposal-feedback', leadDisposalFeedbackRules],
  ['mutual-evidence', mutualEvidenceRules],
  ['other-supervision-act', otherSupervisionActRules],
  ['rectification-order', rectificationOrderRules],
  ['risk-warning-lead', riskWarningLeadRules],
  ['severe-violation-listing', severeViolationListingRules],
  ['small-enterprise-support', smallEnterpriseSupportRules],
  ['spot-check-plan', spotCheckPlanRules],
  ['spot-check-result', spotCheckResultRules],
  ['spot-check-task', spotCheckTaskRules],
  ['supervision-item', supervisionItemRules],
  ['supervision-news', supervisionNewsRules],
  ['supervision-object', supervisionObjectRules],
  ['work-report', workReportRules],
]);
