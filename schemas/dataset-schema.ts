import type { JsonObject, JsonValue } from './json.js';
import type { MaskKind } from './masking.js';
import { isObject, objectAt, resolveField, textAt, type RecordSchemas } from './record-schemas.js';

/**
 * Who may see a field: everybody, authorities only, only those who need the person, and (of a lead)
 * nobody but the unit that handles it.
 */
export type FieldClass = 'public' | 'restricted' | 'personal' | 'reporter';

/** One field of a dataset, at any depth. A list's entry has `*` in its path: `['officers', '*', 'name']`. */
export interface Field {
  readonly path: readonly string[];
  /** Chinese title, with that of what it belongs to: 处罚机关·机关名称. */
  readonly titleZh: string;
  readonly fieldClass: FieldClass;
  /** How its value is hidden where it is personal. */
  readonly mask: MaskKind;
  /** Set where a public or restricted field is personal for some records. */
  readonly personalWhen?: { readonly path: readonly string[]; readonly equals: string };
  readonly codeTable?: string;
  /** What the form is that a pattern asks for, in words. */
  readonly form?: { readonly zh: string; readonly en: string };
}

/** Another record that a record names. The dataset may be one that this gateway does not know (yet). */
export interface DatasetReference {
  readonly dataset: string;
  /** Where the name stands in this record. */
  readonly path: readonly string[];
  /** The field of the other dataset that it names. */
  readonly key: string;
}

/** What the schema of a dataset says about its records, ready to use. Paths are lists of property names. */
export interface DatasetSchema {
  readonly name: string;
  readonly version: string;
  readonly titleZh: string;
  readonly titleEn: string;
  /** Together unique within dataset and department; a field that a record lacks counts as absent. */
  readonly keyPaths: readonly (readonly string[])[];
  /** The day of the event, from which deadlines count. */
  readonly datePath: readonly string[];
  readonly references: readonly DatasetReference[];
  /** All fields by dotted path, in the order of the schema. */
  readonly fields: ReadonlyMap<string, Field>;
  /** Fields that are personal in every record; others are personal in some: `isPersonal`. */
  readonly personalFields: readonly (readonly string[])[];
  /** Chinese titles by dotted path. */
  readonly fieldTitles: ReadonlyMap<string, string>;
  /** Classes by dotted path. */
  readonly classes: ReadonlyMap<string, FieldClass>;
  /** Whether the field is personal in this record, such as the name of a party that is a natural person. */
  isPersonal(field: Field, record: unknown): boolean;
  /** The field at a JSON pointer into a record, `/officers/0/name`; undefined if the schema has none there. */
  fieldAt(pointer: string): Field | undefined;
}

/** Reads a dataset's schema. What is missing in it is a mistake of ours and throws a plain Error. */
export function describeDataset(
  name: string,
  schema: JsonObject,
  parts: RecordSchemas['parts'],
): DatasetSchema {
  const fields = new Map<string, Field>();
  collectFields(schema, [], '', parts, fields);
  const all = [...fields.values()];
  const title = objectAt(schema, 'x-title');
  const known = (path: JsonValue): readonly string[] => {
    const field = typeof path === 'string' ? fields.get(path) : undefined;
    if (field === undefined) throw new Error(`Dataset ${name} has no field ${JSON.stringify(path)}`);
    return field.path;
  };
  return Object.freeze({
    name,
    version: textAt(schema, 'x-version'),
    titleZh: textAt(title, 'zh'),
    titleEn: textAt(title, 'en'),
    keyPaths: listAt(schema, 'x-key').map(known),
    datePath: known(textAt(schema, 'x-date')),
    references: listAt(schema, 'x-references')
      .filter(isObject)
      .map((reference) => ({
        dataset: textAt(reference, 'dataset'),
        path: known(textAt(reference, 'field')),
        key: textAt(reference, 'key'),
      })),
    fields,
    personalFields: all.filter((field) => field.fieldClass === 'personal').map((field) => field.path),
    fieldTitles: new Map([...fields].map(([path, field]) => [path, field.titleZh])),
    classes: new Map([...fields].map(([path, field]) => [path, field.fieldClass])),
    isPersonal,
    fieldAt: (pointer: string) => fields.get(dottedPath(pointer)),
  });
}

/** The value at a path of property names, undefined where the way ends early. */
export function valueAtPath(record: unknown, path: readonly string[]): unknown {
  let value = record;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function isPersonal(field: Field, record: unknown): boolean {
  if (field.fieldClass === 'personal' || field.fieldClass === 'reporter') return true;
  return (
    field.personalWhen !== undefined &&
    valueAtPath(record, field.personalWhen.path) === field.personalWhen.equals
  );
}

/** `/officers/0/name` is the field `officers.*.name`. */
function dottedPath(pointer: string): string {
  return pointer
    .slice(1)
    .split('/')
    .map((part) => (/^\d+$/.test(part) ? '*' : part.replaceAll('~1', '/').replaceAll('~0', '~')))
    .join('.');
}

function collectFields(
  schema: JsonObject,
  path: readonly string[],
  title: string,
  parts: RecordSchemas['parts'],
  fields: Map<string, Field>,
): void {
  for (const [name, field] of Object.entries(objectAt(schema, 'properties'))) {
    if (isObject(field)) collectField(resolveField(field, parts), [...path, name], title, parts, fields);
  }
  if (isObject(schema.items))
    collectField(resolveField(schema.items, parts), [...path, '*'], title, parts, fields);
}

function collectField(
  schema: JsonObject,
  path: readonly string[],
  outerTitle: string,
  parts: RecordSchemas['parts'],
  fields: Map<string, Field>,
): void {
  // An entry of a list is called what the list is called.
  const titleZh = path.at(-1) === '*' ? outerTitle : joinTitles(outerTitle, textAt(schema, 'title'));
  fields.set(path.join('.'), fieldOf(schema, path, titleZh));
  collectFields(schema, path, titleZh, parts, fields);
}

function fieldOf(schema: JsonObject, path: readonly string[], titleZh: string): Field {
  const when = objectAt(schema, 'x-personal-when');
  const form = objectAt(schema, 'x-form');
  return {
    path,
    titleZh,
    fieldClass: (schema['x-class'] ?? 'public') as FieldClass,
    mask: (schema['x-mask'] ?? 'text') as MaskKind,
    personalWhen:
      typeof when.field === 'string'
        ? { path: [...path.slice(0, -1), when.field], equals: textAt(when, 'equals') }
        : undefined,
    codeTable: typeof schema['x-code-table'] === 'string' ? schema['x-code-table'] : undefined,
    form: typeof form.zh === 'string' ? { zh: form.zh, en: textAt(form, 'en') } : undefined,
  };
}

/** 行政相对人 and 行政相对人名称 make 行政相对人名称, 处罚机关 and 机关名称 make 处罚机关·机关名称. */
function joinTitles(outer: string, inner: string): string {
  return outer === '' || inner.startsWith(outer) ? inner : `${outer}·${inner}`;
}

function listAt(schema: JsonObject, name: string): readonly JsonValue[] {
  const value = schema[name];
  if (!Array.isArray(value)) throw new Error(`A record schema lacks ${name}`);
  return value;
}
