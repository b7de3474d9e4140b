import { isCitizenId, isCreditCode, isRealDate } from '../../identifiers.js';
import type { Complaint, RuleContext } from '../field-rules.js';
import { complaintCodes } from './complaint-codes.js';
import type { Want } from './form.js';

const { badDate, badForm, badIdentifier, notListed, shape, tooLong } = complaintCodes;

type Fault = (value: string, context: RuleContext) => Complaint | undefined;

/** A text without blanks at its ends, of at most so many characters, and right by `fault`. */
function textWant(kind: string, lengthMax: number, fault?: Fault, codes?: readonly string[]): Want {
  return {
    kind,
    lengthMax,
    ...(codes && { codes }),
    judge: (value, path, context) => {
      if (typeof value !== 'string') return [{ code: shape, text: `${path} 应为文本` }];
      if (Array.from(value).length > lengthMax) return [{ code: tooLong, text: `${path} 超过 ${String(lengthMax)} 个字` }];
      if (value.trim() !== value) return [{ code: badForm, text: `${path} 首尾有空白` }];
      const found = fault?.(value, context);
      return found ? [{ ...found, text: `${path} ${found.text}` }] : [];
    },
  };
}

export const text = (lengthMax: number): Want => textWant('文本', lengthMax);

export const like = (pattern: RegExp, kind: string, lengthMax = 200): Want =>
  textWant(kind, lengthMax, (value) => (pattern.test(value) ? undefined : { code: badForm, text: `应为${kind}` }));

/** Digits alone, exactly so many. */
export const digits = (count: number): Want => like(new RegExp(`^\\d{${String(count)}}$`), `${String(count)} 位数字`, count);

export const year: Want = like(/^20\d\d$/, '年份', 4);

/** A number written out, without sign; no trailing zeros are asked for or forbidden. */
export const number = (decimalsMax: number): Want =>
  decimalsMax === 0
    ? like(/^(0|[1-9]\d{0,15})$/, '整数')
    : like(new RegExp(`^(0|[1-9]\\d{0,15})(\\.\\d{1,${String(decimalsMax)}})?$`), `数，至多 ${String(decimalsMax)} 位小数`);

export const oneOf = (...codes: readonly string[]): Want => someOf('', ...codes);

/** Several of a list in one text; with no separator exactly one. */
export const someOf = (separator: string, ...codes: readonly string[]): Want =>
  textWant(
    separator === '' ? '代码' : `代码，可多选，以“${separator}”分隔`,
    separator === '' ? 100 : 1000,
    (value) => {
      const isListed = (separator === '' ? [value] : value.split(separator)).every((part) => codes.includes(part));
      return isListed ? undefined : { code: notListed, text: `不在代码表中：${value.slice(0, 40)}` };
    },
    codes,
  );

/** Several values in one text, each of them right. */
export const joined = (separator: string, each: Want): Want => ({
  ...each,
  kind: `若干${each.kind}，以“${separator}”分隔`,
  judge: (value, path, context) =>
    typeof value === 'string'
      ? value.split(separator).flatMap((part) => each.judge(part, path, context))
      : [{ code: shape, text: `${path} 应为文本` }],
});

export const creditCode: Want = textWant('统一社会信用代码', 18, (value) =>
  isCreditCode(value) ? undefined : { code: badIdentifier, text: '统一社会信用代码不正确' },
);

/** Of an organisation or of a person, who may have a passport or permit: such numbers have no check digit and never 18 characters. */
export const partyCode: Want = textWant('统一社会信用代码、身份证号码或其他证件号码', 20, (value, { today }) => {
  const isRight = value.length === 18 ? isCreditCode(value) || isCitizenId(value, today) : /^[0-9A-Z]{5,20}$/.test(value);
  return isRight ? undefined : { code: badIdentifier, text: '信用代码或证件号码不正确' };
});

const noDay = { code: badDate, text: '不是正确的日期（YYYY-MM-DD）' };

export const day: Want = textWant('日期 YYYY-MM-DD', 10, (value) => (isRealDate(value) ? undefined : noDay));

/** A day that has come. */
export const pastDay: Want = textWant('日期 YYYY-MM-DD，不晚于当天', 10, (value, { today }) => {
  if (!isRealDate(value)) return noDay;
  return value <= today ? undefined : { code: badDate, text: '晚于今天' };
});

/** A day, or a day with the time. */
export const instant: Want = textWant('时间 YYYY-MM-DD HH:mm:ss，或日期', 19, (value) =>
  isRealDate(value.slice(0, 10)) && (value.length === 10 || /^ ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(value.slice(10)))
    ? undefined
    : { code: badDate, text: '不是正确的时间（YYYY-MM-DD HH:mm:ss）' },
);

export const sha256: Want = like(/^[0-9a-f]{64}$/, 'SHA-256 摘要（小写十六进制）', 64);
