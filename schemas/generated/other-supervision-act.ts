// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, EntrustedInstitution, Party } from './parts.js';

/** 其他监管行为. One act of supervision that is neither inspection, penalty nor coercion: a talk, a warning letter, a reminder. */
export interface OtherSupervisionAct {
  /** 其他监管行为编号. Number of the act, unique within the authority. */
  readonly code: string;
  /** 其他监管行为名称. Name of the act. */
  readonly name: string;
  /** 监管事项目录编码. Item of the supervision item list that it falls under. */
  readonly supervisionItemCode: string;
  /** 检查行为编号. The inspection that it came from. */
  readonly inspectionCode: string;
  /** 行政相对人. The party that it concerns. */
  readonly party: Party;
  /** 监管事项来源. What brought it about. */
  readonly matterSource?: string;
  /** 采取的监管措施. What was done. */
  readonly measure: string;
  /** 其他监管行为结案情况. How it ended. */
  readonly closure?: string;
  /** 其他监管行为开始日期. First day. */
  readonly startDate: string;
  /** 其他监管行为结束日期. Last day. */
  readonly endDate?: string;
  /** 行政区划代码. Division where it was done. */
  readonly divisionCode: string;
  /** 其他监管行为实施机构. The authority that did it. */
  readonly authority: Authority;
  /** 受委托部门. The organisation that acted for the authority. */
  readonly entrustedInstitution?: EntrustedInstitution;
}
