// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Attachment, Authority, PlannedInspection } from './parts.js';

/** 年度监管检查计划. The plan of one department for one year, and its filing with the justice bureau of the same level. */
export interface InspectionPlan {
  /** 检查计划编号. Number of the plan, unique within the department. */
  readonly code: string;
  /** 检查计划名称. Name of the plan. */
  readonly name: string;
  /** 检查计划年度. Year of the plan. */
  readonly year: string;
  /** 检查计划制定部门. The department that will inspect. */
  readonly authority: Authority;
  /** 检查计划内容. What will be inspected, a line each. */
  readonly inspections: readonly PlannedInspection[];
  /** 检查计划制定日期. Day on which the plan was made. */
  readonly approvedDate: string;
  /** 检查计划备案机关. The justice bureau of the same level. */
  readonly filingBody?: Authority;
  /** 检查计划备案日期. Day of the filing. */
  readonly filedDate?: string;
  /** 附件. The plan as files. */
  readonly attachments?: readonly Attachment[];
}
