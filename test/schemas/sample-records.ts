import type { AdministrativeLicence } from '../../schemas/generated/administrative-licence.js';
import type { AdministrativePenalty } from '../../schemas/generated/administrative-penalty.js';
import type { Inspection } from '../../schemas/generated/inspection.js';
import type { Authority, Party } from '../../schemas/generated/parts.js';

/** Invented: no such body, enterprise or person exists. */
export const authority: Authority = { name: '合作市示例监督管理局', creditCode: '11623000000000019E' };

export const enterprise: Party = {
  name: '甘南示例乳业有限公司',
  category: 'legal-person',
  creditCode: '91623000MA7XXX018E',
  legalRepresentative: { name: '示例甲' },
};

export const person: Party = {
  name: '示例乙',
  category: 'natural-person',
  idType: '111',
  idNumber: '11010519491231002X',
};

export const penalty: AdministrativePenalty = {
  party: enterprise,
  documentNumber: '合市监处罚〔2026〕12号',
  illegalActType: '经营标签不符合规定的食品',
  illegalFacts: '当事人销售的酸奶标签未标明生产日期。',
  legalBasis: '《中华人民共和国食品安全法》第一百二十五条第一款第二项',
  penaltyTypes: ['01', '02'],
  penaltyContent: '警告；罚款2000元。',
  fineYuan: '2000.00',
  decisionDate: '2026-03-02',
  validUntil: '2099-12-31',
  authority,
  sourceUnit: authority,
};

export const licence: AdministrativeLicence = {
  party: enterprise,
  documentName: '准予行政许可决定书',
  documentNumber: '合市监许〔2026〕3号',
  licenceCategory: '01',
  licenceContent: '食品生产：乳制品',
  decisionDate: '2026-03-02',
  validFrom: '2026-03-02',
  validUntil: '2031-03-01',
  authority,
  currentState: '1',
  sourceUnit: authority,
};

export const inspection: Inspection = {
  code: 'JC2026030200017',
  name: '对甘南示例乳业有限公司的日常检查',
  supervisionItemCode: '01620000000123',
  implementationListCode: '11623000000000019E2001',
  supervisionObject: '食品生产者',
  party: enterprise,
  form: '01',
  type: '01',
  result: '01',
  inspectionDate: '2026-03-02',
  officers: [
    { name: '示例丙', certificateNumber: '28160001001' },
    { name: '示例丁', certificateNumber: '28160001002' },
  ],
  divisionCode: '623001',
  authority,
};
