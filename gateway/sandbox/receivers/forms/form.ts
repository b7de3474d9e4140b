import { isCitizenId, isCreditCode, isRealDate } from '../../identifiers.js';
import { isRecord, type JsonRecord } from '../../json.js';
import type { Complaint, RuleContext } from '../field-rules.js';

/** What a receiver wants of one value; an empty answer: nothing is wrong with it. */
type Want = (value: unknown, path: string, context: RuleContext) => Complaint[];

export interface Column {
  readonly isRequired: boolean;
  readonly want: Want;
}

/** What a receiver wants of several values of a row together. */
type Across = (row: JsonRecord) => Complaint | undefined;

/** One stream's form: judges rows by what the receiver's own description says, and by nothing of the gateway's. */
export interface Form {
  readonly columns: Readonly<Record<string, Column>>;
  readonly across: readonly Across[];
}

/** Codes of the desks' complaints, as INTERFACES.md lists them. */
const missing = 'D01';
const tooLong = 'D02';
const shape = 'D03';
const badForm = 'D04';
const notListed = 'D05';
const badIdentifier = 'D06';
const badDate = 'D07';
const contradiction = 'D08';

export function form(columns: Readonly<Record<string, Column>>, ...across: readonly Across[]): Form {
  return { columns, across };
}

export const must = (want: Want): Column => ({ isRequired: true, want });
export const may = (want: Want): Column => ({ isRequired: false, want });

/** Everything that is wrong with a row. */
export function judgeForm(wanted: Form, row: JsonRecord, context: RuleContext, outer = ''): Complaint[] {
  const unknown = Object.keys(row)
    .filter((name) => !Object.hasOwn(wanted.columns, name))
    .map((name) => ({ code: shape, text: `没有字段 ${outer}${name.slice(0, 60)}` }));
  const own = Object.entries(wanted.columns).flatMap(([name, { isRequired, want }]) => {
    const value = row[name];
    const path = outer + name;
    if (isEmpty(value)) return isRequired ? [{ code: missing, text: `${path} 不能为空` }] : [];
    return want(value, path, context);
  });
  return [...unknown, ...own, ...wanted.across.flatMap((check) => check(row) ?? [])];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** A text without blanks at its ends, of at most so many characters, and right by `fault`. */
function textWant(lengthMax: number, fault?: (value: string, context: RuleContext) => Complaint | undefined): Want {
  return (value, path, context) => {
    if (typeof value !== 'string') return [{ code: shape, text: `${path} 应为文本` }];
    if (Array.from(value).length > lengthMax) return [{ code: tooLong, text: `${path} 超过 ${String(lengthMax)} 个字` }];
    if (value.trim() !== value) return [{ code: badForm, text: `${path} 首尾有空白` }];
    const found = fault?.(value, context);
    return found ? [{ ...found, text: `${path} ${found.text}` }] : [];
  };
}

export const text = (lengthMax: number): Want => textWant(lengthMax);

export const like = (pattern: RegExp, said: string, lengthMax = 200): Want =>
  textWant(lengthMax, (value) => (pattern.test(value) ? undefined : { code: badForm, text: `应为${said}` }));

/** Digits alone, exactly so many. */
export const digits = (count: number): Want => like(new RegExp(`^\\d{${String(count)}}$`), `${String(count)} 位数字`);

export const number = (decimalsMax: number): Want =>
  like(
    decimalsMax === 0 ? /^(0|[1-9]\d{0,15})$/ : new RegExp(`^(0|[1-9]\\d{0,15})(\\.\\d{1,${String(decimalsMax)}})?$`),
    decimalsMax === 0 ? '整数' : `数，至多 ${String(decimalsMax)} 位小数`,
  );

export const oneOf = (...items: readonly string[]): Want =>
  textWant(100, (value) => (items.includes(value) ? undefined : { code: notListed, text: `不在代码表中：${value.slice(0, 40)}` }));

/** Several of a list, in one text. */
export const someOf = (separator: string, ...items: readonly string[]): Want =>
  textWant(1000, (value) =>
    value.split(separator).every((part) => items.includes(part)) ? undefined : { code: notListed, text: `不在代码表中：${value.slice(0, 40)}` },
  );

/** Several values in one text, each of them right. */
export const joined = (separator: string, each: Want): Want => (value, path, context) =>
  typeof value === 'string' ? value.split(separator).flatMap((part) => each(part, path, context)) : [{ code: shape, text: `${path} 应为文本` }];

export const creditCode: Want = textWant(18, (value) =>
  isCreditCode(value) ? undefined : { code: badIdentifier, text: '统一社会信用代码不正确' },
);

/** Of an organisation or of a person. */
export const partyCode: Want = textWant(18, (value, { today }) =>
  isCreditCode(value) || isCitizenId(value, today) ? undefined : { code: badIdentifier, text: '信用代码或身份证号码不正确' },
);

export const day: Want = textWant(10, (value) => (isRealDate(value) ? undefined : { code: badDate, text: '不是正确的日期（YYYY-MM-DD）' }));

/** A day that has come. */
export const pastDay: Want = textWant(10, (value, { today }) => {
  if (!isRealDate(value)) return { code: badDate, text: '不是正确的日期（YYYY-MM-DD）' };
  return value <= today ? undefined : { code: badDate, text: '晚于今天' };
});

/** A day, or a day with the time. */
export const instant: Want = textWant(19, (value) =>
  isRealDate(value.slice(0, 10)) && (value.length === 10 || /^ ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(value.slice(10)))
    ? undefined
    : { code: badDate, text: '不是正确的时间（YYYY-MM-DD HH:mm:ss）' },
);

export const sha256: Want = like(/^[0-9a-f]{64}$/, ' SHA-256 摘要（小写十六进制）');

/** An object with columns of its own. */
export const object = (wanted: Form): Want => (value, path, context) =>
  isRecord(value) ? judgeForm(wanted, value, context, `${path}.`) : [{ code: shape, text: `${path} 应为对象` }];

/** A list of such values. */
export const listOf = (each: Want): Want => (value, path, context) =>
  Array.isArray(value)
    ? value.flatMap((item, index) => each(item, `${path}[${String(index)}]`, context))
    : [{ code: shape, text: `${path} 应为列表` }];

/** Where both days are given, the one is not before the other. */
export const notBefore = (name: string, other: string): Across => (row) => {
  const [value, earlier] = [row[name], row[other]];
  if (typeof value !== 'string' || typeof earlier !== 'string' || value === '' || earlier === '' || value >= earlier) return undefined;
  return { code: contradiction, text: `${name} 早于 ${other}` };
};

/** Where the one has this value, the other has to be there. */
export const needs = (other: string, name: string, ...values: readonly string[]): Across => (row) =>
  values.includes(String(row[name])) && isEmpty(row[other])
    ? { code: contradiction, text: `${name} 为 ${String(row[name])} 时 ${other} 不能为空` }
    : undefined;
