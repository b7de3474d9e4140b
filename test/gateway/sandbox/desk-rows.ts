import { isRecord, type JsonRecord } from '../../../gateway/sandbox/json.js';
import { shippedMappings } from '../../mappings/shipped-mappings.js';

/** Rows as the shipped mappings write them, by `platform/stream`: judged as they are elsewhere, here they are spoiled. */
export function rowsOfDesks(): ReadonlyMap<string, readonly JsonRecord[]> {
  const rows = new Map<string, JsonRecord[]>();
  for (const { spec } of shippedMappings()) {
    if (!('system' in spec.to)) continue;
    const name = `${spec.to.system}/${spec.to.stream}`;
    const outputs = (spec.examples ?? []).flatMap(({ output, errors }) => (output && !errors ? [output] : []));
    rows.set(name, [...(rows.get(name) ?? []), ...outputs]);
  }
  return rows;
}

/** The row with other values at these places; a place is a path of names and indexes with dots, `undefined` takes it away. */
export function withValues(row: JsonRecord, values: Readonly<Record<string, unknown>>): JsonRecord {
  return Object.entries(values).reduce<JsonRecord>((changed, [path, value]) => setAt(changed, path.split('.'), value), row);
}

function setAt(holder: JsonRecord, [name = '', ...rest]: readonly string[], value: unknown): JsonRecord {
  if (rest.length === 0) return { ...holder, [name]: value };
  const inner = holder[name];
  if (Array.isArray(inner)) {
    const [index = '', ...further] = rest;
    const items: unknown[] = inner;
    return { ...holder, [name]: items.map((item, place) => (String(place) === index ? changeItem(item, further, value) : item)) };
  }
  return { ...holder, [name]: setAt(isRecord(inner) ? inner : {}, rest, value) };
}

function changeItem(item: unknown, path: readonly string[], value: unknown): unknown {
  return path.length > 0 && isRecord(item) ? setAt(item, path, value) : value;
}
