import { valueAtPath, type DatasetSchema } from '../../schemas/dataset-schema.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import type { Problem } from '../../schemas/problem.js';
import type { Validator } from '../../schemas/validator.js';
import type { DatasetPlan, RecordReference } from './plan.js';

/** Identifiers of the person or body that a record is about, the strongest first. */
const subjectPaths = [
  ['party', 'idNumber'],
  ['party', 'creditCode'],
  ['party', 'organisationCode'],
  ['party', 'registrationNumber'],
] as const;

/** A dataset's schema as the pipeline uses it. `id` is the dataset's number in this store. */
export function createDatasetPlan(schema: DatasetSchema, validator: Validator, id: number): DatasetPlan {
  const { name, keyPaths, datePath, references } = schema;
  const personalPaths = personalPathsOf(schema);
  return {
    id,
    name,
    schemaVersion: schema.version,
    key(record) {
      const values = keyPaths.map((path) => textAt(record, path) ?? '');
      return values.every((value) => value === '') ? undefined : values;
    },
    eventDate: (record) => textAt(record, datePath),
    subject(record) {
      for (const path of subjectPaths) {
        const value = textAt(record, path);
        if (value !== undefined) return value;
      }
      return undefined;
    },
    split: (record) => split(record, personalPaths),
    join: (open, personal) => (personal === null ? open : (merge(open, personal) as JsonObject)),
    references(record): RecordReference[] {
      const found: RecordReference[] = [];
      for (const reference of references) {
        const value = textAt(record, reference.path);
        if (value !== undefined) found.push({ dataset: reference.dataset, key: [value] });
      }
      return found;
    },
    validate: (record, today): readonly Problem[] => validator.validate(name, record, { today }),
  };
}

interface PersonalPath {
  readonly path: readonly string[];
  isPersonal(record: JsonObject): boolean;
}

/** The fields to seal, outermost first: a personal list goes as a whole, and with it whatever lies in it. */
function personalPathsOf(schema: DatasetSchema): PersonalPath[] {
  const paths: PersonalPath[] = [];
  for (const field of schema.fields.values()) {
    if (field.fieldClass !== 'personal' && field.fieldClass !== 'reporter' && !field.personalWhen) continue;
    const listAt = field.path.indexOf('*');
    const path = listAt === -1 ? field.path : field.path.slice(0, listAt);
    if (paths.some((known) => known.path.every((part, i) => part === path[i]))) continue;
    paths.push({ path, isPersonal: (record) => schema.isPersonal(field, record) });
  }
  return paths;
}

function split(
  record: JsonObject,
  personalPaths: readonly PersonalPath[],
): { readonly open: JsonObject; readonly personal: JsonObject | null } {
  let open = record;
  let personal: JsonObject | null = null;
  for (const { path, isPersonal } of personalPaths) {
    const value = valueAtPath(record, path) as JsonValue | undefined;
    if (value === undefined || !isPersonal(record)) continue;
    open = without(open, path);
    personal = (personal === null ? nested(path, value) : merge(personal, nested(path, value))) as JsonObject;
  }
  return { open, personal };
}

function without(object: JsonObject, [name = '', ...rest]: readonly string[]): JsonObject {
  const { [name]: value, ...others } = object;
  if (rest.length === 0 || !isObject(value)) return others;
  return { ...others, [name]: without(value, rest) };
}

function nested(path: readonly string[], value: JsonValue): JsonValue {
  return path.reduceRight((inner, name) => ({ [name]: inner }), value);
}

function merge(base: JsonValue, over: JsonValue): JsonValue {
  if (!isObject(base) || !isObject(over)) return over;
  const merged: JsonObject = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const known = merged[name];
    merged[name] = known === undefined ? value : merge(known, value);
  }
  return merged;
}

function textAt(record: JsonObject, path: readonly string[]): string | undefined {
  const value = valueAtPath(record, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
