import type { JsonObject, JsonValue } from '../schemas/json.js';

const segmentsMax = 8;

/**
 * Splits `party.name`. Undefined for empty parts and for names that every object inherits
 * (`constructor`, `__proto__`): as keys of a record they would mean trouble to whoever reads it.
 */
export function parseTarget(text: string): readonly string[] | undefined {
  const names = text.split('.');
  const isGood = (name: string) => name !== '' && name !== '*' && name === name.trim() && !(name in Object.prototype);
  return names.length <= segmentsMax && names.every(isGood) ? names : undefined;
}

/** Makes a writer into a record, which makes the objects on the way where they are missing. */
export function compileTarget(names: readonly string[]): (record: JsonObject, value: JsonValue) => void {
  const last = names.at(-1) ?? '';
  const parents = names.slice(0, -1);
  if (parents.length === 0) {
    return (record, value) => {
      record[last] = value;
    };
  }
  return (record, value) => {
    let holder = record;
    // No target lies inside another, so that whatever stands on the way is an object made here.
    for (const name of parents) holder = (holder[name] ??= {}) as JsonObject;
    holder[last] = value;
  };
}

/** Two targets where one lies inside the other (`party` and `party.name`) cannot both be set. */
export function findClash(targets: readonly string[]): { outer: string; inner: string } | undefined {
  const all = new Set(targets);
  for (const inner of targets) {
    for (let dot = inner.indexOf('.'); dot >= 0; dot = inner.indexOf('.', dot + 1)) {
      const outer = inner.slice(0, dot);
      if (all.has(outer)) return { outer, inner };
    }
  }
  return undefined;
}
