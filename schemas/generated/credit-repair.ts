// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, Party } from './parts.js';

/** 信用修复. One decision on a request to repair a credit record. Where it is granted, what was published stops being published, shared and used. */
export interface CreditRepair {
  /** 修复编号. Number of the repair, unique within the department. */
  readonly code: string;
  /** 修复申请主体. Who asked for the repair. */
  readonly party: Party;
  /** 相关处罚决定书文号. The penalty decision whose record is to be repaired. */
  readonly penaltyDocumentNumber?: string;
  /** 严重违法失信名单编号. The severe-violation listing that is to be repaired. */
  readonly severeListingCode?: string;
  /** 经营异常名录编号. The abnormal-operation listing that is to be repaired. */
  readonly abnormalListingCode?: string;
  /** 原认定单位. The body that made the decision whose record is to be repaired. */
  readonly decidingAuthority: Authority;
  /** 原决定日期. Day of that decision. */
  readonly originalDate?: string;
  /** 失信程度. How grave the breach is, which decides how long it is published at least. */
  readonly breachClass: string;
  /** 修复承诺编号. The commitment that was made for the repair. */
  readonly commitmentCode?: string;
  /** 修复申请日期. Day of the request. */
  readonly appliedDate: string;
  /** 修复决定. Whether the repair is granted. */
  readonly decision: string;
  /** 修复决定日期. Day of the decision on the request. */
  readonly decisionDate: string;
  /** 修复决定单位. The body that decided on the request. */
  readonly authority: Authority;
  /** 修复决定理由. Why the repair is granted or not. */
  readonly decisionReason?: string;
  /** 停止公示日期. Day from which the record is not published, shared or used any more. */
  readonly publicityStopDate?: string;
  /** 数据来源单位. The unit that produced the data and answers for it. */
  readonly sourceUnit: Authority;
}
