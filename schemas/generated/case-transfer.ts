// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Attachment, Authority, Party } from './parts.js';

/** 案件移送. One document between an authority and the judiciary: a case handed over either way, or the answer to one. */
export interface CaseTransfer {
  /** 移送类别. Which way the case goes, or that this is the answer. */
  readonly kind: string;
  /** 移送文书文号. Number of the document that hands over or answers. */
  readonly documentNumber: string;
  /** 案件名称. Name of the case. */
  readonly caseName: string;
  /** 涉案当事人. The party of the case. */
  readonly party: Party;
  /** 移送机关. The body that sends the document. */
  readonly authority: Authority;
  /** 移送接收机关. The body that it goes to. */
  readonly receivingBody: Authority;
  /** 移送日期. Day of the document. */
  readonly transferDate: string;
  /** 涉嫌罪名. The crime that is suspected. */
  readonly suspectedOffence?: string;
  /** 违法事实. The facts as found. */
  readonly illegalFacts?: string;
  /** 移送依据. Law that the transfer rests on. */
  readonly legalBasis?: string;
  /** 相关处罚决定书文号. The penalty decision of the same case. */
  readonly penaltyDocumentNumber?: string;
  /** 检查行为编号. The inspection that the case came from. */
  readonly inspectionCode?: string;
  /** 涉案财物. Goods seized in the case and where they are. */
  readonly seizedGoods?: string;
  /** 是否抄送检察机关. Whether the procuratorate got a copy. */
  readonly isCopiedToProcuratorate?: boolean;
  /** 答复的移送文书文号. The document that is answered. */
  readonly repliesTo?: string;
  /** 答复结果. What the receiver decided. */
  readonly replyOutcome?: string;
  /** 答复理由. Why the case is not taken up or goes back. */
  readonly replyReason?: string;
  /** 附件. Evidence lists and documents that go with it. */
  readonly attachments?: readonly Attachment[];
}
