// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority } from './parts.js';

/** 跨部门综合监管事项清单. One item of the list of matters that several departments supervise together: who leads, who begins, who helps. */
export interface CrossDepartmentItem {
  /** 跨部门综合监管事项编号. Number of the item in the list. */
  readonly code: string;
  /** 跨部门综合监管事项名称. Name of the item. */
  readonly name: string;
  /** 综合监管内容. What is supervised. */
  readonly content: string;
  /** 综合监管对象范围. Whom it is about. */
  readonly objectScope: string;
  /** 对应监管事项编码. Items of the departments that it brings together. */
  readonly supervisionItemCodes?: readonly string[];
  /** 牵头部门. The department that leads. */
  readonly authority: Authority;
  /** 综合监管发起部门. The department that begins an act, where it is not the leading one. */
  readonly initiatingAuthority?: Authority;
  /** 配合部门. The departments that take part beside the first one. */
  readonly cooperatingAuthorities: readonly Authority[];
  /** 监管方式. How it is supervised. */
  readonly mode?: string;
  /** 监管层级. Levels of government at which it is done. */
  readonly levels: readonly string[];
  /** 设定依据. Law that it rests on. */
  readonly legalBasis: string;
  /** 事项状态. Whether the item is in use. */
  readonly state: string;
  /** 事项生效日期. Day from which it stands in the list. */
  readonly effectiveDate: string;
  /** 事项失效日期. Last day on which it stood there. */
  readonly retiredDate?: string;
}
