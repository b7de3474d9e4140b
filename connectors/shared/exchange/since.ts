import type { JsonValue } from '../../../schemas/json.js';

const millisecondsPerSecond = 1_000;

/** The later of two values of a cursor column: numbers by size, texts (times in one form) by their letters. */
export function later(one: string | null, other: JsonValue | undefined): string | null {
  if (typeof other !== 'string' && typeof other !== 'number') return one;
  const text = String(other);
  if (one === null) return text;
  const isNumeric = /^\d+$/u.test(one) && /^\d+$/u.test(text);
  const isLater = isNumeric ? BigInt(text) > BigInt(one) : text > one;
  return isLater ? text : one;
}

/**
 * The same time some seconds earlier, in the form that it came in: ISO with or without zone, `YYYY-MM-DD HH:mm:ss`,
 * a date, or seconds or milliseconds since 1970. Anything else comes back as it is.
 */
export function secondsBefore(value: string, seconds: number): string {
  if (seconds === 0) return value;
  if (/^\d{10}$/u.test(value)) return String(Number(value) - seconds);
  if (/^\d{13}$/u.test(value)) return String(Number(value) - seconds * millisecondsPerSecond);
  const form = /^(\d{4}-\d{2}-\d{2})(?:([T ])(\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?)?$/u.exec(
    value,
  );
  if (!form) return value;
  const [, date = '', separator, time = '00:00:00', , zone = ''] = form;
  // The zone is carried along, not applied: taking seconds away is the same in every zone without summer time.
  const moved = new Date(Date.parse(`${date}T${time}Z`) - seconds * millisecondsPerSecond).toISOString();
  if (separator === undefined) return moved.slice(0, 10);
  return `${moved.slice(0, 10)}${separator}${moved.slice(11, 19)}${zone}`;
}
