// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, ConcernedObject } from './parts.js';

/** 联合检查任务. One inspection that several departments make together, from being handed out to the feedback. */
export interface JointInspectionTask {
  /** 联合检查任务编号. Number of the task. */
  readonly code: string;
  /** 联合检查任务名称. Name of the task. */
  readonly name: string;
  /** 联合检查任务状态. How far the task has come. */
  readonly state: string;
  /** 联合检查发起部门. The department that began it. */
  readonly authority: Authority;
  /** 配合部门. The departments that take part beside the first one. */
  readonly cooperatingAuthorities: readonly Authority[];
  /** 联合检查涉及区划. Divisions that take part. */
  readonly divisionCodes?: readonly string[];
  /** 监管事项目录编码. Item of the supervision item list that it falls under. */
  readonly supervisionItemCode: string;
  /** 联合检查对象. Whom it is about. */
  readonly objects: readonly ConcernedObject[];
  /** 检查内容. What is looked at. */
  readonly inspectionContent: string;
  /** 联合检查要求. What the departments have to do. */
  readonly requirement?: string;
  /** 联合检查开始日期. First day of the task. */
  readonly startDate: string;
  /** 联合检查反馈期限. Last day for the feedback. */
  readonly dueDate?: string;
  /** 联合检查结束日期. Day on which the departments had done. */
  readonly endDate?: string;
  /** 联合检查结束说明. How it ended. */
  readonly endReason?: string;
  /** 备注. Anything else. */
  readonly remark?: string;
}
