// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, EntrustedInstitution, Officer, Party } from './parts.js';

/** 行政检查. One inspection of one party by at least two officers, after the national field set of inspection acts. */
export interface Inspection {
  /** 检查行为编号. Number of the inspection, unique within the department. */
  readonly code: string;
  /** 检查行为名称. Name of the inspection. */
  readonly name: string;
  /** 监管事项目录编码. Item of the supervision item list that was inspected. */
  readonly supervisionItemCode: string;
  /** 监管事项检查实施清单编码. Entry of the inspection implementation list: credit code of the body, one digit 1 to 5, then its own number. */
  readonly implementationListCode: string;
  /** 双随机一公开计划编号. Plan of double-random inspections that this one carries out. */
  readonly planCode?: string;
  /** 检查备案码. Code under which the inspection was filed beforehand, where the place asks for it. */
  readonly filingCode?: string;
  /** 监管对象. What was supervised, e.g. a lift, a kitchen, a building site. */
  readonly supervisionObject: string;
  /** 行政相对人. The party that was inspected. */
  readonly party: Party;
  /** 检查形式. Routine or special inspection. */
  readonly form: string;
  /** 检查类别. Category of inspection. */
  readonly type: string;
  /** 检查方式. On site, off site, in writing. */
  readonly mode?: string;
  /** 检查结果. Outcome of the inspection. */
  readonly result: string;
  /** 检查结果说明. The outcome in words. */
  readonly resultDetail?: string;
  /** 检查日期. Day of the inspection. */
  readonly inspectionDate: string;
  /** 检查时间. Time of the inspection where the source knows it; lies on inspectionDate. */
  readonly inspectedAt?: string;
  /** 检查结果形成日期. Day on which the result was formed; publication is counted from it. */
  readonly resultDate?: string;
  /** 检查人员. The officers who inspected, at least two. */
  readonly officers: readonly Officer[];
  /** 实施机构. The authority that inspected. */
  readonly authority: Authority;
  /** 受委托部门. The organisation that acted for the authority. */
  readonly entrustedInstitution?: EntrustedInstitution;
  /** 行政区划代码. Division where the inspection took place. */
  readonly divisionCode: string;
}
