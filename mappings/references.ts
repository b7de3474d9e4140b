import type { JsonObject, JsonValue } from '../schemas/json.js';

/** What a mapping looks up: of the records of a dataset, the one whose field `by` has a value gives its field `gives`. */
export interface Lookup {
  readonly dataset: string;
  /** Dotted path. */
  readonly by: string;
  /** Dotted path. */
  readonly gives: string;
}

/** What was found of a value: nothing, one value, or records that differ. */
export type Found = { readonly value: JsonValue } | 'none' | 'several';

/** The reference records that a mapping's rows are looked up in. */
export interface References {
  find(lookup: Lookup, value: string): Found;
}

/** Where there are none. */
export const noReferences: References = { find: () => 'none' };

/**
 * References over records in memory, by dataset. An index for each look-up is made when its first value is asked for.
 * Half and full width and spaces make no difference.
 */
export function referencesOf(records: Readonly<Record<string, readonly JsonObject[]>>): References {
  const indexes = new Map<string, ReadonlyMap<string, Found>>();
  return {
    find(lookup, value) {
      const name = `${lookup.dataset}\n${lookup.by}\n${lookup.gives}`;
      const index = indexes.get(name) ?? indexOf(Object.hasOwn(records, lookup.dataset) ? (records[lookup.dataset] ?? []) : [], lookup);
      indexes.set(name, index);
      return index.get(plain(value)) ?? 'none';
    },
  };
}

function indexOf(records: readonly JsonObject[], { by, gives }: Lookup): ReadonlyMap<string, Found> {
  const index = new Map<string, Found>();
  for (const record of records) {
    const [key, value] = [valueAt(record, by), valueAt(record, gives)];
    if (typeof key !== 'string' || value === undefined) continue;
    const name = plain(key);
    const known = index.get(name);
    if (known === undefined) index.set(name, { value });
    else if (known !== 'several' && known !== 'none' && known.value !== value) index.set(name, 'several');
  }
  return index;
}

function plain(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/gu, '');
}

function valueAt(record: JsonObject, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = record;
  for (const name of path.split('.')) {
    if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value ?? undefined;
}
