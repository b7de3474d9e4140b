// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority } from './parts.js';

/** 监管事项目录清单. One item of the supervision item list: what is supervised, by whom, on which legal basis. */
export interface SupervisionItem {
  /** 监管事项目录编码. Code of the item, the 14 digits that all acts under it name. */
  readonly code: string;
  /** 监管事项名称. Main item. */
  readonly name: string;
  /** 监管子项名称. Sub-item, where the main item has some. */
  readonly subItemName?: string;
  /** 对应权力事项编码. Item of the list of powers that it follows from. */
  readonly powerCode?: string;
  /** 对应许可事项名称. The licence that the item supervises. */
  readonly licenceItemName?: string;
  /** 监管部门. The department that answers for the item. */
  readonly authority: Authority;
  /** 业务条线. Line of business within the department. */
  readonly businessLine?: string;
  /** 监管对象类别. Kind of object that is supervised. */
  readonly objectKind: string;
  /** 监管对象. What is supervised, in words. */
  readonly supervisionObject?: string;
  /** 监管方式. How it is supervised. */
  readonly mode?: string;
  /** 监管层级. Levels of government at which it is done. */
  readonly levels: readonly string[];
  /** 设定依据. Law and article that set it up. */
  readonly legalBasis: string;
  /** 监管措施. Measures that the department may take. */
  readonly measures?: string;
  /** 监管流程. Steps of the supervision. */
  readonly process?: string;
  /** 监管结果. What it may end in. */
  readonly outcome?: string;
  /** 检查实施清单编号. Entries of the inspection implementation list under the item. */
  readonly implementationListCodes?: readonly string[];
  /** 事项状态. Whether the item is in use. */
  readonly state: string;
  /** 事项生效日期. Day from which the item stands in the list. */
  readonly effectiveDate: string;
  /** 事项失效日期. Last day on which it stood there. */
  readonly retiredDate?: string;
}
