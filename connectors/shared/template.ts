import type { JsonValue } from '../../schemas/json.js';
import { GatewayError } from '../../schemas/errors.js';

/** Values that a text may name in braces. */
export type TemplateParts = ReadonlyMap<string, string>;

/**
 * Puts the named parts into a text: `{appId}\n{timestamp}`. Braces around anything but a name stand for themselves.
 * @throws CONNECTOR_CONFIG_INVALID for a name that there is no part for
 */
export function fillTemplate(template: string, parts: TemplateParts): string {
  return template.replace(/\{([A-Za-z][A-Za-z0-9_]*)\}/gu, (_, name: string) => {
    const part = parts.get(name);
    if (part === undefined) {
      throw new GatewayError('CONNECTOR_CONFIG_INVALID', {
        template,
        part: name,
        known: [...parts.keys()].join(', '),
      });
    }
    return part;
  });
}

/** Fills every text inside a JSON value. */
export function fillJson(value: JsonValue, parts: TemplateParts): JsonValue {
  if (typeof value === 'string') return fillTemplate(value, parts);
  if (Array.isArray(value)) return value.map((item) => fillJson(item, parts));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fillJson(item, parts)]));
}
