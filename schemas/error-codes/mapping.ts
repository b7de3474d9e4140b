import type { ErrorEntry } from './entry.js';

/** A row that breaks a rule: the record goes to quarantine, the run goes on. */
function rowError(zh: string, en: string, fixZh: string, fixEn: string) {
  return { recovery: 'skipRecord', status: 422, zh, en, fixZh, fixEn } as const satisfies ErrorEntry;
}

/** A mistake in the mapping itself: nothing is mapped until its author mends it. */
function ruleError(zh: string, en: string, fixZh: string, fixEn: string) {
  return { recovery: 'fixConfig', status: 422, zh, en, fixZh, fixEn } as const satisfies ErrorEntry;
}

export const mappingErrors = {
  MAPPING_ROW_NOT_AN_OBJECT: rowError(
    '来源行不是“列名—值”的形式。',
    'The source row is not an object of columns.',
    '请检查连接器的数据流设置。',
    'Check the stream of the connector.',
  ),
  MAPPING_SOURCE_SHAPE_UNEXPECTED: rowError(
    '来源值的结构与映射规则不符。',
    'The source value has another shape than the rule reads.',
    '请对照来源样例修改规则中的路径。',
    'Compare the path in the rule with a sample of the source.',
  ),
  MAPPING_VALUE_MISSING: rowError(
    '必填字段没有值。',
    'A required field has no value.',
    '请在来源系统补填该列后重新抽取。',
    'Fill in the column at the source; it is pulled again.',
  ),
  MAPPING_VALUE_NOT_SINGLE: rowError(
    '此处需要单个值，来源给出了列表或对象。',
    'A single value is needed here; the source gives a list or an object.',
    '请在规则中用 each 逐项处理，或用 split、join 转换。',
    'Treat the items with each, or use split or join in the rule.',
  ),
  MAPPING_VALUE_NOT_A_LIST: rowError(
    '此处需要列表，来源给出了其他值。',
    'A list is needed here; the source gives something else.',
    '请在规则中先用 split 拆分，或修改路径。',
    'Split the text first in the rule, or mend the path.',
  ),
  MAPPING_VALUE_NOT_AN_OBJECT: rowError(
    '此处需要对象，来源给出了其他值。',
    'An object is needed here; the source gives something else.',
    '请对照来源样例修改规则。',
    'Compare the rule with a sample of the source.',
  ),
  MAPPING_VALUE_TOO_LARGE: rowError(
    '来源值嵌套过深、过大，或含 JSON 无法表示的内容。',
    'The source value is too deep or too large, or holds what JSON cannot.',
    '请在来源处拆分该值，或只取需要的部分。',
    'Split the value at the source, or take only the part that is needed.',
  ),
  MAPPING_CODE_UNKNOWN: rowError(
    '值不在代码表中。',
    'The value is not in the code table.',
    '请在来源系统更正该值；确属新代码的，请补充代码表或映射规则。',
    'Correct the value at the source; if the code is new, add it to the code table or the rule.',
  ),
  MAPPING_REFERENCE_MISSING: rowError(
    '没有找到对应的基础记录。',
    'No reference record has this value.',
    '请先登记该基础记录（监管对象、监管事项等），或在来源系统更正名称，然后重放。',
    'Register the reference record (supervised object, supervision item …) or correct the name at the source; then replay.',
  ),
  MAPPING_REFERENCE_AMBIGUOUS: rowError(
    '有几条基础记录与此值相符，取值不同。',
    'Several reference records have this value and give different ones.',
    '请在基础记录中消除重名，或让来源系统直接给出编码。',
    'Tell the reference records apart, or let the source give the code itself.',
  ),
  MAPPING_DATE_NOT_READABLE: rowError(
    '日期不存在，或不是规则列出的写法。',
    'The date does not exist or is not in a form that the rule lists.',
    '请在来源系统更正日期；若写法无误，请在规则的 date 中加入该写法。',
    'Correct the date at the source; if its form is legitimate, add the form to the rule.',
  ),
  MAPPING_NUMBER_NOT_READABLE: rowError(
    '不是可确定的数字。',
    'The value is not a number beyond doubt.',
    '请在来源系统只填数字（可带千分位逗号），例如 1,234.50。',
    'Give digits only at the source (thousands separators are fine), e.g. 1,234.50.',
  ),
  MAPPING_NUMBER_UNIT_DOUBTFUL: rowError(
    '金额单位不明或与规则不一致。',
    'The unit of the amount is unclear or differs from the rule.',
    '请与来源部门核实单位；单位不得猜测。',
    'Ask the source department which unit it is; a unit is never guessed.',
  ),
  MAPPING_NUMBER_TOO_PRECISE: rowError(
    '小数位数超出规则允许，不做四舍五入。',
    'There are more decimals than the rule allows; nothing is rounded.',
    '请在来源系统更正金额，或修改规则中的 scale、decimals。',
    'Correct the amount at the source, or change scale or decimals in the rule.',
  ),
  MAPPING_NUMBER_NOT_REPRESENTABLE: rowError(
    '该数字无法精确写成 JSON 数字。',
    'The number cannot be written exactly as a JSON number.',
    '请在规则中改用 as: text。',
    'Use as: text in the rule.',
  ),
  MAPPING_LIST_TOO_LONG: rowError(
    '列表项数超过上限。',
    'The list has too many items.',
    '请检查分隔符是否正确，或在来源处拆分。',
    'Check the separators, or split the value at the source.',
  ),
  MAPPING_LISTS_UNEQUAL: rowError(
    '需要逐项配对的列表长度不一致。',
    'Lists that belong together item by item differ in length.',
    '请在来源系统补齐各列，使项数一致。',
    'Complete the columns at the source so that they have equally many items.',
  ),
  MAPPING_SEPARATOR_INSIDE_ITEM: rowError(
    '列表项中含有分隔符，合并后将无法还原。',
    'An item contains the separator: joined, the list could not be told apart again.',
    '请在来源系统去掉该分隔符，或在规则中换用其他分隔符。',
    'Remove the separator at the source, or choose another one in the rule.',
  ),
  MAPPING_EXPRESSION_FAILED: rowError(
    '表达式对该行计算失败。',
    'The expression failed on this row.',
    '请用该行数据试算并修改表达式。',
    'Try the expression with this row and mend it.',
  ),
  MAPPING_EXPRESSION_TOO_COSTLY: rowError(
    '表达式超出时间、深度或长度限制。',
    'The expression exceeded its limit of time, depth or size.',
    '请简化表达式，或改用普通规则。',
    'Simplify the expression, or use plain operators.',
  ),
  MAPPING_EXPRESSION_RESULT_WRONG: rowError(
    '表达式结果的类型与规则声明不符。',
    'The result of the expression is of another type than declared.',
    '请修改表达式，或修改 gives。',
    'Mend the expression, or change gives.',
  ),
  MAPPING_SPEC_SHAPE_WRONG: ruleError(
    '映射规则写法有误。',
    'The mapping is not written as it has to be.',
    '请按“应为”改正；写法见 mappings/README.md。',
    'Write it as expected; the language is described in mappings/README.md.',
  ),
  MAPPING_SPEC_LOOKUP_OUTGOING: ruleError(
    '这里不能查基础记录。',
    'Reference records cannot be looked up here.',
    '只有填写数据集的规则可用 lookup；向外报送的值应已在记录中。',
    'Only mappings that fill a dataset use lookup; what goes out has to stand in the record already.',
  ),
  MAPPING_SPEC_WORD_UNKNOWN: ruleError(
    '映射规则中有不认识的词。',
    'The mapping uses a word that is not in the language.',
    '请检查拼写；可用的词见“应为”。',
    'Check the spelling; the words that may stand here are listed.',
  ),
  MAPPING_SPEC_SOURCE_UNCLEAR: ruleError(
    '每条规则须且只须说明一个值的来源。',
    'Every rule has to say, exactly once, where its value comes from.',
    '请只保留一个来源。',
    'Keep exactly one source.',
  ),
  MAPPING_SPEC_STEPS_CLASH: ruleError(
    '这些步骤不能写在同一条规则中。',
    'These steps cannot stand in one rule.',
    '逐项处理的步骤请写在 each 里。',
    'Put the steps for single items into each.',
  ),
  MAPPING_SPEC_PATH_WRONG: ruleError(
    '路径写法有误。',
    'A path is not written as it has to be.',
    '请用点分隔各级名称，例如 party.name、officers[].name。',
    'Separate the names with dots, e.g. party.name, officers[].name.',
  ),
  MAPPING_SPEC_TARGETS_CLASH: ruleError(
    '一个目标字段位于另一个目标字段之内。',
    'One target field lies inside another.',
    '请只保留其中一种写法。',
    'Keep only one of the two.',
  ),
  MAPPING_SPEC_TABLE_UNKNOWN: ruleError(
    '找不到代码表，或该表不能这样使用。',
    'The code table is not there, or cannot be used in this way.',
    '请检查表名，或改用 map 直接列出代码。',
    'Check the name of the table, or list the codes with map.',
  ),
  MAPPING_SPEC_DATE_FORM_WRONG: ruleError(
    '日期写法有误或互相矛盾。',
    'A date form is wrong, or two forms contradict each other.',
    '请用 YYYY、M、MM、D、DD、H、HH、mm、ss 组成写法。',
    'Build the form of YYYY, M, MM, D, DD, H, HH, mm, ss.',
  ),
  MAPPING_SPEC_CONDITION_WRONG: ruleError(
    '条件写法有误。',
    'A condition is not written as it has to be.',
    '请按 mappings/README.md 的“条件”改正。',
    'Mend it as described under conditions in mappings/README.md.',
  ),
  MAPPING_SPEC_EXPRESSION_WRONG: ruleError(
    '表达式有语法错误，或使用了不允许的函数。',
    'The expression has a syntax error or uses a function that is not allowed.',
    '请改正表达式；能用普通规则时请勿使用表达式。',
    'Mend the expression; use plain operators where they serve.',
  ),
  MAPPING_SPEC_COLUMN_CLASH: ruleError(
    '同一列既被使用，又被声明为忽略或不得带出。',
    'A column is both used and declared as ignored or withheld.',
    '请从 ignore 中删除该列；不得带出的列，请删除使用它的规则。',
    'Remove the column from ignore; where it is withheld, remove the rule that uses it.',
  ),
  MAPPING_SPEC_COLUMN_UNDECLARED: ruleError(
    '规则、ignore 或 withhold 用到了 columns 中没有声明的列。',
    'A rule, ignore or withhold names a column that columns does not declare.',
    '请核对列名；来源确有该列的，写入 columns。',
    'Check the name; where the source has the column, add it to columns.',
  ),
  MAPPING_SPEC_REPORTER_FIELD: ruleError(
    '映射规则读写了举报人字段。举报人身份和举报原文不得离开接收单位。',
    'The mapping reads or fills a field of a reporter. Who reported and in which words never leaves the receiving body.',
    '请删除该字段，并把来源列写入 withhold。',
    'Remove the field, and list its source column under withhold.',
  ),
} as const satisfies Record<string, ErrorEntry>;
