import type { JsonValue } from '../../../schemas/json.js';
import type { Statement } from '../sql/connection.js';
import { localTime, zoneOffsetSeconds } from '../sql/time-zone.js';

/**
 * Stands in a statement's text where a value goes. Values are written into the text by us and the text protocol is
 * used: prepared statements are refused by some of the proxies that stand before such servers, and a question mark
 * may stand in a name.
 */
export const parameterMark = '\0';

/** The text that is sent. */
export function render({ text, values }: Statement): string {
  if (values.length === 0) return text;
  const pieces = text.split(parameterMark);
  return pieces.map((piece, place) => (place === 0 ? piece : literal(values[place - 1] ?? null) + piece)).join('');
}

/** A value as MySQL reads it. Sessions of ours have backslash escapes, whatever the server is set to. */
function literal(value: JsonValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'object') return quoted(JSON.stringify(value));
  return typeof value === 'boolean' ? String(Number(value)) : String(value);
}

const special = /['\\\0]/u;
const escapes: Readonly<Record<string, string>> = {
  "'": "\\'",
  '\\': '\\\\',
  '\0': '\\0',
};

function quoted(text: string): string {
  if (!special.test(text)) return `'${text}'`;
  return `'${text.replaceAll(new RegExp(special, 'gu'), (found) => escapes[found] ?? found)}'`;
}

/** How a value is written into a column of one type. */
export type CellWriter = (value: JsonValue) => string;

/**
 * Writes values into a column: an instant becomes the time of `zone` that the column keeps, `0x…` bytes, digits of a
 * bit column a number. Everything else is the server's to convert, exactly or not at all, for sessions are strict.
 */
export function cellWriter(type: string, zone: string): CellWriter {
  if (/^(?:datetime|timestamp)/u.test(type)) {
    return (value) => literal(typeof value === 'string' && instant.test(value) ? timeIn(zone, value) : value);
  }
  if (isBinary(type)) return (value) => (typeof value === 'string' && hex.test(value) ? bytes(value) : literal(value));
  if (type.startsWith('bit')) return (value) => (typeof value === 'string' && /^\d+$/u.test(value) ? value : literal(value));
  return literal;
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u;
const hex = /^0x(?:[\dA-Fa-f]{2})*$/u;

function bytes(text: string): string {
  return `X'${text.slice('0x'.length)}'`;
}

/** `2026-11-23T02:00:00.5Z` → `2026-11-23 10:00:00.5` in Asia/Shanghai; digits of the second are kept. */
function timeIn(zone: string, text: string): string {
  const at = new Date(text);
  const [fraction = ''] = /\.\d+/u.exec(text) ?? [];
  return localTime(at, zoneOffsetSeconds(zone, at)) + fraction;
}

function isBinary(type: string): boolean {
  return /^(?:var)?binary|blob$/u.test(type);
}

/**
 * A parameter that is compared with a column of this type, so that no digit is lost on the way (MySQL compares a text
 * with a number as floating point) and an index on the column serves.
 */
export function comparable(type: string): string {
  const [name = ''] = /^[a-z]+/u.exec(type) ?? [];
  if (/^(?:tiny|small|medium|big)?int/u.test(name)) {
    return `CAST(${parameterMark} AS ${type.includes('unsigned') ? 'UNSIGNED' : 'SIGNED'})`;
  }
  if (name === 'decimal') {
    const [size = '(65,30)'] = /\(\d+,\d+\)/u.exec(type) ?? [];
    return `CAST(${parameterMark} AS DECIMAL${size})`;
  }
  if (name === 'float' || name === 'double') return `(${parameterMark} + 0e0)`;
  if (name === 'bit' || name === 'year') return `CAST(${parameterMark} AS UNSIGNED)`;
  if (name === 'datetime' || name === 'timestamp') return `CAST(${parameterMark} AS DATETIME(6))`;
  if (name === 'date') return `CAST(${parameterMark} AS DATE)`;
  if (name === 'time') return `CAST(${parameterMark} AS TIME(6))`;
  return isBinary(type) ? `UNHEX(${parameterMark})` : parameterMark;
}

/** A value that a pull gave of a column, as `comparable` takes it. */
export function comparableValue(value: string, type: string): string {
  if (/^(?:datetime|timestamp)/u.test(type)) return value.replace('T', ' ').replace('Z', '');
  return isBinary(type) ? value.replace(/^0x/u, '') : value;
}
