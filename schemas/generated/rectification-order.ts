// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, Party } from './parts.js';

/** 责令改正. One order to put something right by a day, and the recheck of it. */
export interface RectificationOrder {
  /** 责令改正通知书文号. Number of the order. */
  readonly documentNumber: string;
  /** 检查行为编号. The inspection that it came from. */
  readonly inspectionCode?: string;
  /** 监管事项目录编码. Item of the supervision item list that it falls under. */
  readonly supervisionItemCode: string;
  /** 行政相对人. The party that has to put it right. */
  readonly party: Party;
  /** 违法事实. What is wrong. */
  readonly illegalFacts: string;
  /** 责令改正依据. Law that it rests on. */
  readonly legalBasis: string;
  /** 责令改正要求. What has to be done. */
  readonly requirement: string;
  /** 责令改正日期. Day of the order. */
  readonly orderedDate: string;
  /** 改正期限. Last day for putting it right. */
  readonly dueDate: string;
  /** 复查日期. Day of the recheck. */
  readonly recheckDate?: string;
  /** 复查结果. Whether it was put right. */
  readonly recheckResult?: string;
  /** 复查情况说明. What the recheck found. */
  readonly recheckDetail?: string;
  /** 相关处罚决定书文号. The penalty decision of the same case. */
  readonly penaltyDocumentNumber?: string;
  /** 行政区划代码. Division where it was found. */
  readonly divisionCode: string;
  /** 责令改正机关. The authority that ordered it. */
  readonly authority: Authority;
}
