import { compileMapping, type Mapping } from '../../mappings/compile.js';
import type { Lookup } from '../../mappings/references.js';
import type { MappingMistake } from '../../mappings/mistake.js';
import type { DatasetSchema } from '../../schemas/dataset-schema.js';
import { fieldPrivacy } from '../../schemas/field-privacy.js';
import type { JsonObject } from '../../schemas/json.js';
import type { CheckContext } from './check.js';
import { oneOf } from './one-of.js';
import { pointerToken, shown, valueAt } from './manifest-problem.js';
import type { Manifest } from './resources.js';

/** A mapping's rules by themselves, and its fields against the dataset that it fills or reads. */
export function checkMapping(manifest: Manifest, context: CheckContext): void {
  const { department, name } = manifest.metadata;
  const schema = datasetsOf(manifest.spec).flatMap((dataset) => context.datasets.get(dataset) ?? []).at(0);
  const { mapping, problems = [] } = compileMapping(manifest.spec, {
    name: `${department}/${name}`,
    codeTables: context.codeTables,
    ...fieldPrivacy(schema),
  });
  reportMistakes(manifest, '/spec', problems, context);
  if (mapping !== undefined && schema !== undefined) checkFields(manifest, mapping, schema, context);
  for (const lookup of mapping?.lookups ?? []) checkLookup(manifest, lookup, context);
  for (const side of ['from', 'to']) {
    const path = `/spec/${side}/dataset`;
    const dataset = valueAt(manifest.spec, `/${side}/dataset`);
    if (typeof dataset !== 'string' || context.datasets.has(dataset)) continue;
    context.report(manifest, 'CONFIG_DATASET_UNKNOWN', { path, given: shown(dataset), expected: oneOf(context.datasets.keys(), dataset) });
  }
}

/** The datasets that a mapping says it reads or fills, known or not: one, if it is right. */
export function datasetsOf(spec: JsonObject): readonly string[] {
  const named = ['/from/dataset', '/to/dataset'].map((path) => valueAt(spec, path));
  return named.filter((dataset) => typeof dataset === 'string');
}

/** A field that the dataset has not would make every single record wrong, or leave a receiver's field empty for ever. */
function checkFields(manifest: Manifest, mapping: Mapping, schema: DatasetSchema, context: CheckContext): void {
  if ('dataset' in mapping.to) {
    for (const target of mapping.targets) {
      if (schema.fields.has(target)) continue;
      const path = `/spec/fields/${pointerToken(target)}`;
      context.report(manifest, 'CONFIG_DATASET_FIELD_UNKNOWN', { path, given: target, expected: oneOf(fieldsBeside(schema, target)) });
    }
    return;
  }
  const known = fieldsBeside(schema, '');
  for (const column of mapping.columns) {
    if (schema.fields.has(column)) continue;
    context.report(manifest, 'CONFIG_DATASET_FIELD_UNKNOWN', { path: '/spec/fields', given: column, expected: oneOf(known) });
  }
}

/** What is looked up has to be a dataset's field, and an open one: a personal field is sealed where it is stored. */
function checkLookup(manifest: Manifest, { dataset, by, gives }: Lookup, context: CheckContext): void {
  const path = '/spec/fields';
  const schema = context.datasets.get(dataset);
  if (schema === undefined) {
    context.report(manifest, 'CONFIG_DATASET_UNKNOWN', { path, given: dataset, expected: oneOf(context.datasets.keys(), dataset) });
    return;
  }
  const privacy = fieldPrivacy(schema);
  for (const field of [by, gives]) {
    if (!schema.fields.has(field)) context.report(manifest, 'CONFIG_DATASET_FIELD_UNKNOWN', { path, given: field, expected: oneOf(fieldsBeside(schema, field)) });
    else if (privacy.personal(field) || privacy.reporter(field)) context.report(manifest, 'CONFIG_LOOKUP_FIELD_SEALED', { path, given: field });
  }
}

const alikeLength = 4;

/** The fields of the object that a field would belong to, those that begin alike first; or else of the record. */
function fieldsBeside(schema: DatasetSchema, target: string): readonly string[] {
  const outer = target.slice(0, target.lastIndexOf('.') + 1);
  const inner = [...schema.fields.keys()].filter((path) => path.startsWith(outer) && !path.slice(outer.length).includes('.'));
  const fields = inner.length > 0 ? inner : [...schema.fields.keys()].filter((path) => !path.includes('.'));
  const alike = (path: string): boolean => target !== '' && path.startsWith(target.slice(0, outer.length + alikeLength));
  return fields.toSorted((a, b) => Number(alike(b)) - Number(alike(a)));
}

/** The compiler's own words, at the line in the file. Its sentences already say what was expected. */
export function reportMistakes(manifest: Manifest, base: string, mistakes: readonly MappingMistake[], context: CheckContext): void {
  for (const { code, path, given, zh, en } of mistakes) context.report(manifest, code, { path: `${base}${path}`, given, zh, en });
}
