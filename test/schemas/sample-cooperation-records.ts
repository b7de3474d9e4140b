import type { AssistanceRequest } from '../../schemas/generated/assistance-request.js';
import type { CaseTransfer } from '../../schemas/generated/case-transfer.js';
import type { ComplaintLead } from '../../schemas/generated/complaint-lead.js';
import type { LeadDisposalFeedback } from '../../schemas/generated/lead-disposal-feedback.js';
import type { Attachment, Authority } from '../../schemas/generated/parts.js';
import type { RiskWarningLead } from '../../schemas/generated/risk-warning-lead.js';
import type { SupervisionNews } from '../../schemas/generated/supervision-news.js';
import type { WorkReport } from '../../schemas/generated/work-report.js';
import { authority, enterprise } from './sample-records.js';

/** Invented, as the bodies of sample-records.ts are. */
const hotline: Authority = { name: '甘南州12345热线服务中心', creditCode: '12999999MA0TETT38K' };
const police: Authority = { name: '合作市示例公安局', creditCode: '1162300000TET1031D' };

const attachment: Attachment = {
  name: '证据清单.pdf',
  sha256: 'a'.repeat(64),
  sizeBytes: '20480',
  mediaType: 'application/pdf',
};

export const complaintLead: ComplaintLead = {
  code: 'TS2026110100021',
  upstreamCode: 'GJ-2026-889',
  kind: '01',
  channel: '03',
  isWhistleblower: false,
  type: '食品安全',
  title: '购买的酸奶未标明生产日期',
  content: '本人在超市购买的酸奶没有生产日期，要求退货并查处。',
  object: { name: enterprise.name, category: 'legal-person', creditCode: enterprise.creditCode },
  serviceType: '商品',
  serviceName: '酸奶',
  disputeDate: '2026-10-30',
  divisionCode: '623001',
  complainant: { name: '示例丁', phone: '13800001234' },
  receivedDate: '2026-11-01',
  receivingBody: hotline,
  handlingAuthority: authority,
  dueDate: '2026-11-10',
};

/** All that may be told of a whistle-blower. */
export const whistleblowerLead: ComplaintLead = {
  code: 'CSR2026110100001',
  kind: '02',
  channel: '04',
  isWhistleblower: true,
  divisionCode: '623001',
  receivedDate: '2026-11-01',
  receivingBody: hotline,
  handlingAuthority: authority,
  dueDate: '2026-11-10',
};

export const riskWarningLead: RiskWarningLead = {
  code: 'YJ2026110200009',
  title: '同一企业一个月内三次投诉',
  level: '3',
  domain: '食品安全',
  object: { name: enterprise.name, creditCode: enterprise.creditCode },
  detail: '十月内三次投诉酸奶标签。',
  divisionCode: '623001',
  warnedDate: '2026-11-02',
  warnedAt: '2026-11-02T08:30:00+08:00',
  source: '投诉分析模型',
  ruleCode: 'FX-0107',
  issuingBody: hotline,
  handlingAuthority: authority,
  dueDate: '2026-11-12',
};

export const leadDisposalFeedback: LeadDisposalFeedback = {
  code: 'FK2026110600004',
  complaintLeadCode: complaintLead.code,
  leadBody: hotline,
  authority,
  claimedDate: '2026-11-02',
  outcome: '01',
  result: '经现场检查，标签未标明生产日期属实，已责令改正并立案。',
  inspectionCode: 'JC2026030200017',
  penaltyDocumentNumber: '合市监处罚〔2026〕12号',
  disposedDate: '2026-11-05',
  feedbackDate: '2026-11-06',
};

export const caseTransfer: CaseTransfer = {
  kind: '01',
  documentNumber: '合市监移〔2026〕2号',
  caseName: '甘南示例乳业有限公司涉嫌生产不符合安全标准的食品案',
  party: enterprise,
  authority,
  receivingBody: police,
  transferDate: '2026-11-06',
  suspectedOffence: '生产、销售不符合安全标准的食品罪',
  illegalFacts: '抽检的三批酸奶致病菌超标。',
  legalBasis: '行政执法机关移送涉嫌犯罪案件的规定',
  penaltyDocumentNumber: '合市监处罚〔2026〕12号',
  seizedGoods: '酸奶一千二百盒，存于合作市示例冷库',
  isCopiedToProcuratorate: true,
  attachments: [attachment],
};

export const caseReply: CaseTransfer = {
  kind: '03',
  documentNumber: '合公立〔2026〕17号',
  caseName: caseTransfer.caseName,
  party: enterprise,
  authority: police,
  receivingBody: authority,
  transferDate: '2026-11-09',
  repliesTo: caseTransfer.documentNumber,
  replyOutcome: '02',
};

export const supervisionNews: SupervisionNews = {
  code: 'DT2026110300002',
  kind: '03',
  title: '合作市曝光两起食品标签违法案件',
  content: '近日，合作市查处两起食品标签违法案件。',
  publishedDate: '2026-11-03',
  url: 'https://news.example/2026/11/03/2.html',
  authority,
  divisionCode: '623001',
  exposedObjects: [
    { name: enterprise.name, category: 'legal-person' },
    { name: '示某某', category: 'natural-person' },
  ],
  penaltyDocumentNumber: '合市监处罚〔2026〕12号',
  attachments: [attachment],
};

export const assistanceRequest: AssistanceRequest = {
  code: 'XC2026110400005',
  kind: '01',
  title: '协查原料奶来源',
  content: '请核查2026年10月向甘南示例乳业有限公司供应原料奶的养殖场。',
  requirement: '提供养殖场名单和检疫记录',
  object: { name: enterprise.name, creditCode: enterprise.creditCode },
  supervisionItemCode: '01620000000123',
  inspectionCode: 'JC2026030200017',
  authority,
  receivingBodies: [police],
  divisionCode: '623001',
  requestDate: '2026-11-04',
  dueDate: '2026-11-14',
  attachments: [attachment],
};

export const workReport: WorkReport = {
  code: 'CL2026042800001',
  kind: '02',
  period: '2026',
  title: '2026年双随机抽查计划',
  attachments: [attachment],
  authority,
  receivingBody: hotline,
  submittedDate: '2026-04-28',
  contact: { name: '示例丙', phone: '0941-0000001' },
};
