// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, Party } from './parts.js';

/** 公共信用综合评价. The public credit evaluation of one subject for one quarter, as the credit platform gives it to departments. */
export interface CreditEvaluation {
  /** 评价对象. The subject that was evaluated. */
  readonly party: Party;
  /** 评价周期. The quarter that the evaluation is for. */
  readonly period: string;
  /** 评价等级. Grade of the evaluation. */
  readonly grade: string;
  /** 评价分值. Score of the evaluation. */
  readonly score?: string;
  /** 评价日期. Day of the evaluation. */
  readonly evaluatedDate: string;
  /** 评价单位. The body that evaluated. */
  readonly authority: Authority;
  /** 评价模型. Name and edition of the model. */
  readonly modelName?: string;
}
