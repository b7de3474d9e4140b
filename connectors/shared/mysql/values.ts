import type { TypeCastField, TypeCastNext } from 'mysql2';
import type { JsonValue } from '../../../schemas/json.js';
import { parseLosslessJson } from '../lossless-json.js';

/**
 * Reads a cell so that it does not change: int and smaller become numbers, bigint, decimal and floating point stay the
 * texts that the server writes, dates are `YYYY-MM-DD`, timestamp UTC ISO with all its digits, datetime local ISO
 * without a zone, bit a number (a text beyond 32 bits), JSON parsed, bytes `0x…`, everything else its text. Dates that
 * are none (`0000-00-00`) stay as they are. Expects the session's zone to be UTC.
 */
export function exactCast(field: TypeCastField, next: TypeCastNext): JsonValue {
  switch (field.type) {
    case 'TIMESTAMP':
      return isoOf(field.string(), 'Z');
    case 'DATETIME':
      return isoOf(field.string(), '');
    case 'FLOAT':
    case 'DOUBLE':
      return field.string();
    case 'JSON': {
      const text = field.string('utf8');
      return text === null ? null : parseLosslessJson(text);
    }
    case 'BIT':
      return bitsOf(field.buffer());
    case 'GEOMETRY':
      return hexOf(field.buffer());
    default: {
      const value: unknown = next();
      return Buffer.isBuffer(value) ? hexOf(value) : plain(value);
    }
  }
}

/** What the driver gives of all other types: texts and the numbers of small integers. */
function plain(value: unknown): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function isoOf(text: string | null, zone: string): string | null {
  if (text === null || text.startsWith('0000')) return text;
  return text.replace(' ', 'T') + zone;
}

function hexOf(bytes: Buffer | null): string | null {
  return bytes && `0x${bytes.toString('hex')}`;
}

const wholeNumberBytes = 4;

function bitsOf(bytes: Buffer | null): number | string | null {
  if (!bytes) return null;
  const value = bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
  return bytes.length <= wholeNumberBytes ? Number(value) : value.toString();
}
