import type { AbnormalOperationListing } from '../../schemas/generated/abnormal-operation-listing.js';
import type { CreditCommitment } from '../../schemas/generated/credit-commitment.js';
import type { CreditEvaluation } from '../../schemas/generated/credit-evaluation.js';
import type { CreditRepair } from '../../schemas/generated/credit-repair.js';
import type { EnterpriseRiskClassification } from '../../schemas/generated/enterprise-risk-classification.js';
import type { IndustryCreditEvaluation } from '../../schemas/generated/industry-credit-evaluation.js';
import type { JointPunishmentFeedback } from '../../schemas/generated/joint-punishment-feedback.js';
import type { Authority } from '../../schemas/generated/parts.js';
import type { SevereViolationListing } from '../../schemas/generated/severe-violation-listing.js';
import type { SmallEnterpriseSupport } from '../../schemas/generated/small-enterprise-support.js';
import { authority, enterprise } from './sample-records.js';

/** Invented, as the bodies of sample-records.ts are. */
const housing: Authority = { name: '甘南州住房和城乡建设局', creditCode: '1162300000TET1015P' };
const creditOffice: Authority = { name: '甘南州发展和改革委员会', creditCode: '11623000000000019E' };

export const abnormalOperationListing: AbnormalOperationListing = {
  code: 'YC2026070800012',
  party: enterprise,
  principalId: '6230000000001234',
  cause: '01',
  causeDetail: '未公示2025年度报告',
  listedDate: '2026-07-08',
  authority,
  sourceUnit: authority,
};

export const severeViolationListing: SevereViolationListing = {
  code: 'YZ2026090100003',
  party: enterprise,
  cause: '提交虚假材料取得食品生产许可，被撤销许可',
  illegalNature: '骗取行政许可',
  handlingResult: '撤销许可，列入严重违法失信名单三年',
  listedDate: '2026-09-01',
  authority,
  documentNumber: '合市监严〔2026〕3号',
  responsiblePersons: [{ name: '示例丁', role: '投资人', idType: '111', idNumber: '11010519491231002X' }],
  sourceUnit: authority,
};

export const jointPunishmentFeedback: JointPunishmentFeedback = {
  code: 'CJ2026091000001',
  party: enterprise,
  severeListingCode: severeViolationListing.code,
  occasion: '被列入严重违法失信名单',
  initiatingAuthority: authority,
  authority: housing,
  receivedDate: '2026-09-07',
  isApplied: true,
  measures: ['02'],
  measureContent: '限制参加房屋市政工程招标投标',
  legalBasis: '市场监督管理严重违法失信名单管理办法',
  appliedDate: '2026-09-09',
  validUntil: '2029-08-31',
  feedbackDate: '2026-09-10',
  sourceUnit: housing,
};

export const creditEvaluation: CreditEvaluation = {
  party: enterprise,
  period: '2026Q3',
  grade: 'B',
  score: '862.5',
  evaluatedDate: '2026-10-09',
  authority: creditOffice,
  modelName: '公共信用综合评价 2026 版',
};

export const creditCommitment: CreditCommitment = {
  code: 'CN2026031500007',
  kind: '01',
  party: enterprise,
  matter: '申请食品经营许可（仅销售预包装食品）',
  content: '所填信息真实，经营条件符合食品安全标准。',
  committedDate: '2026-03-15',
  validUntil: '2099-12-31',
  authority,
  state: '1',
  isPublic: true,
  sourceUnit: authority,
};

export const creditRepair: CreditRepair = {
  code: 'XF2026101200002',
  party: enterprise,
  penaltyDocumentNumber: '合市监处罚〔2026〕12号',
  decidingAuthority: authority,
  originalDate: '2026-03-02',
  breachClass: '2',
  commitmentCode: creditCommitment.code,
  appliedDate: '2026-10-08',
  decision: '1',
  decisionDate: '2026-10-12',
  authority: creditOffice,
  publicityStopDate: '2026-10-12',
  sourceUnit: creditOffice,
};

export const enterpriseRiskClassification: EnterpriseRiskClassification = {
  party: enterprise,
  riskClass: 'C',
  score: '613.25',
  reasons: ['一年内有行政处罚', '曾被列入经营异常名录'],
  classifiedDate: '2026-10-31',
  validUntil: '2026-11-30',
  authority,
  divisionCode: '623001',
};

export const industryCreditEvaluation: IndustryCreditEvaluation = {
  party: enterprise,
  industry: '建筑施工',
  year: '2025',
  grade: 'AA',
  score: '91',
  basis: '甘南州建筑施工企业信用评价办法',
  evaluatedDate: '2026-02-27',
  validUntil: '2027-02-28',
  isPublic: true,
  authority: housing,
  sourceUnit: housing,
};

export const smallEnterpriseSupport: SmallEnterpriseSupport = {
  code: 'FC2026052000031',
  party: enterprise,
  policyName: '小微企业创业担保贷款贴息',
  supportKind: '02',
  content: '创业担保贷款贴息十二个月',
  amountYuan: '18000.00',
  documentNumber: '州人社发〔2026〕41号',
  decisionDate: '2026-05-20',
  validFrom: '2026-06-01',
  validUntil: '2027-05-31',
  authority,
  sourceUnit: authority,
};
