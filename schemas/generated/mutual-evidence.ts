// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Attachment, Authority, ConcernedObject } from './parts.js';

/** 证据互认、检验鉴定结论. One piece of evidence or one test conclusion that other departments may rest their decisions on. */
export interface MutualEvidence {
  /** 证据编号. Number of the evidence, unique within the department. */
  readonly code: string;
  /** 证据类别. Kind of evidence. */
  readonly kind: string;
  /** 证据名称. What it is. */
  readonly name: string;
  /** 证据涉及对象. Whom it is about. */
  readonly object?: ConcernedObject;
  /** 检查行为编号. The inspection at which it was taken. */
  readonly inspectionCode?: string;
  /** 证据提供机关. The authority that gives it. */
  readonly authority: Authority;
  /** 检验鉴定机构. The institution that tested. */
  readonly institution?: Authority;
  /** 检验鉴定机构资质. Certificate under which it tested. */
  readonly qualification?: string;
  /** 检验鉴定报告编号. Number of the report. */
  readonly reportNumber?: string;
  /** 检验鉴定结论. The conclusion in words. */
  readonly conclusion?: string;
  /** 检验鉴定结果. Whether what was tested meets the standard. */
  readonly outcome?: string;
  /** 证据形成日期. Day on which it was made. */
  readonly madeDate: string;
  /** 证据有效期至. Last day on which it may be relied on. */
  readonly validUntil?: string;
  /** 证据互认机关. Authorities that have recognised it. */
  readonly recognisedBy?: readonly Authority[];
  /** 附件. The evidence as files, by digest. */
  readonly attachments: readonly Attachment[];
}
