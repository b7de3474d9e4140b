// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Attachment, Authority, ContactPerson } from './parts.js';

/** 工作材料. One plan, progress report or summary that a department owes to the body that coordinates supervision. */
export interface WorkReport {
  /** 材料编号. Number of the report, unique within the department. */
  readonly code: string;
  /** 材料类别. Plan, progress, summary or case. */
  readonly kind: string;
  /** 材料所属期. The time that the report is about. */
  readonly period: string;
  /** 材料标题. Title of the report. */
  readonly title: string;
  /** 材料正文. The text, where it is not attached. */
  readonly content?: string;
  /** 附件. The report as files. */
  readonly attachments?: readonly Attachment[];
  /** 材料报送单位. The department that reports. */
  readonly authority: Authority;
  /** 材料接收单位. The body that the report goes to. */
  readonly receivingBody: Authority;
  /** 材料报送日期. Day of the report. */
  readonly submittedDate: string;
  /** 材料联系人. Who can be asked about it. */
  readonly contact?: ContactPerson;
}
