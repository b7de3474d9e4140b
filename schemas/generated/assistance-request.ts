// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Attachment, Authority, ConcernedObject } from './parts.js';

/** 协查协办、抄告. One request of a department to others for help with a case, or one copy of what they have to know. */
export interface AssistanceRequest {
  /** 协查协办编号. Number of the request or copy, unique within the department. */
  readonly code: string;
  /** 协同类别. Request to look into or to act, or copy for information. */
  readonly kind: string;
  /** 协同标题. The matter in one line. */
  readonly title: string;
  /** 协同内容. What is asked or told. */
  readonly content: string;
  /** 协同要求. What the receivers have to do. */
  readonly requirement?: string;
  /** 协同涉及对象. Whom it is about. */
  readonly object?: ConcernedObject;
  /** 监管事项目录编码. Item of the supervision item list that it falls under. */
  readonly supervisionItemCode?: string;
  /** 检查行为编号. The inspection that it is about. */
  readonly inspectionCode?: string;
  /** 相关处罚决定书文号. The penalty decision that it is about. */
  readonly penaltyDocumentNumber?: string;
  /** 提请部门. The department that asks or tells. */
  readonly authority: Authority;
  /** 协同接收部门. The departments that it goes to. */
  readonly receivingBodies: readonly Authority[];
  /** 行政区划代码. Division that the receivers belong to. */
  readonly divisionCode?: string;
  /** 提请日期. Day of the request or copy. */
  readonly requestDate: string;
  /** 办理期限. Last day for the answer. */
  readonly dueDate?: string;
  /** 附件. Documents that go with it. */
  readonly attachments?: readonly Attachment[];
}
