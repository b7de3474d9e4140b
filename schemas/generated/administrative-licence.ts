// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, Party } from './parts.js';

/** 行政许可. One licensing decision towards one party, after the double publicity form of 2018. Corrections and withdrawals are versions kept by the pipeline; currentState is what the licence itself is now. */
export interface AdministrativeLicence {
  /** 行政相对人. The party that the licence was granted to. */
  readonly party: Party;
  /** 行政许可决定文书名称. Name of the decision document. */
  readonly documentName: string;
  /** 行政许可决定文书号. Number of the decision document. */
  readonly documentNumber: string;
  /** 许可类别. Kind of licence. */
  readonly licenceCategory: string;
  /** 许可类别补充说明. What kind it is where the category is 其他. */
  readonly licenceCategoryNote?: string;
  /** 许可证书名称. Name of the licence certificate. */
  readonly certificateName?: string;
  /** 许可编号. Number of the licence certificate; needed where the certificate has a name. */
  readonly certificateNumber?: string;
  /** 许可内容. What is licensed. */
  readonly licenceContent: string;
  /** 许可决定日期. Day of the decision. */
  readonly decisionDate: string;
  /** 有效期自. First day of validity. */
  readonly validFrom: string;
  /** 有效期至. Last day of validity, 2099-12-31 where it has no end. */
  readonly validUntil: string;
  /** 许可机关. The licensing authority. */
  readonly authority: Authority;
  /** 当前状态. Whether the licence is in force now. */
  readonly currentState: string;
  /** 数据来源单位. The unit that produced the data and answers for it. */
  readonly sourceUnit: Authority;
  /** 行政区划代码. Division that the licence belongs to; routes it on its way down. */
  readonly divisionCode?: string;
  /** 备注. Free remark. Restricted: what people write here was not checked for publication. */
  readonly remark?: string;
}
