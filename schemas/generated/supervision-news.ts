// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Attachment, Authority, ConcernedObject } from './parts.js';

/** 监管动态、曝光信息. One piece of news on supervision, or one exposure of an unlawful act, for the event information pages. */
export interface SupervisionNews {
  /** 信息编号. Number of the piece, unique within the department. */
  readonly code: string;
  /** 信息类别. News or exposure. */
  readonly kind: string;
  /** 信息标题. Headline. */
  readonly title: string;
  /** 信息正文. The text. */
  readonly content: string;
  /** 发布日期. Day of publication; the monthly number of pieces is counted by it. */
  readonly publishedDate: string;
  /** 网页地址. Where it stands on the department's own pages. */
  readonly url?: string;
  /** 发布单位. The department that publishes it. */
  readonly authority: Authority;
  /** 行政区划代码. Division that it is about. */
  readonly divisionCode?: string;
  /** 曝光对象. Who is exposed; persons only under names that hide them. */
  readonly exposedObjects?: readonly ConcernedObject[];
  /** 相关处罚决定书文号. The penalty decision that is exposed. */
  readonly penaltyDocumentNumber?: string;
  /** 附件. Pictures and documents. */
  readonly attachments?: readonly Attachment[];
}
