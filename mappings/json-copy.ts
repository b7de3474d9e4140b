import type { JsonObject, JsonValue } from '../schemas/json.js';

const depthMax = 16;
const valuesMax = 10_000;

/**
 * A copy of a list or object that shares nothing with the source row. Undefined when it is deeper or larger
 * than any honest record, or holds what JSON cannot.
 */
export function copyJson(value: JsonValue, depth = depthMax, values = valuesMax): JsonValue | undefined {
  return copy(value, depth, { left: values });
}

function copy(value: JsonValue, depthLeft: number, budget: { left: number }): JsonValue | undefined {
  if (--budget.left < 0 || depthLeft < 0) return undefined;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'object') return undefined;
  if (Array.isArray(value)) {
    const list: JsonValue[] = [];
    for (const item of value) {
      const copied = copy(item, depthLeft - 1, budget);
      if (copied === undefined) return undefined;
      list.push(copied);
    }
    return list;
  }
  const object: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    if (name === '__proto__') return undefined;
    const copied = copy(member, depthLeft - 1, budget);
    if (copied === undefined) return undefined;
    object[name] = copied;
  }
  return object;
}
