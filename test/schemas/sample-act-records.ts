import type { CoerciveMeasure } from '../../schemas/generated/coercive-measure.js';
import type { CrossDepartmentItem } from '../../schemas/generated/cross-department-item.js';
import type { ElectronicCertificate } from '../../schemas/generated/electronic-certificate.js';
import type { EnforcementOfficer } from '../../schemas/generated/enforcement-officer.js';
import type { InspectionFiling } from '../../schemas/generated/inspection-filing.js';
import type { InspectionImplementationList } from '../../schemas/generated/inspection-implementation-list.js';
import type { InspectionPlan } from '../../schemas/generated/inspection-plan.js';
import type { JointInspectionTask } from '../../schemas/generated/joint-inspection-task.js';
import type { MutualEvidence } from '../../schemas/generated/mutual-evidence.js';
import type { OtherSupervisionAct } from '../../schemas/generated/other-supervision-act.js';
import type { Attachment, Authority, ConcernedObject, Officer } from '../../schemas/generated/parts.js';
import type { RectificationOrder } from '../../schemas/generated/rectification-order.js';
import type { SpotCheckPlan } from '../../schemas/generated/spot-check-plan.js';
import type { SpotCheckResult } from '../../schemas/generated/spot-check-result.js';
import type { SpotCheckTask } from '../../schemas/generated/spot-check-task.js';
import type { SupervisionItem } from '../../schemas/generated/supervision-item.js';
import type { SupervisionObject } from '../../schemas/generated/supervision-object.js';
import { authority, enterprise } from './sample-records.js';

/** Invented, as the bodies of sample-records.ts are. */
export const partner: Authority = { name: '合作市示例消防救援大队', creditCode: '12999999MA0TETT38K' };

const itemCode = '62230010000101';
const object: ConcernedObject = { name: enterprise.name, category: 'legal-person', creditCode: enterprise.creditCode };
const officers: readonly Officer[] = [
  { name: '示例丙', certificateNumber: '28160001001' },
  { name: '示例丁', certificateNumber: '28160001002' },
];
const attachment: Attachment = {
  name: '检验报告.pdf',
  sha256: 'b'.repeat(64),
  sizeBytes: '40960',
  mediaType: 'application/pdf',
};

export const supervisionItem: SupervisionItem = {
  code: itemCode,
  name: '对食品生产经营的监管',
  subItemName: '对乳制品生产的检查',
  powerCode: '6230-JC-00101',
  authority,
  objectKind: '05',
  mode: '01',
  levels: ['2', '3'],
  legalBasis: '《中华人民共和国食品安全法》第一百一十条',
  state: '1',
  effectiveDate: '2021-01-01',
};

export const inspectionImplementationList: InspectionImplementationList = {
  code: `${authority.creditCode}1JC00101`,
  supervisionItemCode: itemCode,
  name: '乳制品生产企业日常检查',
  authority,
  objectKind: '05',
  inspectionContent: '生产环境、进货查验、标签标识。',
  points: [{ name: '标签标识', requirement: '标明生产日期与保质期。' }, { name: '进货查验记录' }],
  mode: '01',
  frequency: '每年至少一次',
  legalBasis: '《中华人民共和国食品安全法》第一百一十条',
  divisionCode: '623001',
  state: '1',
  effectiveDate: '2021-01-01',
};

export const supervisionObject: SupervisionObject = {
  code: 'DX-623001-00018',
  name: '示例乳业一号车间电梯',
  kind: '04',
  equipmentNumber: '311062300120210018',
  party: enterprise,
  address: '合作市示例路18号',
  divisionCode: '623001',
  authority,
  supervisionItemCodes: [itemCode],
  riskClass: 'B',
  state: '1',
  enrolledDate: '2021-06-01',
};

export const enforcementOfficer: EnforcementOfficer = {
  certificateNumber: '28160001001',
  name: '示例丙',
  authority,
  rank: '一级主任科员',
  staffKind: '01',
  isLegallyQualified: true,
  enforcementFields: ['食品安全', '特种设备'],
  divisionCode: '623001',
  issuedDate: '2022-05-01',
  validUntil: '2027-04-30',
  state: '1',
};

export const coerciveMeasure: CoerciveMeasure = {
  code: 'QZ2026030001',
  name: '扣押不合格食品',
  supervisionItemCode: itemCode,
  inspectionCode: 'JC2026030200018',
  party: enterprise,
  illegalFacts: '当事人销售的酸奶标签未标明生产日期。',
  legalBasis: '《中华人民共和国食品安全法》第一百一十条',
  documentNumber: '合市监强制〔2026〕3号',
  kind: '1',
  measureType: '03',
  decisionDate: '2026-03-02',
  startDate: '2026-03-02',
  extendedUntil: '2026-04-15',
  endDate: '2026-04-10',
  divisionCode: '623001',
  authority,
};

export const spotCheckPlan: SpotCheckPlan = {
  code: 'CCJH2026-001',
  name: '2026年乳制品生产企业部门联合抽查计划',
  year: '2026',
  kind: '2',
  isJoint: true,
  authority,
  cooperatingAuthorities: [partner],
  supervisionItemCodes: [itemCode],
  objectScope: '本州乳制品生产企业',
  ratio: '5.00',
  objectCount: '12',
  issuedDate: '2026-03-20',
  startDate: '2026-05-01',
  endDate: '2026-10-31',
};

export const spotCheckTask: SpotCheckTask = {
  code: 'CCRW2026-001-01',
  name: '2026年乳制品联合抽查第一批',
  planCode: spotCheckPlan.code,
  authority,
  cooperatingAuthorities: [partner],
  supervisionItemCodes: [itemCode],
  objects: [object],
  officers,
  drawnDate: '2026-05-06',
  dueDate: '2026-06-30',
};

export const spotCheckResult: SpotCheckResult = {
  code: 'CCJG2026-001-01-0007',
  taskCode: spotCheckTask.code,
  planCode: spotCheckPlan.code,
  supervisionItemCode: itemCode,
  party: enterprise,
  kind: '2',
  outcome: 'E',
  inspectionDate: '2026-05-18',
  resultDate: '2026-05-20',
  officers,
  divisionCode: '623001',
  authority,
};

export const jointInspectionTask: JointInspectionTask = {
  code: 'LHRW202605001',
  name: '学校周边食品安全联合检查',
  state: '04',
  authority,
  cooperatingAuthorities: [partner],
  divisionCodes: ['623001'],
  supervisionItemCode: itemCode,
  objects: [object],
  inspectionContent: '食品经营与消防通道。',
  startDate: '2026-05-08',
  dueDate: '2026-05-31',
  endDate: '2026-05-22',
};

export const inspectionFiling: InspectionFiling = {
  code: 'FM623001202605180001',
  name: '示例乳业日常检查',
  authority,
  supervisionItemCodes: [itemCode],
  planCode: 'NDJH2026-01',
  form: '01',
  objects: [object],
  officers,
  filedDate: '2026-05-11',
  plannedFrom: '2026-05-18',
  plannedTo: '2026-05-22',
  state: '01',
};

export const otherSupervisionAct: OtherSupervisionAct = {
  code: 'QT2026060002',
  name: '约谈企业负责人',
  supervisionItemCode: itemCode,
  inspectionCode: 'JC2026030200018',
  party: enterprise,
  matterSource: '日常检查',
  measure: '约谈',
  closure: '企业提交整改方案。',
  startDate: '2026-06-01',
  endDate: '2026-06-02',
  divisionCode: '623001',
  authority,
};

export const crossDepartmentItem: CrossDepartmentItem = {
  code: 'ZH-GN-2026-07',
  name: '校外培训机构综合监管',
  content: '办学资质、收费、消防安全。',
  objectScope: '本州校外培训机构',
  supervisionItemCodes: [itemCode],
  authority,
  cooperatingAuthorities: [partner],
  mode: '04',
  levels: ['2'],
  legalBasis: '《中华人民共和国民办教育促进法》',
  state: '1',
  effectiveDate: '2026-01-01',
};

export const inspectionPlan: InspectionPlan = {
  code: 'NDJH2026-01',
  name: '2026年度监管检查计划',
  year: '2026',
  authority,
  inspections: [{ supervisionItemCode: itemCode, objectScope: '乳制品生产企业', inspectionCount: '24' }],
  approvedDate: '2026-02-10',
  filingBody: { name: '合作市示例司法局', creditCode: '51999999MA0TETT46D' },
  filedDate: '2026-03-05',
};

export const rectificationOrder: RectificationOrder = {
  documentNumber: '合市监责改〔2026〕8号',
  inspectionCode: 'JC2026030200018',
  supervisionItemCode: itemCode,
  party: enterprise,
  illegalFacts: '消防通道被占用。',
  legalBasis: '《中华人民共和国行政处罚法》第二十八条',
  requirement: '七日内清理通道。',
  orderedDate: '2026-03-02',
  dueDate: '2026-03-09',
  recheckDate: '2026-03-10',
  recheckResult: '1',
  divisionCode: '623001',
  authority,
};

export const electronicCertificate: ElectronicCertificate = {
  typeCode: '11100000MB0306573C003',
  typeName: '食品生产许可证',
  number: 'SC10562300100018',
  party: enterprise,
  authority,
  issuedDate: '2024-04-01',
  validFrom: '2024-04-01',
  validUntil: '2029-03-31',
  state: '1',
  file: attachment,
};

export const mutualEvidence: MutualEvidence = {
  code: 'ZJ2026-0031',
  kind: '20',
  name: '酸奶检验报告',
  object,
  authority,
  institution: partner,
  qualification: 'CMA 示例 2301',
  reportNumber: 'SP2026-3301',
  conclusion: '菌落总数符合规定，标签不符合规定。',
  outcome: '2',
  madeDate: '2026-03-06',
  validUntil: '2027-03-05',
  recognisedBy: [partner],
  attachments: [attachment],
};
