// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, Party } from './parts.js';

/** 监管对象. One object in the register of objects that a department supervises, with the party that answers for it. */
export interface SupervisionObject {
  /** 监管对象编号. Number of the object, unique within the department. */
  readonly code: string;
  /** 监管对象名称. Name of the object. */
  readonly name: string;
  /** 监管对象类别. Kind of object. */
  readonly kind: string;
  /** 设备或场所编号. Number of a device or a place, e.g. of a lift. */
  readonly equipmentNumber?: string;
  /** 行政相对人. The party that answers for the object. */
  readonly party: Party;
  /** 监管对象地址. Where the object is. */
  readonly address?: string;
  /** 行政区划代码. Division in which it is. */
  readonly divisionCode: string;
  /** 对象监管部门. The department that supervises it. */
  readonly authority: Authority;
  /** 适用监管事项编码. Items of the supervision item list that apply to it. */
  readonly supervisionItemCodes?: readonly string[];
  /** 监管对象风险类别. Class that sets how often it is inspected. */
  readonly riskClass?: string;
  /** 监管对象状态. Whether it is still supervised. */
  readonly state: string;
  /** 监管对象纳入日期. Day on which it was put into the register. */
  readonly enrolledDate: string;
  /** 监管对象退出日期. Day on which it left the register. */
  readonly leftDate?: string;
}
