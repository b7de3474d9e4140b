import type { JsonObject, JsonValue } from '../../../../../schemas/json.js';
import type { Language } from '../../language/text.js';

/** The schema of a type's configuration as a form shows it: labels of one language, and names of secrets in place of secrets. */
export function formSchemaOf(spec: JsonObject, language: Language): JsonObject {
  const walked = mapProperties(spec, (name, property): JsonObject => {
    const { title, description, ...rest } = property;
    const label = language === 'zh' ? (title ?? name) : inWords(name);
    if (property['x-secret'] !== true)
      return language === 'en' && description !== undefined ? { ...rest, title: label, description } : { ...rest, title: label };
    const hint = language === 'zh' ? '填密钥的名称，值在“密钥”里设置' : 'The name of a secret, whose value is set under Secrets';
    return { type: 'string', title: label, description: hint, pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' };
  });
  const { title: _, description: __, ...form } = walked;
  return form;
}

/** What was filled in, with each secret as the reference that a manifest holds. */
export function configOf(spec: JsonObject, filled: JsonObject): JsonObject {
  const properties = isObject(spec['properties']) ? spec['properties'] : {};
  return Object.fromEntries(
    Object.entries(filled).map(([name, value]): [string, JsonValue] => {
      const property = properties[name];
      if (!isObject(property)) return [name, value];
      if (property['x-secret'] === true && typeof value === 'string') return [name, { secret: value }];
      return [name, isObject(value) ? configOf(property, value) : value];
    }),
  );
}

function mapProperties(schema: JsonObject, change: (name: string, property: JsonObject) => JsonObject): JsonObject {
  const { properties } = schema;
  if (!isObject(properties)) return schema;
  const changed = Object.entries(properties).map(([name, property]): [string, JsonValue] => [
    name,
    isObject(property) ? mapProperties(change(name, property), change) : property,
  ]);
  return { ...schema, properties: Object.fromEntries(changed) };
}

/** `settlingSeconds` as `Settling seconds`. */
function inWords(name: string): string {
  const words = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
