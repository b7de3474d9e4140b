// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, Party } from './parts.js';

/** 联合惩戒反馈. What one department did about one subject that another department listed or reported: the measures, or why there were none. */
export interface JointPunishmentFeedback {
  /** 反馈编号. Number of the feedback, unique within the department. */
  readonly code: string;
  /** 惩戒对象. The subject concerned. */
  readonly party: Party;
  /** 严重违法失信名单编号. The severe-violation listing that asked for the measures. */
  readonly severeListingCode?: string;
  /** 经营异常名录编号. The abnormal-operation listing that asked for the measures. */
  readonly abnormalListingCode?: string;
  /** 惩戒事由. What the measures answer to. */
  readonly occasion: string;
  /** 发起部门. The department that asked for joint punishment. */
  readonly initiatingAuthority: Authority;
  /** 惩戒实施部门. The department that took the measures or decided not to. */
  readonly authority: Authority;
  /** 收到推送日期. Day on which the information reached the department; feedback is counted from it. */
  readonly receivedDate?: string;
  /** 是否实施惩戒. Whether measures were taken. */
  readonly isApplied: boolean;
  /** 惩戒措施. Every kind of measure taken. */
  readonly measures?: readonly string[];
  /** 惩戒内容. The measures in words. */
  readonly measureContent?: string;
  /** 惩戒依据. Law or memorandum that the measures rest on. */
  readonly legalBasis?: string;
  /** 惩戒实施日期. First day of the measures. */
  readonly appliedDate?: string;
  /** 惩戒截止日期. Last day of the measures, 2099-12-31 where they have no end. */
  readonly validUntil?: string;
  /** 未实施惩戒原因. Why no measure was taken. */
  readonly notAppliedReason?: string;
  /** 反馈日期. Day of the feedback. */
  readonly feedbackDate: string;
  /** 数据来源单位. The unit that produced the data and answers for it. */
  readonly sourceUnit: Authority;
}
