// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, EntrustedInstitution, Party } from './parts.js';

/** 行政处罚. One penalty decision towards one party: the double publicity form of 2018 and what the provincial Internet+ supervision platform asks beyond it. */
export interface AdministrativePenalty {
  /** 行政相对人. The party that was punished; one record each where one decision has several. */
  readonly party: Party;
  /** 行政处罚决定书文号. Number of the penalty decision. */
  readonly documentNumber: string;
  /** 违法行为类型. Kind of the illegal act. */
  readonly illegalActType: string;
  /** 违法事实. The facts as found. */
  readonly illegalFacts: string;
  /** 处罚依据. Law and article that the penalty rests on. */
  readonly legalBasis: string;
  /** 处罚类别. Every kind of penalty in the decision. */
  readonly penaltyTypes: readonly string[];
  /** 处罚内容. The penalty in words. */
  readonly penaltyContent: string;
  /** 罚款金额. Fine in yuan; receivers of the double publicity form want 万元. */
  readonly fineYuan?: string;
  /** 没收违法所得、没收非法财物的金额. Value confiscated (gains and property together), in yuan. */
  readonly confiscatedYuan?: string;
  /** 暂扣或吊销证照名称及编号. Name and number of the licence that was suspended or revoked. */
  readonly revokedLicence?: string;
  /** 处罚决定日期. Day of the decision. */
  readonly decisionDate: string;
  /** 处罚有效期. Last day on which the penalty has effect, 2099-12-31 where it has no end. */
  readonly validUntil: string;
  /** 公示截止期. Last day on which the decision is published. */
  readonly publicityUntil?: string;
  /** 处罚机关. The authority that decided. */
  readonly authority: Authority;
  /** 数据来源单位. The unit that produced the data and answers for it. */
  readonly sourceUnit: Authority;
  /** 处罚行为编号. Number of the penalty act at the province. */
  readonly actCode?: string;
  /** 处罚行为名称. Name of the penalty act at the province. */
  readonly actName?: string;
  /** 监管事项目录编码. Item of the supervision item list that was enforced. */
  readonly supervisionItemCode?: string;
  /** 检查行为编号. Number of the inspection that the case came from. */
  readonly inspectionCode?: string;
  /** 监管对象. What was supervised, e.g. a lift, a kitchen, a building site. */
  readonly supervisionObject?: string;
  /** 案件来源. How the case came up. */
  readonly caseSource?: string;
  /** 处罚程序. Summary or ordinary procedure. */
  readonly procedure?: string;
  /** 行政区划代码. Division where the case was handled. */
  readonly divisionCode?: string;
  /** 受委托部门. The organisation that acted for the authority. */
  readonly entrustedInstitution?: EntrustedInstitution;
  /** 处罚立案时间. Day on which the case was filed. */
  readonly filedDate?: string;
  /** 结案日期. Day on which the case was closed. */
  readonly closedDate?: string;
  /** 是否听证. Whether a hearing was held. */
  readonly isHeard?: boolean;
  /** 是否涉刑案件. Whether a crime is suspected. Restricted: known to the authorities concerned only. */
  readonly isCriminalCase?: boolean;
  /** 是否重大案件. Whether the case counts as major. */
  readonly isMajorCase?: boolean;
  /** 是否法制审核. Whether legal staff reviewed the decision. */
  readonly isLegallyReviewed?: boolean;
  /** 是否集体讨论. Whether the heads of the authority discussed the decision. */
  readonly isCollectivelyDiscussed?: boolean;
  /** 不予行政处罚. Whether the decision is not to punish. */
  readonly isExempted?: boolean;
  /** 行政复议. State of administrative reconsideration. */
  readonly reconsideration?: string;
  /** 行政诉讼. State of administrative litigation. */
  readonly litigation?: string;
  /** 结案实缴罚款金额. Fine actually paid when the case was closed, in yuan. */
  readonly paidFineYuan?: string;
  /** 备注. Free remark. Restricted: what people write here was not checked for publication. */
  readonly remark?: string;
}
