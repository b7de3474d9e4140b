import { addMinutes, fromExcelSerial, isRealTime, shanghaiOffsetMinutes } from './civil-time.js';
import type { CivilTime } from './civil-time.js';
import { parseDecimal } from './decimal.js';

/** Reads and writes one form of a date; `parse` gives undefined for text of another form or a day that is none. */
export interface TimeFormat {
  readonly name: string;
  /** Separators only, `#` for a number: forms of one skeleton fit the same texts. */
  readonly skeleton: string;
  /** Which number is what; forms of one skeleton that differ here would make a text mean two days. */
  readonly order: string;
  parse(text: string): CivilTime | undefined;
  /** Undefined for forms that are only read. */
  readonly write?: (time: CivilTime) => string;
}

type Unit = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond';
/** A number, or text that has to stand there. `place` is the unit's rank, from the year. */
type Part = NumberPart | string;
interface NumberPart {
  readonly unit: Unit;
  readonly place: number;
  readonly digitsMin: number;
  readonly digitsMax: number;
}

const tokens: Readonly<Record<string, Part>> = {
  YYYY: { unit: 'year', place: 0, digitsMin: 4, digitsMax: 4 },
  MM: { unit: 'month', place: 1, digitsMin: 2, digitsMax: 2 },
  M: { unit: 'month', place: 1, digitsMin: 1, digitsMax: 2 },
  DD: { unit: 'day', place: 2, digitsMin: 2, digitsMax: 2 },
  D: { unit: 'day', place: 2, digitsMin: 1, digitsMax: 2 },
  HH: { unit: 'hour', place: 3, digitsMin: 2, digitsMax: 2 },
  H: { unit: 'hour', place: 3, digitsMin: 1, digitsMax: 2 },
  mm: { unit: 'minute', place: 4, digitsMin: 2, digitsMax: 2 },
  ss: { unit: 'second', place: 5, digitsMin: 2, digitsMax: 2 },
  SSS: { unit: 'millisecond', place: 6, digitsMin: 3, digitsMax: 3 },
};

/** Undefined when the text is no date form: year, month and day have to be in it, once each. */
export function timeFormat(name: string): TimeFormat | undefined {
  if (name === 'excel-serial') return excelSerial;
  if (name === 'iso-instant') return isoInstant;
  const parts = name.match(/YYYY|MM|M|DD|D|HH|H|mm|ss|SSS|[^YMDHms S]+| +|./g)?.map((token) => tokens[token] ?? token);
  if (parts === undefined || !isComplete(parts)) return undefined;
  const skeleton = parts.map((part) => (typeof part === 'string' ? part : '#')).join('');
  return {
    name,
    skeleton,
    order: parts.map((part) => (typeof part === 'string' ? '' : part.unit)).join(','),
    parse: (text) => parseParts(parts, text),
    write: (time) => writeParts(parts, time),
  };
}

function isComplete(parts: readonly Part[]): boolean {
  const units = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.unit]));
  const lettersLeft = parts.some((part) => typeof part === 'string' && /[A-SU-Za-z]/.test(part));
  const runsTogether = parts.some((part, index) => isOpenEnded(part) && typeof (parts[index + 1] ?? '') !== 'string');
  const needed: readonly Unit[] = ['year', 'month', 'day'];
  const hasNeeded = new Set(units).size === units.length && needed.every((unit) => units.includes(unit));
  return hasNeeded && !lettersLeft && !runsTogether;
}

/** `YYYYMD` cannot be read: 2026111 is two days. */
function isOpenEnded(part: Part): boolean {
  return typeof part !== 'string' && part.digitsMin !== part.digitsMax;
}

function parseParts(parts: readonly Part[], text: string): CivilTime | undefined {
  const found = [0, 0, 0, 0, 0, 0, 0];
  let at = 0;
  for (const part of parts) {
    if (typeof part === 'string') {
      for (let index = 0; index < part.length; index++) {
        if (foldedCode(text, at++) !== part.charCodeAt(index)) return undefined;
      }
      continue;
    }
    const start = at;
    const end = at + part.digitsMax;
    let number = 0;
    for (; at < end; at++) {
      const digit = foldedCode(text, at) - 0x30;
      if (!(digit >= 0 && digit <= 9)) break;
      number = number * 10 + digit;
    }
    if (at - start < part.digitsMin) return undefined;
    found[part.place] = number;
  }
  if (at !== text.length) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millisecond = 0] = found;
  const time = { year, month, day, hour, minute, second, millisecond };
  return isRealTime(time) ? time : undefined;
}

function writeParts(parts: readonly Part[], time: CivilTime): string {
  let text = '';
  for (const part of parts) text += typeof part === 'string' ? part : padded(time[part.unit], part.digitsMin);
  return text;
}

function padded(number: number, digits: number): string {
  if (digits === 2) return number < 10 ? `0${number}` : String(number);
  return digits === 1 ? String(number) : String(number).padStart(digits, '0');
}

/** Full-width digits and separators are read as their ASCII counterparts; NaN beyond the end. */
function foldedCode(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 0x3000) return 0x20;
  return code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code;
}

const excelSerial: TimeFormat = {
  name: 'excel-serial',
  skeleton: 'excel-serial',
  order: '',
  parse: (text) => {
    if (text.length < 5 || text.length > 24 || parseDecimal(text) === undefined) return undefined;
    return fromExcelSerial(Number(text));
  },
};

const instantPattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)$/;
const localParts: readonly Part[] = ['YYYY', '-', 'MM', '-', 'DD', 'T', 'HH', ':', 'mm', ':', 'ss'].map(
  (token) => tokens[token] ?? token,
);

/** An instant with its offset, e.g. `2026-03-01T16:30:00Z`, which in Asia/Shanghai is the next day. */
const isoInstant: TimeFormat = {
  name: 'iso-instant',
  skeleton: 'iso-instant',
  order: '',
  parse: (text) => {
    const match = text.length <= 40 ? instantPattern.exec(text) : null;
    const [, local = '', fraction = '', offset = ''] = match ?? [];
    const time = parseParts(localParts, local);
    if (time === undefined) return undefined;
    const sign = offset.startsWith('-') ? -1 : 1;
    const digits = offset.replace(':', '');
    const offsetMinutes = offset === 'Z' ? 0 : sign * (Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3)));
    const millisecond = Number(fraction.padEnd(3, '0').slice(0, 3));
    return addMinutes({ ...time, millisecond }, shanghaiOffsetMinutes - offsetMinutes);
  },
  write: (time) => {
    const utc = addMinutes(time, -shanghaiOffsetMinutes);
    return `${writeParts(localParts, utc)}.${String(utc.millisecond).padStart(3, '0')}Z`;
  },
};
