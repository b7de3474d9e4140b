// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority } from './parts.js';

/** 核查处置反馈. What came of one lead or request: checked, handed back or handed on. */
export interface LeadDisposalFeedback {
  /** 反馈编号. Number of the feedback, unique within the department. */
  readonly code: string;
  /** 投诉举报线索编号. The complaint lead that is answered. */
  readonly complaintLeadCode?: string;
  /** 风险预警线索编号. The risk-warning lead that is answered. */
  readonly riskWarningLeadCode?: string;
  /** 协查协办编号. The request for assistance that is answered. */
  readonly assistanceRequestCode?: string;
  /** 线索来源单位. The body that gave the lead or request its number. */
  readonly leadBody: Authority;
  /** 核查处置单位. The department that handled it. */
  readonly authority: Authority;
  /** 认领日期. Day on which the department took it over. */
  readonly claimedDate?: string;
  /** 核查处置结果. What came of it. */
  readonly outcome: string;
  /** 核查处置情况. What was found and done. */
  readonly result: string;
  /** 转送单位. The department that the lead was handed on to. */
  readonly transferredTo?: Authority;
  /** 检查行为编号. The inspection that was made about it. */
  readonly inspectionCode?: string;
  /** 相关处罚决定书文号. The penalty that came of it. */
  readonly penaltyDocumentNumber?: string;
  /** 办结日期. Day on which the handling ended. */
  readonly disposedDate?: string;
  /** 反馈日期. Day of the feedback. */
  readonly feedbackDate: string;
}
