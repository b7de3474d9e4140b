import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { problemAt, shown, type ManifestProblem } from './manifest-problem.js';
import { oneOf } from './one-of.js';
import type { Manifest } from './resources.js';
import { shippedDepartment } from './shipped-department.js';

/** Rules that several mappings share. It is no resource: mappings take its rules over when their files are read. */
export interface MappingFragment {
  readonly department: string;
  readonly name: string;
  /** Names that stand in braces in its rules until a mapping says what they mean. */
  readonly parameters: readonly string[];
  readonly fields: JsonObject;
}

interface Use {
  readonly fragment: string;
  readonly with: Readonly<Record<string, string>>;
}

/** What a document of kind MappingFragment holds; its schema has been through it. */
export function fragmentOf({ metadata, spec }: Pick<Manifest, 'metadata' | 'spec'>): MappingFragment {
  const { parameters = [], fields } = spec as { parameters?: string[]; fields: JsonObject };
  return { department: metadata.department, name: metadata.name, parameters, fields };
}

/**
 * The mapping with the rules of the fragments that it uses, as if they had been written out: what is stored, versioned and
 * exported is complete, and a fragment that changes makes a new version of every mapping that uses it. A rule of the
 * mapping's own takes the place of a fragment's.
 */
export function withFragments(mapping: Manifest, fragments: readonly MappingFragment[]): { manifest: Manifest; problems: ManifestProblem[] } {
  const { use, ...spec } = mapping.spec;
  if (use === undefined) return { manifest: mapping, problems: [] };
  const problems: ManifestProblem[] = [];
  const own = isObject(spec['fields']) ? spec['fields'] : {};
  const taken = new Map<string, JsonValue>();
  const wrong = (path: string, facts: Parameters<typeof problemAt>[2], code: Parameters<typeof problemAt>[1]): void => {
    problems.push(problemAt(mapping, code, { path: `/spec/use${path}`, ...facts }));
  };
  if (!Array.isArray(use)) {
    wrong('', { given: shown(use), expected: { zh: '片段的列表', en: 'a list of fragments' } }, 'CONFIG_VALUE_WRONG');
    return { manifest: mapping, problems };
  }
  for (const [index, entry] of use.entries()) {
    const path = `/${String(index)}`;
    const wanted = useOf(entry);
    if (wanted === undefined) {
      wrong(path, { given: shown(entry), expected: { zh: '片段名，或 { fragment, with }', en: 'the name of a fragment, or { fragment, with }' } }, 'CONFIG_VALUE_WRONG');
      continue;
    }
    const fragment = find(wanted.fragment, mapping.metadata.department, fragments);
    if (fragment === undefined) {
      const known = fragments.map(({ department, name }) => (department === mapping.metadata.department ? name : `${department}/${name}`));
      wrong(path, { given: wanted.fragment, expected: oneOf(known, wanted.fragment) }, 'CONFIG_FRAGMENT_UNKNOWN');
      continue;
    }
    const differing = [
      ...fragment.parameters.filter((name) => !Object.hasOwn(wanted.with, name)),
      ...Object.keys(wanted.with).filter((name) => !fragment.parameters.includes(name)),
    ];
    if (differing.length > 0) {
      const list = fragment.parameters.join(', ') || '{}';
      wrong(path, { given: Object.keys(wanted.with).join(', ') || '{}', expected: { zh: list, en: list } }, 'CONFIG_FRAGMENT_PARAMETERS');
      continue;
    }
    for (const [target, rule] of Object.entries(filledIn(fragment.fields, wanted.with) as JsonObject)) {
      if (Object.hasOwn(own, target)) continue;
      if (taken.has(target)) wrong(path, { given: target }, 'CONFIG_FRAGMENT_FIELD_TWICE');
      taken.set(target, rule);
    }
  }
  return { manifest: { ...mapping, spec: { ...spec, fields: { ...Object.fromEntries(taken), ...own } } }, problems };
}

/** A bare name is the own department's, or else one that comes with the program. */
function find(reference: string, department: string, fragments: readonly MappingFragment[]): MappingFragment | undefined {
  const [name, owner] = reference.split('/').toReversed();
  const of = (wanted: string): MappingFragment | undefined => fragments.find((one) => one.name === name && one.department === wanted);
  return owner === undefined ? (of(department) ?? of(shippedDepartment)) : of(owner);
}

function useOf(entry: JsonValue): Use | undefined {
  if (typeof entry === 'string') return { fragment: entry, with: {} };
  if (!isObject(entry)) return undefined;
  const { fragment, with: given = {}, ...rest } = entry;
  if (typeof fragment !== 'string' || !isObject(given) || Object.keys(rest).length > 0) return undefined;
  const isText = Object.values(given).every((value) => typeof value === 'string');
  return isText ? { fragment, with: given as Record<string, string> } : undefined;
}

/** Puts the parameters' values in the place of their names in braces, in texts and in the names of fields and columns. */
function filledIn(value: JsonValue, given: Readonly<Record<string, string>>): JsonValue {
  if (typeof value === 'string') return textFilledIn(value, given);
  if (Array.isArray(value)) return value.map((item) => filledIn(item, given));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [textFilledIn(name, given), filledIn(inner, given)]));
}

function textFilledIn(text: string, given: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(given, name) ? (given[name] ?? '') : whole));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
