// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority } from './parts.js';

/** 双随机抽查计划. One plan of double-random inspections: what will be drawn, from which objects, by whom. */
export interface SpotCheckPlan {
  /** 双随机一公开计划编号. Number of the plan. */
  readonly code: string;
  /** 抽查计划名称. Name of the plan. */
  readonly name: string;
  /** 抽查计划年度. Year of the plan. */
  readonly year: string;
  /** 抽查类型. Directed or undirected draw. */
  readonly kind: string;
  /** 是否跨部门联合抽查. Whether several departments inspect together. */
  readonly isJoint: boolean;
  /** 抽查组织部门. The department that makes the plan. */
  readonly authority: Authority;
  /** 配合部门. The departments that take part beside the first one. */
  readonly cooperatingAuthorities?: readonly Authority[];
  /** 抽查事项编码. Items that are drawn from the list of spot-check items. */
  readonly supervisionItemCodes: readonly string[];
  /** 抽查对象范围. From which objects is drawn. */
  readonly objectScope: string;
  /** 抽查比例. Share of the objects that is drawn. */
  readonly ratio: string;
  /** 计划抽查户数. Objects that will be drawn. */
  readonly objectCount?: string;
  /** 抽查计划制定日期. Day on which the plan was made. */
  readonly issuedDate: string;
  /** 抽查开始日期. First day of the inspections. */
  readonly startDate: string;
  /** 抽查结束日期. Last day of the inspections. */
  readonly endDate: string;
}
