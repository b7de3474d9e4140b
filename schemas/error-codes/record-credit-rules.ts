import { badData } from './bad-data.js';
import type { ErrorEntry } from './entry.js';

/** Faults between the fields of records on parties, lists, evaluations, commitments and support. */
export const recordCreditRuleErrors = {
  RECORD_LISTING_CAUSE_UNEXPLAINED: badData(
    '列入原因为“其他”，但没有说明。',
    'The ground of listing is "other" without a word of explanation.',
    '填写列入原因说明，或改用其他列入原因。',
    'Say what the ground is, or use another one.',
  ),
  RECORD_REMOVAL_BEFORE_LISTING: badData(
    '移出日期早于列入日期。',
    'The subject was removed before it was listed.',
    '核对列入日期和移出日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_REMOVAL_INCOMPLETE: badData(
    '移出信息不完整：移出日期、移出原因、移出决定机关须同时填写。',
    'The removal is told in part only: date, reason and authority belong together.',
    '补录缺少的一项；尚未移出的，三项都不填。',
    'Give what is missing; where nothing was removed, leave out all three.',
  ),
  RECORD_PARTY_IS_PERSON: badData(
    '该数据只针对企业和个体工商户，但相对人类别为自然人。',
    'These records are of enterprises and individual businesses only, but the party is a natural person.',
    '核对相对人类别；确为自然人的，不报送到该数据集。',
    'Check the category of the party; a natural person is not reported here.',
  ),
  RECORD_PERSON_HAS_ORGANISATION_CODE: badData(
    '行政相对人为自然人，却有统一社会信用代码或其他登记代码。',
    'The party is a natural person but has the code of an organisation.',
    '是个体工商户的，类别改为个体工商户；确为自然人的，删去登记代码。',
    'Call an individual business by its own category; take the code away from a natural person.',
  ),
  RECORD_PARTY_CLASS_WRONG: badData(
    '相对人类别与统一社会信用代码不一致：以 92 开头的是个体工商户，其他的不是。',
    'Category and credit code disagree: a code that begins with 92 is of an individual business, any other is not.',
    '核对统一社会信用代码和相对人类别，更正错的一项。',
    'Check credit code and category of the party, and correct the one that is wrong.',
  ),
  RECORD_MEASURES_MISSING: badData(
    '已实施惩戒，但缺少措施、内容、依据或实施日期。',
    'Measures were taken, but kind, content, basis or first day is missing.',
    '补录缺少的一项；未实施的，“是否实施惩戒”填否。',
    'Give what is missing; where no measure was taken, say so.',
  ),
  RECORD_NO_MEASURE_UNEXPLAINED: badData(
    '未实施惩戒，但没有说明原因。',
    'No measure was taken and no reason is given.',
    '填写未实施惩戒原因。',
    'Say why no measure was taken.',
  ),
  RECORD_MEASURES_NOT_TAKEN: badData(
    '“是否实施惩戒”为否，却填有惩戒措施或日期。',
    'No measure was taken, yet measures or their dates are given.',
    '核对是否实施惩戒；未实施的，删去措施和日期。',
    'Check whether measures were taken; if not, take kind and dates away.',
  ),
  RECORD_MEASURES_AFTER_FEEDBACK: badData(
    '反馈日期早于惩戒实施日期。',
    'The feedback is dated before the measures that it reports.',
    '核对两个日期；尚未实施的措施不报送。',
    'Check both dates; measures that have not begun are not reported.',
  ),
  RECORD_FEEDBACK_BEFORE_RECEIPT: badData(
    '反馈日期早于收到推送日期。',
    'The feedback is dated before the receipt.',
    '核对两个日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_EVALUATION_BEFORE_PERIOD: badData(
    '评价日期早于评价周期的第一天。',
    'The evaluation is dated before its period begins.',
    '核对评价日期和评价周期后更正。',
    'Check the date and the period of the evaluation.',
  ),
  RECORD_BREACH_UNEXPLAINED: badData(
    '履行状态为违诺，但缺少违诺事实或认定日期。',
    'The commitment is broken, but facts or date of the finding are missing.',
    '补录违诺事实和违诺认定日期。',
    'Give the facts and the day of the finding.',
  ),
  RECORD_BREACH_WITHOUT_STATE: badData(
    '填有违诺事实或认定日期，但履行状态不是违诺。',
    'A breach is told, but the commitment is not called broken.',
    '核对履行状态；没有违诺的，删去违诺信息。',
    'Check the state; where nothing was broken, take the breach away.',
  ),
  RECORD_BREACH_BEFORE_COMMITMENT: badData(
    '违诺认定日期早于承诺作出日期。',
    'The breach was found before the commitment was made.',
    '核对两个日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_REPAIR_SUBJECT_UNCLEAR: badData(
    '修复对象不明：处罚决定书文号、严重违法失信名单编号、经营异常名录编号须且只能填一项。',
    'It is not clear what is repaired: a penalty, a severe-violation listing or an abnormal-operation listing, one of them.',
    '只保留被修复的那一项的编号；一次修复多项的，分条报送。',
    'Keep the number of the one that is repaired; report several repairs one by one.',
  ),
  RECORD_REPAIR_BEFORE_BREACH: badData(
    '修复申请日期早于原决定日期。',
    'The repair was asked for before the decision that it is about.',
    '核对两个日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_REPAIR_BEFORE_REQUEST: badData(
    '修复决定日期早于修复申请日期。',
    'The repair was decided before it was asked for.',
    '核对两个日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_REPAIR_STOP_MISSING: badData(
    '准予修复，但没有停止公示日期。',
    'The repair is granted, but the day on which publication stops is missing.',
    '补录停止公示日期。',
    'Give the day on which publication stops.',
  ),
  RECORD_REPAIR_STOP_WITHOUT_GRANT: badData(
    '不予修复，却有停止公示日期。',
    'The repair is denied, yet a day is given on which publication stops.',
    '核对修复决定；不予修复的，删去停止公示日期。',
    'Check the decision; where it is denied, take the day away.',
  ),
  RECORD_REPAIR_STOP_BEFORE_DECISION: badData(
    '停止公示日期早于修复决定日期。',
    'Publication stops before the repair was decided.',
    '核对两个日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_REPAIR_DENIAL_UNEXPLAINED: badData(
    '不予修复，但没有理由。',
    'The repair is denied without a reason.',
    '填写修复决定理由。',
    'Give the reason of the decision.',
  ),
  RECORD_SUPPORT_AMOUNT_MISSING: badData(
    '扶持方式为资金类，但没有扶持金额。',
    'The support is a sum of money, but the amount is missing.',
    '补录扶持金额（元），或更正扶持方式。',
    'Give the amount in yuan, or correct the kind of support.',
  ),
} as const satisfies Record<string, ErrorEntry>;
