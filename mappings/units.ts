import { parseDecimal } from './decimal.js';
import type { Decimal } from './decimal.js';

/** Units of money as powers of ten of a yuan. */
export const moneyUnits = { 分: -2, 角: -1, 元: 0, 千元: 3, 万元: 4, 百万元: 6, 亿元: 8 } as const;

export type MoneyUnit = keyof typeof moneyUnits;

export const unitNames = Object.keys(moneyUnits) as readonly MoneyUnit[];

/** Other ways of writing the yuan that mean exactly the same. */
const yuanNames: ReadonlySet<string> = new Set(['元整', '圆', '圆整', '元人民币']);
const yuanSigns = ['人民币', 'RMB', '￥', '¥'] as const;

/** A number with what stands around it; `unknown` is a unit that is none of ours (`2000块`, `2万`). */
export interface NumberWithUnit {
  readonly number?: Decimal;
  readonly unit?: MoneyUnit | 'unknown';
}

/** Takes `2000元`, `0.2 万元`, `¥2,000` apart. Without `number` where no number stands before the unit. */
export function splitUnit(text: string): NumberWithUnit {
  const sign = yuanSigns.find((candidate) => text.startsWith(candidate));
  const rest = sign === undefined ? text : text.slice(sign.length).trim();
  let end = rest.length;
  while (end > 0 && !isDigit(rest.charCodeAt(end - 1))) end--;
  const number = parseDecimal(rest.slice(0, end));
  if (number === undefined) return {};
  const suffix = rest.slice(end).trim();
  if (suffix === '') return { number, unit: sign === undefined ? 'unknown' : '元' };
  const unit = yuanNames.has(suffix) ? '元' : unitNames.find((name) => name === suffix);
  return { number, unit: unit ?? 'unknown' };
}

/** ASCII and full-width digits. */
function isDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0xff10 && code <= 0xff19);
}
