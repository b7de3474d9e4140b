import { readFileSync, readdirSync } from 'node:fs';
import { assetPath } from './assets.js';
import type { JsonObject, JsonValue } from './json.js';

const suffix = '.schema.json';

/** The schema files of schemas/records/, as they are written. */
export interface RecordSchemas {
  /** Schema of each dataset by the dataset's name. */
  readonly datasets: ReadonlyMap<string, JsonObject>;
  /** Shared parts by the path that a `$ref` of a dataset names, e.g. `parts/party.schema.json`. */
  readonly parts: ReadonlyMap<string, JsonObject>;
}

/**
 * Reads all record schemas, once at start. A new dataset is a new file there, and rules where it has some. A
 * damaged file is a mistake of ours, so it throws a plain Error that names the file.
 */
export function loadRecordSchemas(): RecordSchemas {
  return {
    datasets: readFolder('', (name) => name),
    parts: readFolder('parts/', (name) => `parts/${name}${suffix}`),
  };
}

/**
 * The schema that a field stands for: what its `$ref` points to, overlaid by what the field itself says.
 * A reference inside a part is relative to the parts' folder.
 */
export function resolveField(field: JsonObject, parts: RecordSchemas['parts']): JsonObject {
  const reference = field.$ref;
  if (typeof reference !== 'string') return field;
  const part = parts.get(partPath(reference));
  if (part === undefined) throw new Error(`No schema part ${reference}`);
  const { $ref: _, $schema: __, ...own } = field;
  return { ...resolveField(part, parts), ...own };
}

/** `party.schema.json` and `parts/party.schema.json` name the same part. */
export function partPath(reference: string): string {
  return reference.startsWith('parts/') ? reference : `parts/${reference}`;
}

/** The object at `name`, or an empty one: schema files leave out what is not needed. */
export function objectAt(schema: JsonObject, name: string): JsonObject {
  const value = schema[name];
  return isObject(value) ? value : {};
}

/** Text that every schema has to have at `name`; its lack is a mistake of ours. */
export function textAt(schema: JsonObject, name: string): string {
  const value = schema[name];
  if (typeof value !== 'string') throw new Error(`A record schema lacks ${name}`);
  return value;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readFolder(folder: string, keyOf: (name: string) => string): Map<string, JsonObject> {
  const path = assetPath(`schemas/records/${folder}`);
  const files = readdirSync(path).filter((file) => file.endsWith(suffix));
  const names = files.map((file) => file.slice(0, -suffix.length)).toSorted();
  return new Map(names.map((name) => [keyOf(name), readSchema(`${path}/${name}${suffix}`)]));
}

function readSchema(path: string): JsonObject {
  const schema = JSON.parse(readFileSync(path, 'utf8')) as JsonValue;
  if (!isObject(schema)) throw new Error(`${path} is no schema`);
  return schema;
}
