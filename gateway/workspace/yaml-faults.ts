import type { YAMLParseError, YAMLWarning } from 'yaml';
import type { ErrorCode } from '../../schemas/errors.js';
import type { Words } from './manifest-problem.js';

/** What a person has to know of the parser's error codes; the others are told in the parser's own words. */
const wordsOfCodes: Readonly<Record<string, Words>> = {
  BAD_INDENT: { zh: '同级字段缩进一致，括号成对', en: 'one indentation for the fields of one level, and every bracket closed' },
  TAB_AS_INDENT: { zh: '用空格缩进，不用制表符', en: 'spaces for indentation, no tabs' },
  MISSING_CHAR: { zh: '成对的引号或括号、字段名后的冒号', en: 'a closing quote or bracket, or the colon after a field' },
  BLOCK_AS_IMPLICIT_KEY: { zh: '每行一个“字段: 值”', en: 'one “field: value” a line' },
  MULTILINE_IMPLICIT_KEY: { zh: '字段名后有冒号', en: 'a colon after the field’s name' },
  UNEXPECTED_TOKEN: { zh: '此处没有多余的字符', en: 'no stray characters here' },
  BLOCK_IN_FLOW: { zh: '方括号或花括号内不换用缩进写法', en: 'no indented block inside brackets' },
  BAD_ALIAS: { zh: '* 开头的文本加引号', en: 'quotes around text that begins with *' },
  BAD_DQ_ESCAPE: { zh: '双引号内的反斜杠写作 \\\\', en: 'a backslash within double quotes written \\\\' },
  BAD_SCALAR_START: { zh: '以特殊字符开头的文本加引号', en: 'quotes around text that begins with a special character' },
  TAG_RESOLVE_FAILED: { zh: '不使用 ! 标签；! 开头的文本加引号', en: 'no tags; quotes around text that begins with !' },
};

/** The code and expectation of what the YAML parser found. */
export function yamlFault(error: YAMLParseError | YAMLWarning): { code: ErrorCode; expected?: Words } {
  if (error.code === 'DUPLICATE_KEY') return { code: 'CONFIG_KEY_TWICE' };
  return { code: 'CONFIG_YAML_DAMAGED', expected: wordsOfCodes[error.code] ?? { zh: error.message, en: error.message } };
}
