// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, InspectionPoint } from './parts.js';

/** 检查实施清单. One entry of the inspection implementation list: how one body inspects under one supervision item. */
export interface InspectionImplementationList {
  /** 监管事项检查实施清单编码. Code of the entry: credit code of the body, one digit 1 to 5, then its own number. */
  readonly code: string;
  /** 监管事项目录编码. Item of the supervision item list that it falls under. */
  readonly supervisionItemCode: string;
  /** 检查实施清单名称. Name of the entry. */
  readonly name: string;
  /** 检查实施主体. The body that inspects; the code begins with its credit code. */
  readonly authority: Authority;
  /** 监管对象类别. Kind of object that is inspected. */
  readonly objectKind: string;
  /** 检查内容. What the inspection is about. */
  readonly inspectionContent: string;
  /** 检查项列表. The points to look at. */
  readonly points?: readonly InspectionPoint[];
  /** 检查方式. On site, off site or in writing. */
  readonly mode?: string;
  /** 检查频次. How often, in words. */
  readonly frequency?: string;
  /** 设定依据. Law and article that the inspection rests on. */
  readonly legalBasis: string;
  /** 行政区划代码. Division in which the body inspects. */
  readonly divisionCode: string;
  /** 事项状态. Whether the entry is in use. */
  readonly state: string;
  /** 事项生效日期. Day from which the entry is in force. */
  readonly effectiveDate: string;
  /** 事项失效日期. Last day on which it was. */
  readonly retiredDate?: string;
}
