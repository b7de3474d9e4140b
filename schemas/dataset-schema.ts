import {
  dottedPathOf,
  fieldsOf,
  valueAtPath,
  type Field,
  type FieldClass,
  type FieldPath,
} from './dataset-field.js';
import type { JsonObject, JsonValue } from './json.js';
import { isObject, objectAt, textAt, type RecordSchemas } from './record-schemas.js';

export { valueAtPath } from './dataset-field.js';

/** Another record that a record names. The dataset may be one that this gateway does not know (yet). */
export interface DatasetReference {
  readonly dataset: string;
  /** Where the name stands in this record. */
  readonly path: FieldPath;
  /** The field of the other dataset that it names. */
  readonly key: string;
  /** Where this record says whose record it names, by the department's credit code; else it means its own department's. */
  readonly departmentPath?: FieldPath;
}

/** What the schema of a dataset says about its records, ready to use. */
export interface DatasetSchema {
  readonly name: string;
  readonly version: string;
  readonly titleZh: string;
  readonly titleEn: string;
  /** Together unique within dataset and department. */
  readonly keyPaths: readonly FieldPath[];
  /** `nation` where the key alone is unique, because it holds the authority that gave it; else `department`. */
  readonly keyScope: 'department' | 'nation';
  /** The day of the event, from which deadlines count. */
  readonly datePath: FieldPath;
  /** What identifies the person or body concerned, the strongest first; a name does not identify. */
  readonly subjectPaths: readonly FieldPath[];
  readonly references: readonly DatasetReference[];
  /** All fields by dotted path (`officers.*.name`), in the order of the schema. */
  readonly fields: ReadonlyMap<string, Field>;
  /** Fields that are personal in every record; others are personal in some: `personalPathsIn`. */
  readonly personalFields: readonly FieldPath[];
  /** Chinese titles by dotted path. */
  readonly fieldTitles: ReadonlyMap<string, string>;
  /** Classes by dotted path. */
  readonly classes: ReadonlyMap<string, FieldClass>;
  /**
   * The natural key of a record, also of one with faults: a value for each of `keyPaths`, empty text for one
   * that a record may lack; undefined while one that must be there is missing or no text.
   */
  keyOf(record: unknown): readonly string[] | undefined;
  /** The event's day as the record gives it; undefined where it is missing or no text. */
  eventDateOf(record: unknown): string | undefined;
  /** The strongest identifier of the person or body concerned that the record has, if it has one. */
  subjectOf(record: unknown): string | undefined;
  /** Paths of all fields that are personal in this record, whether or not it has them. */
  personalPathsIn(record: unknown): readonly FieldPath[];
  /** Whether the field is personal in this record, as the name of a party that is a natural person is. */
  isPersonal(field: Field, record: unknown): boolean;
  /** The field at a JSON pointer into a record, `/officers/0/name`; undefined if there is none. */
  fieldAt(pointer: string): Field | undefined;
}

/** Reads a dataset's schema. What is missing in it is a mistake of ours and throws a plain Error. */
export function describeDataset(
  name: string,
  schema: JsonObject,
  parts: RecordSchemas['parts'],
): DatasetSchema {
  const fields = fieldsOf(schema, parts);
  const field = (path: JsonValue): Field => {
    const found = typeof path === 'string' ? fields.get(path) : undefined;
    if (found === undefined) throw new Error(`Dataset ${name} has no field ${JSON.stringify(path)}`);
    return found;
  };
  const keys = listAt(schema, 'x-key').map(field);
  const datePath = field(textAt(schema, 'x-date')).path;
  const subjectPaths = listAt(schema, 'x-subject').map((path) => field(path).path);
  const title = objectAt(schema, 'x-title');
  return Object.freeze({
    name,
    version: textAt(schema, 'x-version'),
    titleZh: textAt(title, 'zh'),
    titleEn: textAt(title, 'en'),
    keyPaths: keys.map(({ path }) => path),
    keyScope: schema['x-key-scope'] === 'nation' ? 'nation' : 'department',
    datePath,
    subjectPaths,
    references: listAt(schema, 'x-references')
      .filter(isObject)
      .map((reference) => ({
        dataset: textAt(reference, 'dataset'),
        path: field(textAt(reference, 'field')).path,
        key: textAt(reference, 'key'),
        ...(reference.department === undefined ? {} : { departmentPath: field(reference.department).path }),
      })),
    fields,
    ...personalParts([...fields.values()]),
    fieldTitles: new Map([...fields].map(([path, { titleZh }]) => [path, titleZh])),
    classes: new Map([...fields].map(([path, { fieldClass }]) => [path, fieldClass])),
    keyOf: (record: unknown) => keyOf(keys, record),
    eventDateOf: (record: unknown) => textAtPath(record, datePath),
    subjectOf: (record: unknown) => subjectOf(subjectPaths, record),
    isPersonal,
    fieldAt: (pointer: string) => fields.get(dottedPathOf(pointer)),
  });
}

function personalParts(fields: readonly Field[]): Pick<DatasetSchema, 'personalFields' | 'personalPathsIn'> {
  const personalFields = fields.filter(isAlwaysPersonal).map(({ path }) => path);
  const sometimes = fields.filter((field) => field.personalWhen !== undefined);
  return {
    personalFields,
    personalPathsIn: (record: unknown) => {
      const here = sometimes.filter((field) => isPersonal(field, record));
      return here.length === 0 ? personalFields : [...personalFields, ...here.map(({ path }) => path)];
    },
  };
}

function isPersonal(field: Field, record: unknown): boolean {
  if (isAlwaysPersonal(field)) return true;
  const { personalWhen } = field;
  return personalWhen !== undefined && valueAtPath(record, personalWhen.path) === personalWhen.equals;
}

function isAlwaysPersonal({ fieldClass }: Field): boolean {
  return fieldClass === 'personal' || fieldClass === 'reporter';
}

function keyOf(keys: readonly Field[], record: unknown): readonly string[] | undefined {
  const values: string[] = [];
  for (const { path, isRequired } of keys) {
    const value = textAtPath(record, path);
    if (isRequired && (value === undefined || value === '')) return undefined;
    values.push(value ?? '');
  }
  return values;
}

function subjectOf(paths: readonly FieldPath[], record: unknown): string | undefined {
  for (const path of paths) {
    const value = textAtPath(record, path);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

function textAtPath(record: unknown, path: FieldPath): string | undefined {
  const value = valueAtPath(record, path);
  return typeof value === 'string' ? value : undefined;
}

function listAt(schema: JsonObject, name: string): readonly JsonValue[] {
  const value = schema[name];
  if (!Array.isArray(value)) throw new Error(`A record schema lacks ${name}`);
  return value;
}
