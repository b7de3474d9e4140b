// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, ConcernedObject } from './parts.js';

/** 风险预警线索. One warning that a model or a platform raised about one object, as it is handed on for checking. */
export interface RiskWarningLead {
  /** 预警编号. Number of the warning, unique within the department. */
  readonly code: string;
  /** 预警标题. The warning in one line. */
  readonly title: string;
  /** 预警等级. How grave it is. */
  readonly level: string;
  /** 风险领域. Field of supervision, such as food or building. */
  readonly domain: string;
  /** 预警对象. Whom or what the warning is about. */
  readonly object: ConcernedObject;
  /** 预警内容. What was noticed. */
  readonly detail?: string;
  /** 行政区划代码. Division that has to check. */
  readonly divisionCode: string;
  /** 预警日期. Day of the warning. */
  readonly warnedDate: string;
  /** 预警时间. Time of the warning where the source knows it; lies on warnedDate. */
  readonly warnedAt?: string;
  /** 预警来源. System or sensor that raised it. */
  readonly source?: string;
  /** 预警模型编号. The model or rule that raised it. */
  readonly ruleCode?: string;
  /** 监管事项目录编码. Item of the supervision item list that the warning falls under. */
  readonly supervisionItemCode?: string;
  /** 预警发布单位. The body that sends the warning. */
  readonly issuingBody: Authority;
  /** 承办单位. The department that has to check it. */
  readonly handlingAuthority?: Authority;
  /** 办理期限. Last day for checking it. */
  readonly dueDate?: string;
}
