import type { JsonObject } from './json.js';
import type { MaskKind } from './masking.js';
import { isObject, objectAt, resolveField, textAt, type RecordSchemas } from './record-schemas.js';

/**
 * Who may see a field: everybody, authorities only, only those who need the person, and (of a lead)
 * nobody but the unit that handles it.
 */
export type FieldClass = 'public' | 'restricted' | 'personal' | 'reporter';

/** A way into a record, by names of properties. A list's entry is `*`: `['officers', '*', 'name']`. */
export type FieldPath = readonly string[];

/** One field of a dataset, at any depth. */
export interface Field {
  readonly path: FieldPath;
  /** Chinese title, with that of what it belongs to: 处罚机关·机关名称. */
  readonly titleZh: string;
  /** Whether every record has it: it and all that it belongs to are required. Never true within a list. */
  readonly isRequired: boolean;
  readonly fieldClass: FieldClass;
  /** How its value is hidden where it is personal. */
  readonly mask: MaskKind;
  /** Set where a public or restricted field is personal for some records. */
  readonly personalWhen?: { readonly path: FieldPath; readonly equals: string };
  readonly codeTable?: string;
  /** What the form is that a pattern asks for, in words. */
  readonly form?: { readonly zh: string; readonly en: string };
  /** All that the schema says of it, with what its `$ref` points to. */
  readonly schema: JsonObject;
}

interface Outer {
  readonly path: FieldPath;
  readonly titleZh: string;
  readonly isRequired: boolean;
}

/** All fields of a dataset's schema by dotted path, in the order of the schema. */
export function fieldsOf(schema: JsonObject, parts: RecordSchemas['parts']): Map<string, Field> {
  const fields = new Map<string, Field>();
  collect(schema, { path: [], titleZh: '', isRequired: true }, parts, fields);
  return fields;
}

/** The value at a path without `*`, undefined where the way ends early. */
export function valueAtPath(record: unknown, path: FieldPath): unknown {
  let value = record;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** The dotted path of the field at a JSON pointer: `/officers/0/name` is `officers.*.name`. */
export function dottedPathOf(pointer: string): string {
  return namesOfPointer(pointer)
    .map((name) => (/^\d+$/.test(name) ? '*' : name))
    .join('.');
}

/** The names in a JSON pointer, `/a~1b/0` is `a/b` and `0`. */
export function namesOfPointer(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function collect(
  schema: JsonObject,
  outer: Outer,
  parts: RecordSchemas['parts'],
  fields: Map<string, Field>,
): void {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const add = (name: string, source: JsonObject, isRequired: boolean): void => {
    const inner = resolveField(source, parts);
    const field = fieldOf(inner, name, outer, isRequired);
    fields.set(field.path.join('.'), field);
    collect(inner, field, parts, fields);
  };
  for (const [name, source] of Object.entries(objectAt(schema, 'properties'))) {
    if (isObject(source)) add(name, source, outer.isRequired && required.includes(name));
  }
  if (isObject(schema.items)) add('*', schema.items, false);
}

function fieldOf(schema: JsonObject, name: string, outer: Outer, isRequired: boolean): Field {
  const path = [...outer.path, name];
  return {
    path,
    // An entry of a list is called what the list is called.
    titleZh: name === '*' ? outer.titleZh : joinTitles(outer.titleZh, textAt(schema, 'title')),
    isRequired,
    fieldClass: (schema['x-class'] ?? 'public') as FieldClass,
    mask: (schema['x-mask'] ?? 'text') as MaskKind,
    personalWhen: personalWhenOf(schema, outer.path),
    codeTable: typeof schema['x-code-table'] === 'string' ? schema['x-code-table'] : undefined,
    form: formOf(schema),
    schema,
  };
}

function personalWhenOf(schema: JsonObject, outerPath: FieldPath): Field['personalWhen'] {
  const when = schema['x-personal-when'];
  if (!isObject(when)) return undefined;
  return { path: [...outerPath, textAt(when, 'field')], equals: textAt(when, 'equals') };
}

function formOf(schema: JsonObject): Field['form'] {
  const form = schema['x-form'];
  return isObject(form) ? { zh: textAt(form, 'zh'), en: textAt(form, 'en') } : undefined;
}

/** 行政相对人 and 行政相对人名称 make 行政相对人名称, 处罚机关 and 机关名称 make 处罚机关·机关名称. */
function joinTitles(outer: string, inner: string): string {
  return outer === '' || inner.startsWith(outer) ? inner : `${outer}·${inner}`;
}
