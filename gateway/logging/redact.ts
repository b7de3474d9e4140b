import { types } from 'node:util';

import { redactText } from './redact-text.js';

/**
 * A copy of any value that is safe to write to the operational log: secrets and personal data replaced, by the
 * key that they stand under and by what they look like; bounded in depth and size; plain JSON at the end.
 * Errors are reduced to name, message, code, facts, stack and cause, because drivers hang whole requests and
 * rows on them.
 */
export function redact(value: unknown): unknown {
  return redactAt(value, 0);
}

/** True also for errors of another realm (a worker, a test's sandbox), which `instanceof` does not know. */
const { isNativeError } = types;

const redacted = '[redacted]';
const depthMax = 6;
const itemsMax = 50;
const causesMax = 5;

/** Words of keys whose values are secrets, compared without case, `_`, `-`, `.` and spaces. */
const secretWords = [
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'token',
  'authorization',
  'cookie',
  'apikey',
  'accesskey',
  'privatekey',
  'masterkey',
  'credential',
  'signature',
  '密码',
  '口令',
  '密钥',
  '令牌',
];

/**
 * Words of keys whose values are personal: our own field names, the field codes of the double-publicity standard
 * (XK_/CF_ …_ZJHM, …_SFZH), of the collection channel (CERNO), and pinyin that departments use for their columns.
 */
const personalWords = [
  'idnumber',
  'idcard',
  'identitynumber',
  'citizenid',
  'certificatenumber',
  'zjhm',
  'sfzh',
  'cerno',
  'certno',
  'phone',
  'mobile',
  'lxdh',
  'sjhm',
  'lxfs',
  'email',
  '身份证',
  '证件号码',
  '手机',
  '电话',
];

const hiddenWords = [...secretWords, ...personalWords];

function isHiddenKey(key: string): boolean {
  const plain = key.toLowerCase().replaceAll(/[\s_.-]/g, '');
  return hiddenWords.some((word) => plain.includes(word));
}

function redactAt(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return redactText(value);
    case 'number':
      // An identity number may have come as a number; no count that we log has its length.
      return Number.isSafeInteger(value) && Math.abs(value) < 1e10 ? value : redactNumber(value);
    case 'boolean':
      return value;
    case 'bigint':
      return redactText(value.toString());
    case 'object':
      return value === null ? null : redactObject(value, depth);
    default:
      return undefined;
  }
}

function redactNumber(value: number): number | string {
  const text = String(value);
  return redactText(text) === text ? value : redacted;
}

function redactObject(value: object, depth: number): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (isNativeError(value) || value instanceof Error) return redactError(value, depth, 0);
  if (depth >= depthMax) return '[deeper]';
  if (value instanceof Set) return redactList([...value], depth);
  if (value instanceof Map)
    return redactEntries(
      [...value].map(([key, held]) => [String(key), held]),
      depth,
    );
  return Array.isArray(value) ? redactList(value, depth) : redactEntries(Object.entries(value), depth);
}

function redactList(items: readonly unknown[], depth: number): unknown[] {
  const safe = items.slice(0, itemsMax).map((item) => redactAt(item, depth + 1));
  return items.length > itemsMax ? [...safe, `[${items.length - itemsMax} more]`] : safe;
}

function redactEntries(entries: readonly (readonly [string, unknown])[], depth: number): Record<string, unknown> {
  const safe = entries.slice(0, itemsMax).map(([key, held]): [string, unknown] => {
    const isShown = held === null || held === undefined || typeof held === 'boolean' || !isHiddenKey(key);
    return [redactText(key), isShown ? redactAt(held, depth + 1) : redacted];
  });
  if (entries.length > itemsMax) safe.push(['more', entries.length - itemsMax]);
  return Object.fromEntries(safe);
}

function redactError(error: Error, depth: number, causes: number): Record<string, unknown> {
  const { code, facts } = error as Error & { code?: unknown; facts?: unknown };
  const safe: Record<string, unknown> = { name: error.name, message: redactText(error.message) };
  if (code !== undefined) safe.code = redactAt(code, depthMax);
  if (facts !== undefined) safe.facts = redactAt(facts, depth + 1);
  if (error.stack !== undefined) safe.stack = redactText(error.stack);
  if (error instanceof AggregateError) safe.errors = redactList(error.errors, depth + 1);
  if (error.cause === undefined) return safe;
  if (causes >= causesMax) return { ...safe, cause: '[deeper]' };
  safe.cause = isNativeError(error.cause)
    ? redactError(error.cause, depth, causes + 1)
    : redactAt(error.cause, depth + 1);
  return safe;
}
