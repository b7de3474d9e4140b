import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { pointerToken } from './manifest-problem.js';

/** One value that two versions of a manifest have differently; null where a version lacks it. */
export interface ValueDifference {
  /** JSON pointer into the manifest. */
  readonly path: string;
  readonly before: JsonValue;
  readonly after: JsonValue;
}

const differencesMax = 500;

/**
 * What differs between two versions of a manifest, in the order of its fields, at most 500. Objects are compared field by
 * field, lists of the same length place by place; any other list is shown as a whole, because places that moved would
 * look like changes.
 */
export function manifestDifference(before: JsonObject, after: JsonObject): readonly ValueDifference[] {
  const found: ValueDifference[] = [];
  compare(before, after, '', found);
  return found.slice(0, differencesMax);
}

function compare(before: JsonValue | undefined, after: JsonValue | undefined, path: string, found: ValueDifference[]): void {
  if (found.length >= differencesMax) return;
  if (isObject(before) && isObject(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const own = (object: JsonObject): JsonValue | undefined => (Object.hasOwn(object, name) ? object[name] : undefined);
      compare(own(before), own(after), `${path}/${pointerToken(name)}`, found);
    }
    return;
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    for (const [index, value] of before.entries()) compare(value, after[index], `${path}/${String(index)}`, found);
    return;
  }
  if (JSON.stringify(before) !== JSON.stringify(after)) found.push({ path, before: before ?? null, after: after ?? null });
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
