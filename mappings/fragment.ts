import type { ErrorCode } from '../schemas/errors.js';
import type { JsonObject, JsonValue } from '../schemas/json.js';
import { isObject } from './config-reading.js';

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

/** The program itself, as owner of rules, fragments and calendars that come with it; no department may be called so. */
export const shippedDepartment = 'jiantong';

/** What is wrong with a `use`: where below the mapping's spec, what stands there, and what should. */
export interface FragmentMistake {
  readonly code: Extract<ErrorCode, `CONFIG_FRAGMENT_${string}` | 'CONFIG_VALUE_WRONG'>;
  readonly path: string;
  readonly given: string;
  readonly expected?: { readonly zh: string; readonly en: string };
}

/** The fragment that a document of kind MappingFragment holds; its schema has been through it. */
export function fragmentOf({ metadata, spec }: { readonly metadata: { readonly department: string; readonly name: string }; readonly spec: JsonObject }): MappingFragment {
  const { parameters = [], fields } = spec as { parameters?: string[]; fields: JsonObject };
  return { department: metadata.department, name: metadata.name, parameters, fields };
}

/**
 * A mapping's spec with the rules of the fragments that it uses, as if they had been written out. A rule of the
 * mapping's own takes the place of a fragment's.
 */
export function withFragments(
  spec: JsonObject,
  department: string,
  fragments: readonly MappingFragment[],
): { readonly spec: JsonObject; readonly mistakes: readonly FragmentMistake[] } {
  const { use, ...rest } = spec;
  if (use === undefined) return { spec, mistakes: [] };
  const mistakes: FragmentMistake[] = [];
  if (!Array.isArray(use)) {
    const expected = { zh: '片段的列表', en: 'a list of fragments' };
    return { spec, mistakes: [{ code: 'CONFIG_VALUE_WRONG', path: '/use', given: shown(use), expected }] };
  }
  const own = isObject(rest['fields']) ? rest['fields'] : {};
  const taken = new Map<string, JsonValue>();
  for (const [index, entry] of use.entries()) {
    const path = `/use/${String(index)}`;
    const found = rulesOf(entry, department, fragments);
    if ('code' in found) {
      mistakes.push({ ...found, path });
      continue;
    }
    for (const [target, rule] of Object.entries(found.rules)) {
      if (Object.hasOwn(own, target)) continue;
      if (taken.has(target)) mistakes.push({ code: 'CONFIG_FRAGMENT_FIELD_TWICE', path, given: target });
      taken.set(target, rule);
    }
  }
  return { spec: { ...rest, fields: { ...Object.fromEntries(taken), ...own } }, mistakes };
}

/** The rules of one entry of `use`, its parameters filled in. */
function rulesOf(
  entry: JsonValue,
  department: string,
  fragments: readonly MappingFragment[],
): { readonly rules: JsonObject } | Omit<FragmentMistake, 'path'> {
  const wanted = useOf(entry);
  if (wanted === undefined) {
    const expected = { zh: '片段名，或 { fragment, with }', en: 'the name of a fragment, or { fragment, with }' };
    return { code: 'CONFIG_VALUE_WRONG', given: shown(entry), expected };
  }
  const fragment = find(wanted.fragment, department, fragments);
  if (fragment === undefined) {
    const known = fragments.map((one) => (one.department === department ? one.name : `${one.department}/${one.name}`)).join(', ');
    return { code: 'CONFIG_FRAGMENT_UNKNOWN', given: wanted.fragment, expected: { zh: known, en: known } };
  }
  const given = Object.keys(wanted.with);
  if (given.toSorted().join() !== fragment.parameters.toSorted().join()) {
    const list = fragment.parameters.join(', ') || '{}';
    return { code: 'CONFIG_FRAGMENT_PARAMETERS', given: given.join(', ') || '{}', expected: { zh: list, en: list } };
  }
  return { rules: filledIn(fragment.fields, wanted.with) as JsonObject };
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

function shown(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value).slice(0, 80);
}
