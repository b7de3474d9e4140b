// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, ConcernedObject, ContactPerson, Reporter } from './parts.js';

/** 投诉举报线索. One complaint or report that came in, as it is handed on for handling. Of a whistle-blower only the number crosses. */
export interface ComplaintLead {
  /** 线索编号. Number of the lead, unique within the department. */
  readonly code: string;
  /** 上级平台线索编号. Number that the platform gave that handed the lead down. */
  readonly upstreamCode?: string;
  /** 线索类别. Complaint in one's own matter, or report. */
  readonly kind: string;
  /** 线索来源渠道. How the lead came in. */
  readonly channel: string;
  /** 是否吹哨人或内部举报人. Whether the reporter is protected; then only number, dates and bodies cross. */
  readonly isWhistleblower: boolean;
  /** 投诉举报类型. What kind of trouble it is about. */
  readonly type?: string;
  /** 线索标题. The matter in one line. */
  readonly title?: string;
  /** 线索内容. What is complained of. Restricted: only those who handle it read it. */
  readonly content?: string;
  /** 线索涉及对象. Whom the lead is about. */
  readonly object?: ConcernedObject;
  /** 商品或服务类型. Kind of goods or service. */
  readonly serviceType?: string;
  /** 商品或服务名称. Name of the goods or service. */
  readonly serviceName?: string;
  /** 争议发生日期. Day on which it happened. */
  readonly disputeDate?: string;
  /** 行政区划代码. Division that the lead is about. */
  readonly divisionCode?: string;
  /** 监管事项目录编码. Item of the supervision item list that the lead falls under. */
  readonly supervisionItemCode?: string;
  /** 投诉举报人. Who complained and may be called back; never of a whistle-blower. */
  readonly complainant?: ContactPerson;
  /** 线索登记日期. Day on which the lead was taken down. */
  readonly receivedDate: string;
  /** 线索接收单位. The body that took the lead down and knows the reporter. */
  readonly receivingBody: Authority;
  /** 承办单位. The department that has to handle it. */
  readonly handlingAuthority?: Authority;
  /** 办理期限. Last day for handling it. */
  readonly dueDate?: string;
  /** 举报人. The whistle-blower. Never leaves the receiving body. */
  readonly reporter?: Reporter;
  /** 举报原文. The whistle-blower's own words, which may tell who wrote them. Never leaves the receiving body. */
  readonly originalStatement?: string;
}
