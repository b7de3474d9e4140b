// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, Officer, Party } from './parts.js';

/** 双随机抽查结果. What one spot check found at one party; public within 20 working days of being formed. */
export interface SpotCheckResult {
  /** 抽查结果编号. Number of the result, unique within the department. */
  readonly code: string;
  /** 抽查任务编号. The task under which it was found. */
  readonly taskCode: string;
  /** 双随机一公开计划编号. The plan of the task. */
  readonly planCode?: string;
  /** 检查行为编号. The inspection that it came from, where it is reported as one. */
  readonly inspectionCode?: string;
  /** 监管事项目录编码. Item of the supervision item list that it falls under. */
  readonly supervisionItemCode: string;
  /** 行政相对人. The party that was inspected. */
  readonly party: Party;
  /** 抽查类型. Directed or undirected draw. */
  readonly kind: string;
  /** 抽查结果. What was found. */
  readonly outcome: string;
  /** 抽查结果说明. What was found, in words. */
  readonly outcomeDetail?: string;
  /** 检查日期. Day of the inspection. */
  readonly inspectionDate: string;
  /** 检查结果形成日期. Day on which the result was formed; publication is counted from it. */
  readonly resultDate: string;
  /** 检查人员. The officers who inspected. */
  readonly officers: readonly Officer[];
  /** 行政区划代码. Division where the party was inspected. */
  readonly divisionCode: string;
  /** 抽查机关. The authority that inspected. */
  readonly authority: Authority;
}
