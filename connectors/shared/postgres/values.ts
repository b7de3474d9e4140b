import type { CustomTypesConfig } from 'pg';
import { types } from 'pg';
import type { JsonValue } from '../../../schemas/json.js';
import { parseLosslessJson } from '../lossless-json.js';

/** Object ids of PostgreSQL's own types; they are fixed for good. */
const oid = {
  bool: 16,
  int8: 20,
  int2: 21,
  int4: 23,
  json: 114,
  timestamp: 1114,
  timestamptz: 1184,
  jsonb: 3802,
} as const;

/** Array types and the type of their elements. */
const elementOf: Readonly<Record<number, number>> = {
  199: oid.json,
  1000: oid.bool,
  1005: oid.int2,
  1007: oid.int4,
  1009: 25,
  1015: 1043,
  1016: oid.int8,
  1115: oid.timestamp,
  1182: 1082,
  1185: oid.timestamptz,
  1231: 1700,
  2951: 2950,
  3807: oid.jsonb,
};
const textArray: number = 1009;

type Reader = (text: string) => JsonValue;

const readers: Readonly<Record<number, Reader>> = {
  [oid.bool]: (text) => text === 't',
  [oid.int2]: Number,
  [oid.int4]: Number,
  [oid.json]: parseLosslessJson,
  [oid.jsonb]: parseLosslessJson,
  [oid.timestamp]: (text) => text.replace(' ', 'T'),
  [oid.timestamptz]: instantOf,
};

/**
 * Reads values so that none changes: smallint and integer become numbers, bigint, numeric and floating point stay the
 * texts that the database writes, dates are `YYYY-MM-DD`, timestamptz UTC ISO with all its digits, timestamp local ISO
 * without a zone, json and jsonb parsed, arrays lists, everything else its text.
 * Expects the session to write dates in ISO style (see `beginStatement`).
 */
export const exactTypes: CustomTypesConfig = {
  getTypeParser: (id: number) => readerOf(id),
};

function readerOf(id: number): Reader {
  const element = elementOf[id];
  if (element === undefined) return readers[id] ?? asIs;
  const read = readers[element] ?? asIs;
  // The driver's reader of text arrays knows the notation and its nesting; elements are read here.
  const split: (text: string) => unknown = types.getTypeParser(textArray);
  return (text) => elements(split(text), read);
}

function elements(value: unknown, read: Reader): JsonValue {
  if (Array.isArray(value)) return value.map((item) => elements(item, read));
  return typeof value === 'string' ? read(value) : null;
}

const asIs: Reader = (text) => text;

/** `2026-11-23 10:00:00.123456+08` → `2026-11-23T02:00:00.123456Z`; `infinity` and years BC stay as they are. */
function instantOf(text: string): string {
  const found = /^(\d{4,6}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)?([+-]\d\d(?::\d\d){0,2})$/u.exec(text);
  if (!found) return text;
  const [, date = '', time = '', fraction = '', zone = ''] = found;
  if (zone === '+00') return `${date}T${time}${fraction}Z`;
  const [hours = 0, minutes = 0, seconds = 0] = zone.slice(1).split(':').map(Number);
  const offsetMs = ((hours * 60 + minutes) * 60 + seconds) * 1_000 * (zone.startsWith('-') ? -1 : 1);
  const utc = new Date(Date.parse(`${date}T${time}Z`) - offsetMs).toISOString();
  return `${utc.slice(0, -'.000Z'.length)}${fraction}Z`;
}
