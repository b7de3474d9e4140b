// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority } from './parts.js';

/** 执法人员. One person with an enforcement certificate, from the register from which inspectors are drawn. */
export interface EnforcementOfficer {
  /** 执法证号. Number of the enforcement certificate. */
  readonly certificateNumber: string;
  /** 执法人员姓名. Name of the officer. Personal: it leaves the closed network only where the receiver needs it. */
  readonly name: string;
  /** 执法人员所属机构. The authority for which the officer acts. */
  readonly authority: Authority;
  /** 执法人员职级. Rank of the officer. */
  readonly rank?: string;
  /** 执法人员性质. Kind of employment. */
  readonly staffKind?: string;
  /** 是否具有法律职业资格. Whether the officer is qualified as a lawyer. */
  readonly isLegallyQualified?: boolean;
  /** 执法领域. Fields in which the officer may act. */
  readonly enforcementFields?: readonly string[];
  /** 行政区划代码. Division in which the officer acts. */
  readonly divisionCode: string;
  /** 执法证发证日期. Day on which the certificate was issued. */
  readonly issuedDate: string;
  /** 执法证有效期至. Last day on which it is valid. */
  readonly validUntil: string;
  /** 执法证状态. Whether the certificate is in force. */
  readonly state: string;
  /** 执法证注销或暂扣日期. Day on which it was revoked or taken away for a time. */
  readonly endedDate?: string;
}
