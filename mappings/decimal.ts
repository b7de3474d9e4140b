import { toHalfWidth } from './transforms/transform.js';

/**
 * Exact decimals on digit strings: no float ever touches an amount.
 * The value is `digits × 10^-scale`, negative if so marked; no leading zeros.
 */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly scale: number;
}

/** Longest number that is read; longer ones are not amounts but accidents. */
const digitsMax = 40;

/**
 * Reads `1,234.50`, `１２３`, `-0.5`. Thousands separators must stand every three digits, because `1,5` could
 * as well be a decimal comma: doubtful numbers give undefined, never a guess.
 */
export function parseDecimal(text: string): Decimal | undefined {
  const sign = foldedCode(text, 0);
  const negative = sign === minus || sign === 0x2212;
  const start = negative || sign === plus ? 1 : 0;
  if (text.length - start > digitsMax * 2) return undefined;
  let pointAt = -1;
  let group = 0;
  let commaSeen = false;
  let foldedSeen = false;
  for (let at = start; at < text.length; at++) {
    const code = foldedCode(text, at);
    if (code !== text.charCodeAt(at)) foldedSeen = true;
    if (code >= zero && code <= nine) {
      group++;
    } else if (code === point && pointAt < 0 && isGroup(group, commaSeen)) {
      pointAt = at;
      group = 0;
    } else if (code === comma && pointAt < 0 && group <= 3 && isGroup(group, commaSeen)) {
      commaSeen = true;
      group = 0;
    } else {
      return undefined;
    }
  }
  if (pointAt < 0 ? !isGroup(group, commaSeen) : group === 0) return undefined;
  const whole = pointAt < 0 ? text.slice(start) : text.slice(start, pointAt) + text.slice(pointAt + 1);
  const digits = commaSeen || foldedSeen ? toHalfWidth(whole).replaceAll(',', '') : whole;
  return digits.length > digitsMax ? undefined : normalised(negative, digits, pointAt < 0 ? 0 : group);
}

/** Whether so many digits may stand before a comma, the point or the end. */
function isGroup(digits: number, commaSeen: boolean): boolean {
  return commaSeen ? digits === 3 : digits > 0;
}

/** Moves the decimal point `places` to the right (multiplies by 10^places); left when negative. */
export function movePoint(value: Decimal, places: number): Decimal {
  const scale = value.scale - places;
  return scale >= 0
    ? normalised(value.negative, value.digits, scale)
    : normalised(value.negative, value.digits + '0'.repeat(-scale), 0);
}

/** The exact sum of two. */
export function addDecimals(one: Decimal, other: Decimal): Decimal {
  const scale = Math.max(one.scale, other.scale);
  const units = ({ negative, digits, scale: own }: Decimal): bigint => {
    const whole = BigInt(digits + '0'.repeat(scale - own));
    return negative ? -whole : whole;
  };
  const sum = units(one) + units(other);
  return normalised(sum < 0n, (sum < 0n ? -sum : sum).toString(), scale);
}

/**
 * Writes with exactly `scale` decimals, or as many as it takes when undefined.
 * Undefined when digits other than zero would be lost: nothing is ever rounded.
 */
export function formatDecimal(value: Decimal, scale?: number): string | undefined {
  if (scale !== undefined && value.scale > scale) return undefined;
  const decimals = scale ?? value.scale;
  const missing = decimals - value.scale;
  const digits = missing === 0 ? value.digits : value.digits + '0'.repeat(missing);
  const padded = digits.length > decimals ? digits : digits.padStart(decimals + 1, '0');
  const whole = decimals === 0 ? padded : `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
  return value.negative ? `-${whole}` : whole;
}

const [zero, nine, minus, plus, point, comma] = [0x30, 0x39, 0x2d, 0x2b, 0x2e, 0x2c];

/** Full-width forms (U+FF01–U+FF5E) read as their ASCII counterparts. */
function foldedCode(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code;
}

const noAmount: Decimal = { negative: false, digits: '0', scale: 0 };

/** Without leading zeros, without trailing zeros after the point, and without a negative zero. */
function normalised(negative: boolean, digits: string, scale: number): Decimal {
  let end = digits.length;
  let decimals = scale;
  while (decimals > 0 && digits.charCodeAt(end - 1) === zero) {
    end--;
    decimals--;
  }
  let start = 0;
  while (start < end - 1 && digits.charCodeAt(start) === zero) start++;
  const significant = digits.slice(start, end);
  return significant === '' || significant === '0' ? noAmount : { negative, digits: significant, scale: decimals };
}
