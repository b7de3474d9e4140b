// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, Party } from './parts.js';

/** 行业信用评价. The credit evaluation of one subject within one industry by the department in charge of it, for one year. */
export interface IndustryCreditEvaluation {
  /** 行业评价对象. The subject that was evaluated. */
  readonly party: Party;
  /** 行业领域. The industry, such as building or road transport. */
  readonly industry: string;
  /** 评价年度. The year that the evaluation is for. */
  readonly year: string;
  /** 行业评价等级. Grade in the industry's own scale, such as AA. */
  readonly grade: string;
  /** 行业评价分值. Score of the evaluation. */
  readonly score?: string;
  /** 评价依据. The rules that the evaluation follows. */
  readonly basis: string;
  /** 评价日期. Day of the evaluation. */
  readonly evaluatedDate: string;
  /** 评价有效期. Last day on which the evaluation counts. */
  readonly validUntil?: string;
  /** 是否公开. Whether the evaluation is published. */
  readonly isPublic: boolean;
  /** 行业主管部门. The department that evaluated. */
  readonly authority: Authority;
  /** 数据来源单位. The unit that produced the data and answers for it. */
  readonly sourceUnit: Authority;
}
