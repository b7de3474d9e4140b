import type { Field } from '../dataset-field.js';
import type { JsonValue } from '../json.js';

/** Forms of text that have a check of their own, in words; another one is shown by its name. */
const formats: ReadonlyMap<string, string> = new Map([
  ['case-number', '案号 case number'],
  ['date', '日期 date YYYY-MM-DD'],
  ['date-time', '时刻 instant ISO 8601'],
  ['division-code', '行政区划代码 GB/T 2260'],
  ['document-number', '文书号 document number'],
  ['implementation-list-code', '检查实施清单编码 implementation list code'],
  ['organisation-code', '组织机构代码 GB 11714'],
  ['registration-number', '工商注册号 registration number'],
  ['unified-social-credit-code', '统一社会信用代码 GB 32100'],
]);

/** What a field holds, in Chinese and English: `文本 text ≤200`, `列表 list ≤14`, `金额 …`. */
export function fieldType({ schema, codeTable, form }: Field): string {
  const { type, format, maxLength, maxItems } = schema;
  switch (type) {
    case 'array':
      return `列表 list${limit(maxItems)}`;
    case 'object':
      return '对象 object';
    case 'boolean':
      return '是否 true/false';
  }
  if (codeTable !== undefined && format === undefined) return '代码 code';
  if (typeof format === 'string') return `${formats.get(format) ?? format}${limit(maxLength)}`;
  if (form !== undefined) return `${form.zh.replace(/^应为/, '')} ${form.en}`;
  return `文本 text${limit(maxLength)}`;
}

function limit(most: JsonValue | undefined): string {
  return typeof most === 'number' ? ` ≤${most}` : '';
}
