// Written by schemas/generate-types.ts from schemas/records/. Change the schema, then run it again.

/** 附件. A file that belongs to the record. Only its digest and name travel in the record; the bytes go by themselves. */
export interface Attachment {
  /** 附件名称. File name as a reader sees it. */
  readonly name: string;
  /** 附件摘要. SHA-256 of the bytes, by which a receiver checks them. */
  readonly sha256: string;
  /** 附件字节数. Size in bytes. */
  readonly sizeBytes: string;
  /** 附件媒体类型. Media type of the bytes. */
  readonly mediaType: string;
}

/** 机关. A public body that acted or that answers for the data, always with its unified social credit code. */
export interface Authority {
  /** 机关名称. Full name of the body. */
  readonly name: string;
  /** 机关统一社会信用代码. Unified social credit code of the body. */
  readonly creditCode: string;
}

/** 涉及对象. Whom or what a lead, a request or an exposure concerns, as far as it is known; often no more than a name. */
export interface ConcernedObject {
  /** 涉及对象名称. Name of the organisation, person or thing. Personal for natural persons. */
  readonly name: string;
  /** 涉及对象类别. Organisation, natural person or individual business, where it is known. */
  readonly category?: string;
  /** 涉及对象统一社会信用代码. Unified social credit code, where it is known. */
  readonly creditCode?: string;
  /** 涉及对象地址. Where it is or does its business. Personal for natural persons. */
  readonly address?: string;
}

/** 联系人. A person who can be asked or called back. */
export interface ContactPerson {
  /** 联系人姓名. Name of the person. Personal: it leaves the closed network only where the receiver needs it. */
  readonly name: string;
  /** 联系电话. Telephone number. Personal: never published. */
  readonly phone?: string;
}

/** 受委托机构. The organisation that acted on behalf of the authority. */
export interface EntrustedInstitution {
  /** 受委托机构名称. Full name of the entrusted organisation. */
  readonly name: string;
  /** 受委托机构编码. Code of the entrusted organisation, usually its unified social credit code. */
  readonly code?: string;
}

/** 检查项. One point that an inspection has to look at. */
export interface InspectionPoint {
  /** 检查项名称. What is looked at. */
  readonly name: string;
  /** 检查项要求. What has to be found for the point to be met. */
  readonly requirement?: string;
  /** 检查项方法. How it is looked at. */
  readonly method?: string;
}

/** 法定代表人. The legal representative of an organisation, or the operator of an individual business. */
export interface LegalRepresentative {
  /** 法定代表人姓名. Name of the legal representative. Public: the company register publishes it. */
  readonly name: string;
  /** 法定代表人证件类型. Kind of identity document. */
  readonly idType?: string;
  /** 法定代表人证件号码. Number of the identity document. Personal: never published. */
  readonly idNumber?: string;
}

/** 执法人员. One enforcement officer who took part. */
export interface Officer {
  /** 执法人员姓名. Name of the officer. Personal: it leaves the closed network only where the receiver needs it. */
  readonly name: string;
  /** 执法证号. Number of the enforcement certificate. Restricted: it identifies the officer but is shown at every inspection. */
  readonly certificateNumber?: string;
}

/** 行政相对人. The person or organisation that a decision or an inspection concerns. */
export interface Party {
  /** 行政相对人名称. Name of the organisation or person. Public for organisations, personal for natural persons. */
  readonly name: string;
  /** 行政相对人类别. Organisation, natural person or individual business. */
  readonly category: string;
  /** 统一社会信用代码. Unified social credit code (party code 1). */
  readonly creditCode?: string;
  /** 工商注册号. Business registration number (party code 2); numbers of 15 digits carry a check digit, older ones do not. */
  readonly registrationNumber?: string;
  /** 组织机构代码. Organisation code of GB 11714 (party code 3). */
  readonly organisationCode?: string;
  /** 税务登记号. Tax registration number (party code 4). Restricted: not part of the public register. */
  readonly taxNumber?: string;
  /** 事业单位证书号. Certificate number of a public institution (party code 5). */
  readonly publicInstitutionNumber?: string;
  /** 社会组织登记证号. Registration number of a social organisation (party code 6). */
  readonly socialOrganisationNumber?: string;
  /** 法定代表人. The legal representative, with an identity document where the receiver needs it. */
  readonly legalRepresentative?: LegalRepresentative;
  /** 自然人证件类型. Kind of identity document of a natural person. */
  readonly idType?: string;
  /** 自然人证件号码. Number of the identity document of a natural person. Personal: never published. */
  readonly idNumber?: string;
  /** 注册地址. Registered address, of a natural person the home. Personal for natural persons. */
  readonly registeredAddress?: string;
  /** 经营地址. Address of the business. Personal for natural persons. */
  readonly businessAddress?: string;
}

/** 计划检查事项. One line of a yearly plan: what will be inspected, and how much of it. */
export interface PlannedInspection {
  /** 计划检查监管事项编码. Item of the supervision item list that will be inspected. */
  readonly supervisionItemCode: string;
  /** 计划检查对象范围. Which objects the line is about. */
  readonly objectScope: string;
  /** 计划检查户次. Inspections planned in the year. */
  readonly inspectionCount: string;
}

/** 举报人. The whistle-blower or inner reporter. Only the receiving body knows: no record may hold any of this. */
export interface Reporter {
  /** 举报人姓名. Name of the reporter. Never leaves the receiving body. */
  readonly name?: string;
  /** 举报人电话. Telephone number of the reporter. Never leaves the receiving body. */
  readonly phone?: string;
  /** 举报人证件号码. Number of the reporter's identity document. Never leaves the receiving body. */
  readonly idNumber?: string;
  /** 举报人单位. Where the reporter works. Never leaves the receiving body. */
  readonly employer?: string;
}

/** 责任人员. An investor or another person who answers for a severe violation. */
export interface ResponsiblePerson {
  /** 责任人员姓名. Name of the person. Personal: the list is passed on to authorities with it, and published without. */
  readonly name: string;
  /** 责任人员身份. What the person is to the enterprise, such as investor or manager. */
  readonly role?: string;
  /** 责任人员证件类型. Kind of identity document. */
  readonly idType: string;
  /** 责任人员证件号码. Number of the identity document. Personal: never published. */
  readonly idNumber: string;
}
