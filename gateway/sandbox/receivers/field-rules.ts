import { isCitizenId, isCreditCode, isRealDate } from '../identifiers.js';
import type { JsonRecord } from '../json.js';

/**
 * Rules over one row, written from the receivers' own descriptions and from nothing of the gateway's schemas.
 * A row's values are texts; absent, null and the empty text are the same.
 */
export interface Complaint {
  readonly code: string;
  readonly text: string;
}

export type TextRow = Readonly<Record<string, string>>;

export interface RuleContext {
  /** `YYYY-MM-DD` in Asia/Shanghai. */
  readonly today: string;
}

/** What is wrong with a value; undefined when nothing is. */
export type Check = (value: string, row: TextRow, context: RuleContext) => Complaint | undefined;

export interface Field {
  readonly name: string;
  readonly required?: boolean | ((row: TextRow) => boolean);
  readonly lengthMax?: number;
  readonly checks?: readonly Check[];
}

export interface BasicCodes {
  readonly required: string;
  readonly tooLong: string;
  readonly unknown: string;
  readonly form: string;
}

/** Texts of a row by field name; complains of unknown fields and of values that are no text. */
function readRow(
  fields: readonly Field[],
  row: JsonRecord,
  codes: BasicCodes,
): { values: TextRow; complaints: Complaint[] } {
  const known = new Set(fields.map((field) => field.name));
  const complaints: Complaint[] = [];
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(row)) {
    if (!known.has(name)) complaints.push({ code: codes.unknown, text: `没有字段 ${name.slice(0, 60)}` });
    else if (typeof value === 'string') values[name] = value;
    else if (value !== null) complaints.push({ code: codes.form, text: `${name} 应为文本` });
  }
  return { values, complaints };
}

export function judge(
  fields: readonly Field[],
  row: JsonRecord,
  codes: BasicCodes,
  context: RuleContext,
): Complaint[] {
  const { values, complaints } = readRow(fields, row, codes);
  for (const { name, required = false, lengthMax, checks = [] } of fields) {
    const value = values[name] ?? '';
    if (value === '') {
      if (typeof required === 'boolean' ? required : required(values))
        complaints.push({ code: codes.required, text: `${name} 不能为空` });
      continue;
    }
    if (lengthMax !== undefined && Array.from(value).length > lengthMax) {
      complaints.push({ code: codes.tooLong, text: `${name} 超过 ${lengthMax} 个字` });
    }
    if (value.trim() !== value) complaints.push({ code: codes.form, text: `${name} 首尾有空白` });
    const complaint = firstComplaint(checks, value, values, context);
    if (complaint !== undefined) complaints.push({ ...complaint, text: `${name} ${complaint.text}` });
  }
  return complaints;
}

/** One complaint a field is enough: what follows mostly comes of it. */
function firstComplaint(
  checks: readonly Check[],
  value: string,
  row: TextRow,
  context: RuleContext,
): Complaint | undefined {
  for (const check of checks) {
    const complaint = check(value, row, context);
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}

export const matches =
  (code: string, pattern: RegExp, text: string): Check =>
  (value) =>
    pattern.test(value) ? undefined : { code, text };

export const oneOf =
  (code: string, items: readonly string[]): Check =>
  (value) =>
    items.includes(value) ? undefined : { code, text: `不在代码表中：${value.slice(0, 40)}` };

/** Several of a list, joined with `;`, none twice. */
export const someOf =
  (code: string, items: readonly string[]): Check =>
  (value) => {
    const parts = value.split(';');
    const isRight = parts.every((part) => items.includes(part)) && new Set(parts).size === parts.length;
    return isRight ? undefined : { code, text: `不在代码表中或重复：${value.slice(0, 40)}` };
  };

export const creditCodeCheck =
  (code: string): Check =>
  (value) =>
    isCreditCode(value) ? undefined : { code, text: '统一社会信用代码不正确' };

export const citizenIdCheck =
  (code: string): Check =>
  (value, _row, { today }) =>
    isCitizenId(value, today) ? undefined : { code, text: '身份证号码不正确' };

export const dateCheck =
  (code: string): Check =>
  (value) =>
    isRealDate(value) ? undefined : { code, text: '不是正确的日期（YYYY-MM-DD）' };

/** A date, or a date with a time of day. */
export const timeCheck =
  (code: string): Check =>
  (value) =>
    isRealDate(value.slice(0, 10)) &&
    (value.length === 10 || /^ ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(value.slice(10)))
      ? undefined
      : { code, text: '不是正确的时间（YYYY-MM-DD HH:mm:ss）' };

export const notInFuture =
  (code: string): Check =>
  (value, _row, { today }) =>
    value.slice(0, 10) <= today ? undefined : { code, text: '晚于今天' };

/** Not before the named field, where both are given. */
export const notBefore =
  (code: string, other: string): Check =>
  (value, row) =>
    value >= (row[other] ?? '') ? undefined : { code, text: `早于 ${other}` };

export const later =
  (code: string, other: string): Check =>
  (value, row) =>
    value > (row[other] ?? '') ? undefined : { code, text: `不晚于 ${other}` };

/** Only where a condition over the row holds. */
export const when =
  (condition: (row: TextRow) => boolean, check: Check): Check =>
  (value, row, context) =>
    condition(row) ? check(value, row, context) : undefined;
