import type { JsonValue } from '../schemas/json.js';

/**
 * The text of a single value: a number without exponent, true and false as such.
 * Undefined for lists, objects and null, and for anything that JSON cannot hold.
 */
export function textOf(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? plainNumber(value) : undefined;
  return typeof value === 'boolean' ? String(value) : undefined;
}

/** True for what counts as "no value": null, undefined, and a text of blanks only. */
export function isAbsent(value: JsonValue | undefined): value is null | undefined | '' {
  if (value === null || value === undefined) return true;
  if (typeof value !== 'string') return false;
  if (value.length === 0) return true;
  const first = value.charCodeAt(0);
  // Most texts begin with a letter, a digit or a Chinese character: no need to trim them to know.
  if ((first > 0x20 && first < 0x7f) || (first >= 0x4e00 && first <= 0x9fff)) return false;
  return value.trim() === '';
}

/** `1e21` → `1000000000000000000000`, `1e-7` → `0.0000001`: the same number, written out. */
function plainNumber(value: number): string {
  const text = String(value);
  const exponentAt = text.indexOf('e');
  if (exponentAt < 0) return text;
  const exponent = Number(text.slice(exponentAt + 1));
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.slice(negative ? 1 : 0, exponentAt).split('.');
  const digits = whole + fraction;
  const point = whole.length + exponent;
  // A number has an exponent only beyond 21 digits or below a millionth: the point never falls among the digits.
  const plain = point <= 0 ? `0.${'0'.repeat(-point)}${digits}` : digits.padEnd(point, '0');
  return negative ? `-${plain}` : plain;
}
