// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, Party } from './parts.js';

/** 企业信用风险分类. The credit risk class that one enterprise is in now; a new class is a new version of the record. */
export interface EnterpriseRiskClassification {
  /** 分类对象. The enterprise that is classified. */
  readonly party: Party;
  /** 信用风险类别. Class of credit risk. Restricted: it steers supervision and is not published. */
  readonly riskClass: string;
  /** 风险分值. Score that the class rests on. */
  readonly score?: string;
  /** 风险成因. What the class comes from, one reason each. */
  readonly reasons?: readonly string[];
  /** 评价模型. Name and edition of the model. */
  readonly modelName?: string;
  /** 分类日期. Day of the classification. */
  readonly classifiedDate: string;
  /** 分类有效期. Last day on which the class may be used. */
  readonly validUntil?: string;
  /** 分类单位. The body that classified. */
  readonly authority: Authority;
  /** 行政区划代码. Division where the enterprise is registered. */
  readonly divisionCode?: string;
}
