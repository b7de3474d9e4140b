// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, ConcernedObject, Officer } from './parts.js';

/** 赋码检查备案. One inspection as it was filed beforehand and given a code; without one no inspection may be made. */
export interface InspectionFiling {
  /** 检查备案码. Code under which the inspection was filed. */
  readonly code: string;
  /** 备案检查名称. Name of the inspection. */
  readonly name: string;
  /** 备案检查部门. The department that will inspect. */
  readonly authority: Authority;
  /** 配合部门. The departments that take part beside the first one. */
  readonly cooperatingAuthorities?: readonly Authority[];
  /** 备案检查事项编码. Items that will be inspected. */
  readonly supervisionItemCodes: readonly string[];
  /** 检查计划编号. The yearly plan that it carries out. */
  readonly planCode?: string;
  /** 检查形式. Routine or special inspection. */
  readonly form: string;
  /** 备案检查理由. Why, where no plan names it: a complaint, a lead, an order from above. */
  readonly reason?: string;
  /** 备案检查对象. Whom it will be about. */
  readonly objects: readonly ConcernedObject[];
  /** 检查人员. The officers who will inspect, at least two. */
  readonly officers: readonly Officer[];
  /** 备案受理部门. The body that took the filing. */
  readonly filingBody?: Authority;
  /** 检查备案日期. Day of the filing. */
  readonly filedDate: string;
  /** 计划检查开始日期. First day on which it may be made. */
  readonly plannedFrom: string;
  /** 计划检查结束日期. Last day on which it may be made. */
  readonly plannedTo: string;
  /** 检查备案状态. Whether it was made. */
  readonly state: string;
}
