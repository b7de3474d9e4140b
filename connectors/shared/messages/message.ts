import type { JsonValue } from '../../../schemas/json.js';

/** One message as a broker gave it, whatever its protocol. */
export interface Message {
  /** Empty: a tombstone, which says that what its key names is gone. */
  readonly body: Buffer;
  /** What stands beside the body under this name: `header:x-source`, `key`, `message-id`; null where it has no such thing. */
  readonly beside: (name: string) => JsonValue;
  /** Where it stands, for a person. */
  readonly position: string;
}

/** Pattern of the names of what stands beside a body. */
export function besidePattern(names: readonly string[]): string {
  return `^(header:.{1,200}|${names.join('|')})$`;
}

/** The value of a header: texts and numbers as they are, bytes as UTF-8, anything else as JSON text. */
export function headerValue(value: unknown): JsonValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : String(value);
  return Buffer.isBuffer(value) ? value.toString('utf8') : JSON.stringify(value);
}
