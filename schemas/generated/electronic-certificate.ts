// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.
import type { Attachment, Authority, Party } from './parts.js';

/** 电子证照. The catalogue entry of one electronic certificate; the file itself travels by itself. */
export interface ElectronicCertificate {
  /** 电子证照标识. Identifier of the electronic certificate. */
  readonly certificateId?: string;
  /** 证照类型代码. Code of the kind of certificate. */
  readonly typeCode: string;
  /** 证照类型名称. Kind of certificate. */
  readonly typeName: string;
  /** 证照编号. Number of the certificate. */
  readonly number: string;
  /** 持证主体. Who holds it. */
  readonly party: Party;
  /** 证照颁发机构. The authority that issued it. */
  readonly authority: Authority;
  /** 证照颁发日期. Day of issue. */
  readonly issuedDate: string;
  /** 有效期自. First day on which it is valid. */
  readonly validFrom?: string;
  /** 证照有效期至. Last day on which it is valid; 2099-12-31 where it has none. */
  readonly validUntil: string;
  /** 证照状态. Whether it is in force. */
  readonly state: string;
  /** 证照失效日期. Day on which it was revoked, cancelled or lapsed. */
  readonly endedDate?: string;
  /** 电子证照文件. The file of the certificate. */
  readonly file?: Attachment;
}
