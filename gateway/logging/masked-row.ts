import type { JsonValue } from '../../schemas/json.js';
import { redactText } from './redact-text.js';

/** What looks like personal data is not shown, wherever it stands: nobody needs it to see the shape of a row. */
export function maskedRow(row: Readonly<Record<string, JsonValue>>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, maskedValue(value)]));
}

function maskedValue(value: JsonValue): JsonValue {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(maskedValue);
  return typeof value === 'object' && value !== null ? maskedRow(value) : value;
}
