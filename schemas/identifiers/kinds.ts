import * as caseNumber from './case-number.js';
import * as citizenId from './citizen-id.js';
import * as divisionCode from './division-code.js';
import * as documentNumber from './document-number.js';
import type { IdentifierCheck } from './identifier.js';
import { check as checkDocument, normalise as normaliseDocument } from './identity-document.js';
import * as implementationListCode from './implementation-list-code.js';
import * as organisationCode from './organisation-code.js';
import * as registrationNumber from './registration-number.js';
import * as creditCode from './unified-social-credit-code.js';

/** One kind of identifier: what it is called, how it is written, what is wrong with one. */
export interface IdentifierKind {
  /** In kebab case; the name of its `format` in record schemas, where it has one. */
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly check: (text: string) => IdentifierCheck;
  readonly normalise: (text: string) => string;
}

/** Every kind that has a rule, those of bodies first, then of people, then of places and papers. */
export const identifierKinds: readonly IdentifierKind[] = [
  { name: 'unified-social-credit-code', zh: '统一社会信用代码', en: 'Unified social credit code', ...creditCode },
  { name: 'organisation-code', zh: '组织机构代码', en: 'Organisation code', ...organisationCode },
  { name: 'registration-number', zh: '工商注册号', en: 'Business registration number', ...registrationNumber },
  { name: 'citizen-id', zh: '公民身份号码', en: 'Citizen identity number', ...citizenId },
  document('passport', '414', '护照号', 'Passport number'),
  document('hong-kong-macao-permit', '516', '港澳居民来往内地通行证号码', 'Mainland travel permit, Hong Kong and Macao'),
  document('taiwan-permit', '511', '台湾居民来往大陆通行证号码', 'Mainland travel permit, Taiwan'),
  document('residence-permit', '154', '港澳台居民居住证号码', 'Residence permit, Hong Kong, Macao and Taiwan'),
  document('permanent-residence-card', '553', '外国人永久居留身份证号码', 'Foreigner permanent residence card'),
  { name: 'division-code', zh: '行政区划代码', en: 'Division code', ...divisionCode },
  { name: 'document-number', zh: '文书号', en: 'Document number', ...documentNumber },
  { name: 'case-number', zh: '案号', en: 'Case number', ...caseNumber },
  { name: 'implementation-list-code', zh: '检查实施清单编码', en: 'Implementation list code', ...implementationListCode },
];

/** A kind of document by its code in the table id-document-type. */
function document(name: string, type: string, zh: string, en: string): IdentifierKind {
  const check = (text: string): IdentifierCheck => checkDocument(type, text);
  return { name, zh, en, check, normalise: (text) => normaliseDocument(type, text) };
}
