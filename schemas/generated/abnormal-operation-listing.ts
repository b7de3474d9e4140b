// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, Party } from './parts.js';

/** 经营异常名录. One subject put on the list of abnormal operation, and taken off it again, after the publicity system. */
export interface AbnormalOperationListing {
  /** 名录记录编号. Number of the listing, unique within the department. */
  readonly code: string;
  /** 列入对象. The enterprise or individual business on the list. */
  readonly party: Party;
  /** 主体身份代码. Number of the subject in the registration system. */
  readonly principalId?: string;
  /** 列入异常原因. Statutory ground of the listing. */
  readonly cause: string;
  /** 列入原因说明. The ground in words, such as the year of the missing report. */
  readonly causeDetail?: string;
  /** 列入日期. Day of the decision to list; passing the list on is counted from it. */
  readonly listedDate: string;
  /** 列入决定机关. The authority that listed. */
  readonly authority: Authority;
  /** 列入决定书文号. Number of the decision to list. */
  readonly documentNumber?: string;
  /** 移出日期. Day of the decision to take the subject off the list. */
  readonly removedDate?: string;
  /** 移出原因. Why the subject was taken off the list. */
  readonly removalReason?: string;
  /** 移出决定机关. The authority that took the subject off the list. */
  readonly removalAuthority?: Authority;
  /** 行政区划代码. Division where the subject is registered. */
  readonly divisionCode?: string;
  /** 数据来源单位. The unit that produced the data and answers for it. */
  readonly sourceUnit: Authority;
}
