import { badData } from './bad-data.js';
import type { ErrorEntry } from './entry.js';

/** Faults between the fields of one record. */
export const recordRuleErrors = {
  RECORD_DECISION_DATE_IN_FUTURE: badData(
    '决定日期晚于今天。',
    'The decision lies in the future.',
    '核对文书上的决定日期后更正。',
    'Check the date on the document and correct it.',
  ),
  RECORD_INSPECTION_DATE_IN_FUTURE: badData(
    '检查日期晚于今天。',
    'The inspection lies in the future.',
    '核对检查日期；尚未实施的检查不报送。',
    'Check the date; an inspection that has not taken place is not reported.',
  ),
  RECORD_INSPECTION_TIME_OTHER_DAY: badData(
    '检查时间与检查日期不是同一天。',
    'The time of the inspection is not on its day.',
    '使检查时间（北京时间）与检查日期一致。',
    'Make time (Asia/Shanghai) and day agree.',
  ),
  RECORD_RESULT_BEFORE_INSPECTION: badData(
    '检查结果形成日期早于检查日期。',
    'The result was formed before the inspection.',
    '核对两个日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_VALIDITY_REVERSED: badData(
    '有效期的终止早于起始。',
    'The validity ends before it starts.',
    '核对起止日期；长期有效的填 2099-12-31。',
    'Check both dates; without an end it is 2099-12-31.',
  ),
  RECORD_PUBLICITY_BEFORE_DECISION: badData(
    '公示截止期早于决定日期。',
    'Publication ends before the decision.',
    '核对公示截止期后更正。',
    'Check the last day of publication and correct it.',
  ),
  RECORD_FILING_AFTER_DECISION: badData(
    '立案日期晚于处罚决定日期。',
    'The case was filed after its decision.',
    '核对立案日期和决定日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_CLOSING_BEFORE_FILING: badData(
    '结案日期早于立案日期。',
    'The case was closed before it was filed.',
    '核对立案日期和结案日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_FINE_MISSING: badData(
    '处罚类别含罚款，但没有罚款金额。',
    'There is a fine but no amount.',
    '补录罚款金额（元）；没有罚款的，更正处罚类别。',
    'Give the amount in yuan, or correct the kinds of penalty.',
  ),
  RECORD_CONFISCATION_MISSING: badData(
    '处罚类别含没收，但没有没收金额。',
    'There is a confiscation but no amount.',
    '补录没收金额（元）；没有没收的，更正处罚类别。',
    'Give the amount in yuan, or correct the kinds of penalty.',
  ),
  RECORD_REVOKED_LICENCE_MISSING: badData(
    '处罚类别含暂扣或吊销许可证件，但没有证照名称及编号。',
    'A licence was suspended or revoked but is not named.',
    '补录暂扣或吊销证照名称及编号。',
    'Give name and number of the licence.',
  ),
  RECORD_PARTY_CODE_MISSING: badData(
    '行政相对人没有统一社会信用代码或其他登记代码。',
    'The party has neither a credit code nor another code.',
    '补录统一社会信用代码；确无的，补录工商注册号、组织机构代码等任一代码。',
    'Give the credit code, or where there is none one of the other codes.',
  ),
  RECORD_PARTY_DOCUMENT_MISSING: badData(
    '行政相对人为自然人，但证件类型或证件号码缺失。',
    'The party is a natural person without identity document.',
    '补录证件类型和证件号码；不是自然人的，更正相对人类别。',
    'Give kind and number of the document, or correct the category of the party.',
  ),
  RECORD_ID_TYPE_MISSING: badData(
    '有证件号码但没有证件类型。',
    'There is a document number but no kind of document.',
    '补录证件类型。',
    'Give the kind of document.',
  ),
  RECORD_LEGAL_REPRESENTATIVE_MISSING: badData(
    '法人及非法人组织没有法定代表人。',
    'An organisation without legal representative.',
    '补录法定代表人姓名。',
    'Give the name of the legal representative.',
  ),
  RECORD_CERTIFICATE_NUMBER_MISSING: badData(
    '有许可证书名称但没有许可编号。',
    'The licence certificate has a name but no number.',
    '补录许可编号。',
    'Give the number of the certificate.',
  ),
  RECORD_LICENCE_CATEGORY_UNEXPLAINED: badData(
    '许可类别为“其他”，但没有补充说明。',
    'The category is "other" without a word of explanation.',
    '填写许可类别补充说明，或改用其他许可类别。',
    'Say which kind it is, or use another category.',
  ),
  RECORD_OFFICERS_TOO_FEW: badData(
    '检查人员少于两人。',
    'Fewer than two officers inspected.',
    '补录全部检查人员；行政检查应由两名以上执法人员实施。',
    'Give all officers; an inspection takes at least two.',
  ),
} as const satisfies Record<string, ErrorEntry>;
