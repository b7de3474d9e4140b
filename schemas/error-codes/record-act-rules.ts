import { badData } from './bad-data.js';
import type { ErrorEntry } from './entry.js';

/** Faults between the fields of lists, registers, plans, filings and acts of supervision. */
export const recordActRuleErrors = {
  RECORD_RETIRED_DATE_MISSING: badData(
    '事项已无效，却没有失效日期。',
    'The item is no longer in use, but its last day is missing.',
    '补录事项失效日期，或将状态改为在用。',
    'Give the last day, or set the state to in use.',
  ),
  RECORD_RETIRED_BEFORE_EFFECTIVE: badData(
    '事项失效日期早于生效日期。',
    'The item went out of use before it came into it.',
    '核对两个日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_LIST_CODE_OTHER_BODY: badData(
    '检查实施清单编码的前18位不是检查实施主体的统一社会信用代码。',
    'The first 18 characters of the code are not the credit code of the body that inspects.',
    '核对清单编码与实施主体，使两者一致。',
    'Make the code and the body agree.',
  ),
  RECORD_LEFT_DATE_MISSING: badData(
    '监管对象已退出，却没有退出日期。',
    'The object has left the register, but the day is missing.',
    '补录退出日期，或更正对象状态。',
    'Give the day, or correct the state.',
  ),
  RECORD_LEFT_BEFORE_ENROLLED: badData(
    '监管对象退出日期早于纳入日期。',
    'The object left before it was put in.',
    '核对两个日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_OFFICER_END_MISSING: badData(
    '执法证已暂扣或注销，却没有日期。',
    'The certificate was taken away or revoked, but the day is missing.',
    '补录注销或暂扣日期，或更正状态。',
    'Give the day, or correct the state.',
  ),
  RECORD_COERCION_TYPE_MISSING: badData(
    '行政强制没有写明类型：措施须填强制措施类型，执行须填强制执行类型。',
    'The type is missing: a measure needs its type of measure, an execution its type of execution.',
    '按行政强制法第九条、第十二条补录类型。',
    'Give the type after articles 9 and 12 of the Administrative Coercion Law.',
  ),
  RECORD_COERCION_TYPE_OTHER_KIND: badData(
    '类型与行政强制种类不符：措施不填执行类型，执行不填措施类型。',
    'The type belongs to the other kind of coercion.',
    '去掉不符的类型，或更正行政强制种类。',
    'Take the type away, or correct the kind.',
  ),
  RECORD_END_BEFORE_START: badData(
    '结束日期早于开始日期。',
    'It ended before it began.',
    '核对两个日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_PLAN_OTHER_YEAR: badData(
    '抽查日期不在计划年度内。',
    'The days of the plan lie outside its year.',
    '核对计划年度与开始、结束日期。',
    'Check the year and the days.',
  ),
  RECORD_PARTNERS_MISSING: badData(
    '标明跨部门联合，却没有配合部门。',
    'It is said to be joint, but no other department takes part.',
    '补录配合部门，或更正是否跨部门联合。',
    'Name the departments, or say that it is not joint.',
  ),
  RECORD_PARTNER_IS_LEADER: badData(
    '牵头或发起部门又被列为配合部门。',
    'The department that leads or began it stands among those that help.',
    '从配合部门中去掉它。',
    'Take it out of the cooperating departments.',
  ),
  RECORD_TASK_END_MISSING: badData(
    '任务已结束或已反馈，却没有结束日期。',
    'The task has ended, but the day is missing.',
    '补录结束日期，或更正任务状态。',
    'Give the day, or correct the state.',
  ),
  RECORD_OUTCOME_UNEXPLAINED: badData(
    '抽查发现了问题，却没有说明。',
    'Something was found, but not said what.',
    '补录抽查结果说明。',
    'Say what was found.',
  ),
  RECORD_FILED_AFTER_INSPECTION: badData(
    '备案日期晚于计划检查开始日期：未经备案不得实施检查。',
    'The filing is later than the first day of the inspection; no inspection may be made before its filing.',
    '核对备案日期与计划检查日期。',
    'Check the day of the filing and the planned days.',
  ),
  RECORD_FILING_REASON_MISSING: badData(
    '检查既不在年度计划内，也没有写明理由。',
    'The inspection stands in no plan and gives no reason.',
    '补录检查计划编号或备案检查理由。',
    'Give the plan or the reason.',
  ),
  RECORD_CLOSURE_MISSING: badData(
    '行为已结束，却没有结案情况。',
    'The act has ended, but not said how.',
    '补录结案情况，或去掉结束日期。',
    'Say how it ended, or take the last day away.',
  ),
  RECORD_FILING_INCOMPLETE: badData(
    '备案机关与备案日期须同时填写。',
    'Filing body and day of filing go together.',
    '补录缺少的一项，或两项都不填。',
    'Give the one that is missing, or neither.',
  ),
  RECORD_FILING_BEFORE_PLAN: badData(
    '备案日期早于计划制定日期。',
    'The plan was filed before it was made.',
    '核对两个日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_RECHECK_INCOMPLETE: badData(
    '复查日期与复查结果须同时填写。',
    'Day and result of the recheck go together.',
    '补录缺少的一项，或两项都不填。',
    'Give the one that is missing, or neither.',
  ),
  RECORD_RECHECK_BEFORE_ORDER: badData(
    '复查日期早于责令改正日期。',
    'The recheck lies before the order.',
    '核对两个日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_CERTIFICATE_END_MISSING: badData(
    '证照已失效，却没有失效日期。',
    'The certificate is no longer in force, but the day is missing.',
    '补录证照失效日期，或更正证照状态。',
    'Give the day, or correct the state.',
  ),
  RECORD_TEST_REPORT_INCOMPLETE: badData(
    '鉴定意见和检验检测报告须有机构、报告编号和结论。',
    'An expert opinion or test report needs the institution, the number of the report and the conclusion.',
    '补录缺少的一项。',
    'Give what is missing.',
  ),
} as const satisfies Record<string, ErrorEntry>;
