/** What a cell's number stands for. */
export type NumberFormat = 'number' | 'date' | 'time' | 'percent';

/** Excel's built-in formats, with those of its Chinese edition (27 to 36, 50 to 58). */
const builtInDates: ReadonlySet<number> = new Set([
  14,
  15,
  16,
  17,
  22,
  ...range(27, 31),
  36,
  50,
  ...range(51, 54),
  57,
  58,
]);
const builtInTimes: ReadonlySet<number> = new Set([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56]);
const builtInPercents: ReadonlySet<number> = new Set([9, 10]);

/** By the number of a built-in format, or by the code of one's own, e.g. `yyyy"年"m"月"d"日"`. */
export function formatOf(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) {
    if (builtInDates.has(id)) return 'date';
    if (builtInTimes.has(id)) return 'time';
    return builtInPercents.has(id) ? 'percent' : 'number';
  }
  const [positive = ''] = code.split(';', 1);
  const letters = positive.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/gu, '').toLowerCase();
  if (letters.includes('general') || letters === '@') return 'number';
  if (/[yd]/u.test(letters)) return 'date';
  if (/[hs]/u.test(letters)) return 'time';
  if (letters.includes('m')) return 'date';
  return letters.includes('%') ? 'percent' : 'number';
}

/** Excel keeps 15 digits of a number. */
export const exactDigits = 15;
const exactLimit = 10 ** exactDigits;
/** Most numbers: nothing to do. */
const wholeNumber = /^(?:0|-?[1-9]\d{0,14})$/u;

/**
 * The number as a person sees it in the cell, in plain decimals: `1234.5600000000001`, which is how a file holds
 * 1234.56, becomes `1234.56`; `1E-05` becomes `0.00001`. Undefined when digits are lost already: from 16 digits on
 * Excel has replaced the last ones by zeros or by noise.
 */
export function exactNumber(text: string): string | undefined {
  if (wholeNumber.test(text)) return text;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || Math.abs(value) >= exactLimit) return undefined;
  return plainDecimal(value.toPrecision(exactDigits));
}

/** 0.125 → `12.5%`; by moving the point in the text, not by arithmetic. */
export function percentText(plain: string): string {
  return `${plainDecimal(`${plain}e2`)}%`;
}

/** Writes a decimal without exponent and without zeros that say nothing. */
function plainDecimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/iu.exec(text) ?? [];
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const place = Math.max(point, 1);
  const left = padded.slice(0, place).replace(/^0+(?=\d)/u, '');
  const right = padded.slice(place).replace(/0+$/u, '');
  const plain = right === '' ? left : `${left}.${right}`;
  return plain === '0' ? plain : sign + plain;
}

const secondsPerDay = 86_400;
/** 9999-12-31. */
const lastSerial = 2_958_465;
const daysFrom1900To1904 = 1_462;

/**
 * Date, date and time, or time of a serial number, without any time zone: `2026-11-03`, `2026-11-03 08:30:00`,
 * `08:30:00`. Undefined outside what Excel calls a date.
 */
export function serialText(
  text: string,
  format: 'date' | 'time',
  countsFrom1904: boolean,
): string | undefined {
  const serial = Number(text) + (countsFrom1904 ? daysFrom1900To1904 : 0);
  if (!Number.isFinite(serial) || serial < 0 || serial >= lastSerial + 1) return undefined;
  const seconds = Math.round(serial * secondsPerDay);
  const day = Math.floor(seconds / secondsPerDay);
  // Excel believes in a 29 February 1900, so days before it are counted from one day later.
  const epoch = Date.UTC(1899, 11, day < 60 ? 31 : 30);
  const [date = '', time = ''] = new Date(epoch + seconds * 1_000).toISOString().slice(0, 19).split('T');
  if (format === 'time' && day === 0) return time;
  return seconds % secondsPerDay === 0 ? date : `${date} ${time}`;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}
