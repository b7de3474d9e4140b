import { badData } from './bad-data.js';
import type { ErrorEntry } from './entry.js';
import { identifierErrors } from './record-identifiers.js';
import { recordActRuleErrors } from './record-act-rules.js';
import { recordCooperationRuleErrors } from './record-cooperation-rules.js';
import { recordCreditRuleErrors } from './record-credit-rules.js';
import { recordRuleErrors } from './record-rules.js';

/**
 * Faults of records. All but the last two are results, collected as Problems per record; their entry is where
 * the words and the mending come from.
 */
export const recordErrors = {
  ...identifierErrors,
  ...recordRuleErrors,
  ...recordActRuleErrors,
  ...recordCreditRuleErrors,
  ...recordCooperationRuleErrors,
  RECORD_FIELD_MISSING: badData(
    '必填项缺失。',
    'A required field is missing.',
    '在来源系统补录该字段，或在映射规则中为它指定来源列。',
    'Fill the field in at the source, or name its source column in the mapping.',
  ),
  RECORD_FIELD_UNKNOWN: badData(
    '统一数据标准中没有该字段。',
    'The unified schema has no such field.',
    '从映射规则中删去该目标字段，或改用标准字段名。',
    'Remove the target field from the mapping, or use the name in the schema.',
  ),
  RECORD_TYPE_WRONG: badData(
    '数据类型不符。',
    'The value has the wrong type.',
    '检查映射规则，使该字段产生所要求的类型。',
    'Make the mapping give the type that is asked for.',
  ),
  RECORD_TEXT_EMPTY: badData(
    '内容为空。',
    'The text is empty.',
    '补录内容；确无内容的，不要传空字符串，应不传该字段。',
    'Fill it in; where there is nothing, leave the field out instead of sending empty text.',
  ),
  RECORD_TEXT_TOO_LONG: badData(
    '内容过长。',
    'The text is too long.',
    '按标准长度精简内容。',
    'Shorten the text to the length of the standard.',
  ),
  RECORD_TEXT_WRONG_FORM: badData(
    '内容格式不符。',
    'The text has the wrong form.',
    '按要求的格式修改。',
    'Write it in the form that is asked for.',
  ),
  RECORD_CODE_UNKNOWN: badData(
    '代码不在代码表中。',
    'The code is not in its code table.',
    '改用代码表中的代码，或在映射规则中把来源值对应到代码。',
    'Use a code of the table, or map the source value to one.',
  ),
  RECORD_CODE_RETIRED: badData(
    '代码在事件发生之日已经停用。',
    'The code was no longer in use on the day of the event.',
    '改用事件发生之日在用的代码；代码仍在用的，请数据主管部门用 CodeTable 清单更正停用日期。',
    'Use a code in use on that day; if it still is, let the data office correct its end in a CodeTable manifest.',
  ),
  RECORD_CODE_NOT_YET_IN_USE: badData(
    '代码在事件发生之日尚未启用。',
    'The code was not yet in use on the day of the event.',
    '改用事件发生之日在用的代码，或核对日期。',
    'Use a code in use on that day, or check the date.',
  ),
  RECORD_LIST_EMPTY: badData(
    '列表为空。',
    'The list is empty.',
    '至少填写一项。',
    'Give at least one entry.',
  ),
  RECORD_LIST_TOO_LONG: badData(
    '列表项数过多。',
    'The list has too many entries.',
    '检查是否重复拆分；按上限精简。',
    'See whether it was split wrongly; keep to the limit.',
  ),
  RECORD_LIST_REPEATS: badData(
    '列表中有重复项。',
    'The list repeats an entry.',
    '删除重复项。',
    'Remove the repeated entry.',
  ),
  RECORD_TEXT_HAS_NUL: badData(
    '文字中含有空字符 U+0000。',
    'The text holds the character U+0000.',
    '在来源系统删除不可见字符后重新报送。',
    'Remove the invisible character at the source.',
  ),
  RECORD_TEXT_LONE_SURROGATE: badData(
    '文字编码损坏（孤立的代理项）。',
    'The text is damaged (a lone surrogate).',
    '检查导出时的字符集（GB18030 或 UTF-8），重新导出。',
    'Check the character set of the export (GB18030 or UTF-8) and export anew.',
  ),
  RECORD_CELL_TOO_LONG: badData(
    '单元内容超过上限。',
    'A cell is longer than the limit.',
    '精简内容；附件应以文件传送，不写入字段。',
    'Shorten it; attachments travel as files, not in a field.',
  ),
  RECORD_NESTED_TOO_DEEP: badData(
    '数据嵌套过深。',
    'The data is nested too deep.',
    '检查来源接口返回的结构，只取需要的字段。',
    'Check the structure of the source and take only the fields needed.',
  ),
  RECORD_DATASET_UNKNOWN: {
    recovery: 'fixConfig',
    status: 404,
    zh: '没有该数据集。',
    en: 'There is no such dataset.',
    fixZh: '使用已有的数据集名称，如 administrative-penalty。',
    fixEn: 'Use the name of a dataset that exists, e.g. administrative-penalty.',
  },
  RECORD_CANONICAL_FORM_IMPOSSIBLE: {
    recovery: 'bug',
    status: 500,
    zh: '数据没有规范的 JSON 形式。',
    en: 'The value has no canonical JSON form.',
    fixZh: '请把错误信息和数据来源报告给维护人员。',
    fixEn: 'Report the message and the source of the data to the maintainers.',
  },
} as const satisfies Record<string, ErrorEntry>;
