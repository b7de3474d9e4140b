import type { JsonObject, JsonValue } from '../schemas/json.js';
import { isObject } from './config-reading.js';
import type { Mapping, MappingResult } from './compile.js';

/** A row or record to be mapped by both versions. */
export interface RowToCompare {
  readonly position: string;
  readonly row: JsonObject;
}

export interface FieldChange {
  /** Dotted path into what the mappings make; a problem's code stands under `problems`. */
  readonly path: string;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

export interface RowChange {
  readonly position: string;
  /** Whether the row maps well, by the old version and by the new one. */
  readonly wasGood: boolean;
  readonly isGood: boolean;
  readonly fields: readonly FieldChange[];
}

export interface MappingDifference {
  readonly rows: number;
  /** Rows of which at least one field or problem differs. */
  readonly changed: number;
  readonly brokenNow: number;
  readonly mendedNow: number;
  /** Rows by the field that differs, most first. */
  readonly byField: readonly { readonly path: string; readonly rows: number }[];
  /** The first of the changed rows. */
  readonly examples: readonly RowChange[];
}

/**
 * Runs two versions of a mapping over the same rows and tells what changes: before a change is approved, so that
 * nobody learns it from a receiver. Keeps at most `examplesMax` changed rows, however many there are.
 */
export async function diffMappings(
  before: Mapping,
  after: Mapping,
  rows: AsyncIterable<RowToCompare> | Iterable<RowToCompare>,
  examplesMax: number,
): Promise<MappingDifference> {
  const counts = { rows: 0, changed: 0, brokenNow: 0, mendedNow: 0 };
  const byField = new Map<string, number>();
  const examples: RowChange[] = [];
  for await (const { position, row } of rows) {
    counts.rows += 1;
    const old = before.run(row);
    const now = after.run(row);
    const fields = changesBetween(valuesOf(old), valuesOf(now));
    if (fields.length === 0) continue;
    counts.changed += 1;
    if (old.ok && !now.ok) counts.brokenNow += 1;
    if (!old.ok && now.ok) counts.mendedNow += 1;
    for (const path of new Set(fields.map((field) => field.path.replaceAll(/\[\d+\]/gu, '[]')))) {
      byField.set(path, (byField.get(path) ?? 0) + 1);
    }
    if (examples.length < examplesMax) examples.push({ position, wasGood: old.ok, isGood: now.ok, fields });
  }
  const ordered = [...byField].map(([path, count]) => ({ path, rows: count })).toSorted((a, b) => b.rows - a.rows || (a.path < b.path ? -1 : 1));
  return { ...counts, byField: ordered, examples };
}

/** What a mapping made of a row, by dotted path, and what it found wrong. */
function valuesOf(result: MappingResult): Map<string, JsonValue> {
  const values = new Map<string, JsonValue>();
  collect(result.ok ? result.record : result.partial, '', values);
  if (!result.ok) {
    const codes = result.problems.map(({ code, column, path }) => `${code} ${column ?? path}`);
    values.set('problems', [...new Set(codes)].toSorted().join('; '));
  }
  return values;
}

function collect(value: JsonValue, path: string, values: Map<string, JsonValue>): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) collect(item, `${path}[${String(index)}]`, values);
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) collect(item, path === '' ? name : `${path}.${name}`, values);
  } else {
    values.set(path, value);
  }
}

function changesBetween(before: ReadonlyMap<string, JsonValue>, after: ReadonlyMap<string, JsonValue>): FieldChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({ path, before: before.get(path), after: after.get(path) }));
}
