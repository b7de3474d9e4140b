// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Authority, Party } from './parts.js';

/** 信用承诺. One commitment that a subject made in writing, and whether it was kept. */
export interface CreditCommitment {
  /** 承诺编号. Number of the commitment, unique within the department. */
  readonly code: string;
  /** 承诺类型. What the commitment is for. */
  readonly kind: string;
  /** 承诺主体. Who made the commitment. */
  readonly party: Party;
  /** 承诺事由. The matter in which it was made. */
  readonly matter: string;
  /** 承诺内容. What was promised. */
  readonly content: string;
  /** 违诺责任. What follows when the promise is broken. */
  readonly breachLiability?: string;
  /** 承诺作出日期. Day of the commitment. */
  readonly committedDate: string;
  /** 承诺有效期. Last day of the commitment, 2099-12-31 where it has no end. */
  readonly validUntil?: string;
  /** 承诺受理单位. The body that took the commitment. */
  readonly authority: Authority;
  /** 承诺履行状态. Whether it is being kept. */
  readonly state: string;
  /** 违诺事实. How the promise was broken. */
  readonly breachFacts?: string;
  /** 违诺认定日期. Day on which the breach was found. */
  readonly breachDate?: string;
  /** 是否公开. Whether the subject agreed to publication. */
  readonly isPublic: boolean;
  /** 数据来源单位. The unit that produced the data and answers for it. */
  readonly sourceUnit: Authority;
}
