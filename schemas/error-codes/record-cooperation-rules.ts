import { badData } from './bad-data.js';
import type { ErrorEntry } from './entry.js';

/** Faults between the fields of leads, feedback, transfers, requests, news and reports. */
export const recordCooperationRuleErrors = {
  RECORD_EVENT_DATE_IN_FUTURE: badData(
    '日期晚于今天。',
    'The day lies in the future.',
    '核对日期；尚未发生的事不报送。',
    'Check the day; what has not happened is not reported.',
  ),
  RECORD_DISPUTE_AFTER_RECEIPT: badData(
    '线索登记日期早于争议发生日期。',
    'The lead was taken down before what it is about.',
    '核对两个日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_DUE_BEFORE_START: badData(
    '办理期限早于登记、预警或提请日期。',
    'The last day for handling lies before the first.',
    '核对办理期限后更正。',
    'Check the last day for handling and correct it.',
  ),
  RECORD_LEAD_CONTENT_MISSING: badData(
    '线索没有内容。',
    'The lead tells nothing.',
    '补录线索内容；属于吹哨人或内部举报人的，如实填写该标志。',
    'Give the content; where the reporter is a whistle-blower, say so instead.',
  ),
  RECORD_WHISTLEBLOWER_TOLD: badData(
    '吹哨人、内部举报人线索只能传线索编号、日期和单位，却带有其他内容。',
    'Of a whistle-blower only number, dates and bodies may cross, but the record tells more.',
    '从映射规则中去掉该字段；办理单位凭线索编号向接收单位查询。',
    'Take the field out of the mapping; who handles the lead asks the receiving body by its number.',
  ),
  RECORD_REPORTER_FIELD_FILLED: badData(
    '举报人身份和举报原文不得离开接收单位，记录中不能有该字段。',
    'Who reported and in which words never leaves the receiving body; no record may hold this field.',
    '从来源数据或映射规则中去掉该字段，并在映射规则的 withhold 中列出来源列。',
    'Take the field away, and list its source column under withhold in the mapping.',
  ),
  RECORD_WARNING_TIME_OTHER_DAY: badData(
    '预警时间与预警日期不是同一天。',
    'The time of the warning is not on its day.',
    '使预警时间（北京时间）与预警日期一致。',
    'Make time (Asia/Shanghai) and day agree.',
  ),
  RECORD_ANSWERED_LEAD_UNCLEAR: badData(
    '反馈对象不明：投诉举报线索、风险预警线索、协查协办的编号须且只能填一项。',
    'It is not clear what is answered: a complaint lead, a risk-warning lead or a request, one of them.',
    '只保留所反馈的那一项的编号。',
    'Keep the number of the one that is answered.',
  ),
  RECORD_DISPOSAL_BEFORE_CLAIM: badData(
    '办结日期早于认领日期。',
    'The handling ended before it began.',
    '核对两个日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_FEEDBACK_BEFORE_DISPOSAL: badData(
    '反馈日期早于办结日期。',
    'The feedback is dated before the end of the handling.',
    '核对两个日期后更正。',
    'Check both dates and correct them.',
  ),
  RECORD_LEAD_RECEIVER_MISSING: badData(
    '处置结果为转送，但没有转送单位。',
    'The lead was handed on, but not said to whom.',
    '补录转送单位。',
    'Name the department that it was handed on to.',
  ),
  RECORD_SENT_TO_ITSELF: badData(
    '接收单位就是发出单位。',
    'Sender and receiver are the same body.',
    '核对两个单位的统一社会信用代码后更正。',
    'Check the credit codes of both bodies.',
  ),
  RECORD_TRANSFERRED_CASE_INCOMPLETE: badData(
    '移送案件缺少违法事实或移送依据。',
    'The case is handed over without its facts or without a legal basis.',
    '补录违法事实和移送依据。',
    'Give the facts and the legal basis.',
  ),
  RECORD_OFFENCE_MISSING: badData(
    '移送司法机关，但没有涉嫌罪名。',
    'The case goes to the judiciary, but the suspected crime is missing.',
    '补录涉嫌罪名。',
    'Name the crime that is suspected.',
  ),
  RECORD_REPLY_INCOMPLETE: badData(
    '答复缺少所答复的文书文号或答复结果。',
    'The answer lacks the number of the document that it answers, or the outcome.',
    '补录所答复的移送文书文号和答复结果。',
    'Give the number of that document and the outcome.',
  ),
  RECORD_REPLY_UNEXPLAINED: badData(
    '不予立案或退回补充材料，但没有理由。',
    'The case is not taken up or goes back, without a reason.',
    '填写答复理由。',
    'Give the reason.',
  ),
  RECORD_REPLY_MISPLACED: badData(
    '移送类别不是答复，却填有答复信息。',
    'The document is no answer, yet it holds the fields of one.',
    '核对移送类别；不是答复的，删去答复信息。',
    'Check the kind; if it is no answer, take those fields away.',
  ),
  RECORD_EXPOSED_OBJECT_MISSING: badData(
    '曝光信息没有曝光对象。',
    'An exposure without anybody exposed.',
    '补录曝光对象；没有曝光对象的，信息类别改为监管动态。',
    'Name who is exposed, or call it supervision news.',
  ),
  RECORD_EXPOSED_PERSON_NAMED: badData(
    '曝光自然人时写出了全名。',
    'A natural person is exposed with the full name.',
    '隐去姓名，如“张某某”“张*”。',
    'Hide the name, such as 张某某 or 张*.',
  ),
  RECORD_REQUEST_DUE_MISSING: badData(
    '协查或协办没有办理期限。',
    'A request has no last day for the answer.',
    '补录办理期限；不需要答复的，协同类别改为抄告或抄送。',
    'Give the last day, or send it as a copy.',
  ),
  RECORD_REPORT_EMPTY: badData(
    '工作材料既没有正文，也没有附件。',
    'The report has neither text nor file.',
    '填写正文或登记附件。',
    'Give the text or the files.',
  ),
} as const satisfies Record<string, ErrorEntry>;
