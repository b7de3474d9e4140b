import { badData } from './bad-data.js';
import type { ErrorEntry } from './entry.js';

/** Faults of single values with a form or check digit of their own: identifiers and dates. */
export const identifierErrors = {
  RECORD_DATE_WRONG_FORM: badData(
    '日期格式应为 YYYY-MM-DD。',
    'A date is written YYYY-MM-DD.',
    '在映射规则的 date 中写明来源日期的格式。',
    'Name the form of the source date under `date` in the mapping.',
  ),
  RECORD_DATE_NOT_IN_CALENDAR: badData(
    '日期不存在或早于1900年。',
    'No such day, or before 1900.',
    '向承办人核实日期后在来源系统更正。',
    'Ask for the right day and correct it at the source.',
  ),
  RECORD_INSTANT_WRONG_FORM: badData(
    '时间应为带时区的 ISO 8601 格式。',
    'An instant is ISO 8601 with its offset.',
    '按 2026-03-02T09:30:00+08:00 的格式填写。',
    'Write it like 2026-03-02T09:30:00+08:00.',
  ),
  RECORD_CREDIT_CODE_WRONG_LENGTH: badData(
    '统一社会信用代码长度不符。',
    'The unified social credit code has the wrong length.',
    '核对证照原件后在来源系统更正。',
    'Check against the certificate and correct it at the source.',
  ),
  RECORD_CREDIT_CODE_WRONG_CHARACTER: badData(
    '统一社会信用代码含有不允许的字符。',
    'The unified social credit code has a character that is not allowed.',
    '核对证照原件后在来源系统更正。',
    'Check against the certificate and correct it at the source.',
  ),
  RECORD_CREDIT_CODE_WRONG_CHECK_DIGIT: badData(
    '统一社会信用代码校验位不符。',
    'The check character of the unified social credit code is wrong.',
    '核对证照原件后在来源系统更正。',
    'Check against the certificate and correct it at the source.',
  ),
  RECORD_CREDIT_CODE_WRONG_ORGANISATION_PART: badData(
    '统一社会信用代码中的组织机构代码校验不符。',
    'The organisation code inside the unified social credit code is wrong.',
    '核对证照原件后在来源系统更正。',
    'Check against the certificate and correct it at the source.',
  ),
  RECORD_ORGANISATION_CODE_WRONG_FORM: badData(
    '组织机构代码格式不符。',
    'The organisation code has the wrong form.',
    '核对证照原件后在来源系统更正。',
    'Check against the certificate and correct it at the source.',
  ),
  RECORD_ORGANISATION_CODE_WRONG_CHECK_DIGIT: badData(
    '组织机构代码校验位不符。',
    'The check character of the organisation code is wrong.',
    '核对证照原件后在来源系统更正。',
    'Check against the certificate and correct it at the source.',
  ),
  RECORD_REGISTRATION_NUMBER_WRONG_FORM: badData(
    '工商注册号格式不符。',
    'The registration number has the wrong form.',
    '核对证照原件后在来源系统更正。',
    'Check against the certificate and correct it at the source.',
  ),
  RECORD_REGISTRATION_NUMBER_WRONG_CHECK_DIGIT: badData(
    '工商注册号校验位不符。',
    'The check digit of the registration number is wrong.',
    '核对证照原件后在来源系统更正。',
    'Check against the certificate and correct it at the source.',
  ),
  RECORD_CITIZEN_ID_WRONG_FORM: badData(
    '公民身份号码格式不符。',
    'The citizen identity number has the wrong form.',
    '核对身份证件后在来源系统更正；不是身份证的，更正证件类型。',
    'Check the document and correct it at the source; where it is no identity card, correct its kind.',
  ),
  RECORD_CITIZEN_ID_WRONG_BIRTH_DATE: badData(
    '公民身份号码中的出生日期无效。',
    'The date of birth in the citizen identity number is wrong.',
    '核对身份证件后在来源系统更正；不是身份证的，更正证件类型。',
    'Check the document and correct it at the source; where it is no identity card, correct its kind.',
  ),
  RECORD_CITIZEN_ID_WRONG_CHECK_DIGIT: badData(
    '公民身份号码校验码不符。',
    'The check character of the citizen identity number is wrong.',
    '核对身份证件后在来源系统更正；不是身份证的，更正证件类型。',
    'Check the document and correct it at the source; where it is no identity card, correct its kind.',
  ),
  RECORD_ID_DOCUMENT_WRONG_FORM: badData(
    '证件号码的格式与证件类型不符。',
    'The number does not have the form of its kind of document.',
    '核对证件后更正号码或证件类型。',
    'Check the document and correct its number or its kind.',
  ),
  RECORD_ID_DOCUMENT_WRONG_BIRTH_DATE: badData(
    '证件号码中的出生日期无效。',
    'The date of birth in the number of the document is wrong.',
    '核对证件后更正号码或证件类型。',
    'Check the document and correct its number or its kind.',
  ),
  RECORD_ID_DOCUMENT_WRONG_CHECK_DIGIT: badData(
    '证件号码校验位不符。',
    'The check digit of the number of the document is wrong.',
    '核对证件后更正号码或证件类型。',
    'Check the document and correct its number or its kind.',
  ),
  RECORD_DIVISION_CODE_WRONG_FORM: badData(
    '行政区划代码格式不符。',
    'The division code has the wrong form.',
    '填写6位行政区划代码，如甘南州为623000。',
    'Give the six digits of GB/T 2260, e.g. 623000.',
  ),
  RECORD_DIVISION_CODE_UNKNOWN_PROVINCE: badData(
    '行政区划代码的省级部分不存在。',
    'The division code is of no province.',
    '填写6位行政区划代码，如甘南州为623000。',
    'Give the six digits of GB/T 2260, e.g. 623000.',
  ),
  RECORD_DOCUMENT_NUMBER_WRONG_FORM: badData(
    '文书号格式不符。',
    'The document number has the wrong form.',
    '在映射规则中对该列使用 document-number 转换，或在来源系统更正。',
    'Apply the transform document-number in the mapping, or correct it at the source.',
  ),
  RECORD_DOCUMENT_NUMBER_WRONG_YEAR: badData(
    '文书号中的年份有误。',
    'The year in the document number is wrong.',
    '核对文书原件后在来源系统更正。',
    'Check the document and correct it at the source.',
  ),
  RECORD_CASE_NUMBER_WRONG_FORM: badData(
    '案号格式不符。',
    'The case number has the wrong form.',
    '核对案件文书后在来源系统更正。',
    'Check the papers of the case and correct it at the source.',
  ),
  RECORD_IMPLEMENTATION_LIST_CODE_WRONG_FORM: badData(
    '检查实施清单编码格式不符。',
    'The code of the inspection implementation list has the wrong form.',
    '从监管事项子系统复制检查实施清单编码。',
    'Copy the code from the supervision items subsystem.',
  ),
} as const satisfies Record<string, ErrorEntry>;
