// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, EntrustedInstitution, Party } from './parts.js';

/** 行政强制. One coercive measure or one coercive execution against one party. */
export interface CoerciveMeasure {
  /** 强制行为编号. Number of the act, unique within the authority. */
  readonly code: string;
  /** 强制行为名称. Name of the act. */
  readonly name: string;
  /** 监管事项目录编码. Item of the supervision item list that it falls under. */
  readonly supervisionItemCode: string;
  /** 检查行为编号. The inspection that it came from. */
  readonly inspectionCode: string;
  /** 行政相对人. The party that it is taken against. */
  readonly party: Party;
  /** 违法事实. The facts as found. */
  readonly illegalFacts: string;
  /** 强制依据. Law that it rests on. */
  readonly legalBasis: string;
  /** 强制决定书号. Number of the decision. */
  readonly documentNumber: string;
  /** 行政强制种类. Measure or execution. */
  readonly kind: string;
  /** 强制措施类型. Type of measure. */
  readonly measureType?: string;
  /** 强制执行类型. Type of execution. */
  readonly executionType?: string;
  /** 强制结果. What became of it. */
  readonly result?: string;
  /** 强制决定日期. Day of the decision. */
  readonly decisionDate: string;
  /** 强制起始日期. First day of the measure. */
  readonly startDate: string;
  /** 强制延长至日期. Last day after an extension. */
  readonly extendedUntil?: string;
  /** 强制结束日期. Day on which it ended. */
  readonly endDate?: string;
  /** 行政区划代码. Division where it was taken. */
  readonly divisionCode: string;
  /** 强制实施机构. The authority that decided it. */
  readonly authority: Authority;
  /** 受委托部门. The organisation that acted for the authority. */
  readonly entrustedInstitution?: EntrustedInstitution;
}
