// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, Party } from './parts.js';

/** 小微企业扶持. One support that one small enterprise or individual business got, to be put down under its name in the publicity system. */
export interface SmallEnterpriseSupport {
  /** 扶持编号. Number of the support, unique within the department. */
  readonly code: string;
  /** 扶持对象. The enterprise that is supported. */
  readonly party: Party;
  /** 扶持政策名称. The policy that the support rests on. */
  readonly policyName: string;
  /** 扶持方式. What kind of support it is. */
  readonly supportKind: string;
  /** 扶持内容. The support in words. */
  readonly content: string;
  /** 扶持金额. Amount in yuan. */
  readonly amountYuan?: string;
  /** 扶持决定文号. Number of the decision. */
  readonly documentNumber?: string;
  /** 扶持决定日期. Day of the decision; the twenty working days are counted from it. */
  readonly decisionDate: string;
  /** 有效期自. First day of the support. */
  readonly validFrom?: string;
  /** 有效期至. Last day of the support. */
  readonly validUntil?: string;
  /** 扶持实施部门. The department that gives the support. */
  readonly authority: Authority;
  /** 数据来源单位. The unit that produced the data and answers for it. */
  readonly sourceUnit: Authority;
}
