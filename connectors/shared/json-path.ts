import type { JsonObject, JsonValue } from '../../schemas/json.js';

/** A way into a JSON value: names and places, e.g. `data.list[0].id`. The empty path is the value itself. */
export type JsonPath = readonly (string | number)[];

/** JSON Schema pattern of a path's text. */
export const jsonPathPattern = String.raw`^([^.\[\]]+(\[\d+\])*(\.[^.\[\]]+(\[\d+\])*)*)?$`;

/** `data.list[0].id` → `['data', 'list', 0, 'id']`. The text has been checked against `jsonPathPattern`. */
export function parseJsonPath(text: string): JsonPath {
  const steps = text.match(/[^.[\]]+|\[\d+\]/gu) ?? [];
  return steps.map((step) => (step.startsWith('[') ? Number(step.slice(1, -1)) : step));
}

/** What stands at the path; undefined where there is nothing. */
export function valueAt(value: JsonValue | undefined, path: JsonPath): JsonValue | undefined {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    if (typeof step === 'number') found = Array.isArray(found) ? found[step] : undefined;
    else found = !Array.isArray(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  }
  return found;
}

/** The plain text of what stands at the path; undefined for nothing, null, lists and objects. */
export function textAt(value: JsonValue | undefined, path: JsonPath): string | undefined {
  const found = valueAt(value, path);
  return found === undefined || found === null || typeof found === 'object' ? undefined : String(found);
}

/** A copy of `envelope` with `content` at the path, objects made on the way; the empty path gives the content alone. */
export function placeAt(envelope: JsonObject, path: JsonPath, content: JsonValue): JsonValue {
  const [step, ...rest] = path;
  if (step === undefined) return content;
  const inner = envelope[step];
  const innerObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
  return { ...envelope, [step]: placeAt(innerObject, rest, content) };
}
