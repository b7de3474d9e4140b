// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, ConcernedObject, Officer } from './parts.js';

/** 双随机抽查任务. One draw of a plan: the objects and the officers that were drawn together. */
export interface SpotCheckTask {
  /** 抽查任务编号. Number of the task. */
  readonly code: string;
  /** 抽查任务名称. Name of the task. */
  readonly name: string;
  /** 双随机一公开计划编号. The plan that it carries out. */
  readonly planCode: string;
  /** 抽查实施部门. The department that carries it out. */
  readonly authority: Authority;
  /** 配合部门. The departments that take part beside the first one. */
  readonly cooperatingAuthorities?: readonly Authority[];
  /** 抽查事项编码. Items that are inspected. */
  readonly supervisionItemCodes: readonly string[];
  /** 抽查对象. The objects that were drawn. */
  readonly objects: readonly ConcernedObject[];
  /** 检查人员. The officers that were drawn, at least two. */
  readonly officers: readonly Officer[];
  /** 抽取日期. Day of the draw. */
  readonly drawnDate: string;
  /** 抽查任务完成期限. Last day for carrying it out. */
  readonly dueDate?: string;
}
