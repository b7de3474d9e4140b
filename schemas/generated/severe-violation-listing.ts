// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, Party, ResponsiblePerson } from './parts.js';

/** 严重违法失信名单. One subject put on the list of severely unlawful and dishonest subjects, and taken off it again, after the publicity system. */
export interface SevereViolationListing {
  /** 名录记录编号. Number of the listing, unique within the department. */
  readonly code: string;
  /** 列入对象. The enterprise or individual business on the list. */
  readonly party: Party;
  /** 主体身份代码. Number of the subject in the registration system. */
  readonly principalId?: string;
  /** 列入严重违法失信原因. Ground of the listing. */
  readonly cause: string;
  /** 违法性质. What kind of violation it was. */
  readonly illegalNature: string;
  /** 处理结果. What was decided about the violation. */
  readonly handlingResult: string;
  /** 列入日期. Day of the decision to list; passing the list on is counted from it. */
  readonly listedDate: string;
  /** 列入决定机关. The authority that listed. */
  readonly authority: Authority;
  /** 列入决定书文号. Number of the decision to list. */
  readonly documentNumber?: string;
  /** 相关处罚决定书文号. The penalty decision that the listing rests on. */
  readonly penaltyDocumentNumber?: string;
  /** 责任人员. Investors and others who answer for the violation. */
  readonly responsiblePersons?: readonly ResponsiblePerson[];
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
