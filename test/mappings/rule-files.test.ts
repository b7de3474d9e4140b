import { describe, expect, it } from '@jest/globals';
import { judgeCreditChina } from '../../gateway/sandbox/receivers/credit-china-rules.js';
import type { Complaint } from '../../gateway/sandbox/receivers/field-rules.js';
import { deskForms } from '../../gateway/sandbox/receivers/forms/index.js';
import { judgeForm } from '../../gateway/sandbox/receivers/forms/form.js';
import { judgeGsxt } from '../../gateway/sandbox/receivers/gsxt-rules.js';
import { judgeInternetPlus } from '../../gateway/sandbox/receivers/internet-plus-rules.js';
import { compileMapping, type Mapping } from '../../mappings/compile.js';
import { compileCondition } from '../../mappings/conditions.js';
import { testMappings } from '../../mappings/mapping-test.js';
import type { MappingExample, MappingSpec } from '../../mappings/mapping-spec.js';
import { sourceOperators } from '../../mappings/operators.js';
import { loadCodeTables } from '../../schemas/code-tables.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { createValidator } from '../../schemas/validator.js';
import { mappingsIn, shippedMappings } from './shipped-mappings.js';

interface RuleFile {
  readonly metadata: { readonly name: string; readonly department: string };
  readonly spec: JsonObject & MappingSpec;
}

type Judge = (row: JsonObject) => readonly Complaint[];

const today = '2026-11-23';
const codeTables = loadCodeTables();
const validator = createValidator();
const manifests: readonly RuleFile[] = [...shippedMappings(), ...mappingsIn('examples/gannan/mappings')];
const cases = manifests.map((manifest) => [manifest.metadata.name, manifest] as const);
const sources = cases.filter(([, { spec }]) => 'system' in spec.from);
const targets = cases.filter(([, { spec }]) => 'dataset' in spec.from);

const internetPlus = { today, knowsInspection: () => true };
/** What the receivers say to a row, by the system and stream that a mapping writes for. */
const judges: Readonly<Record<string, Judge>> = {
  'credit-china/licences': (row) => judgeCreditChina('licences', row, { today }),
  'credit-china/penalties': (row) => judgeCreditChina('penalties', row, { today }),
  'gsxt/t_licence': (row) => judgeGsxt('t_licence', row, { today }),
  'gsxt/t_penalty': (row) => judgeGsxt('t_penalty', row, { today }),
  'internet-plus/inspections': (row) => judgeInternetPlus('inspections', row, internetPlus),
  'internet-plus/licences': (row) => judgeInternetPlus('licences', row, internetPlus),
  'internet-plus/penalties': (row) => judgeInternetPlus('penalties', row, internetPlus),
};

/** Every mapping for a receiver, with what that receiver says to a row. */
const judged = targets.map(([name, manifest]) => {
  const { to } = manifest.spec;
  if (!('system' in to)) throw new Error(`${name} is for no receiver`);
  return [name, manifest, judges[`${to.system}/${to.stream}`] ?? deskOf(to.system, to.stream)] as const;
});

function deskOf(system: string, stream: string): Judge {
  const form = deskForms[system]?.[stream];
  if (form === undefined) throw new Error(`Nobody judges rows of ${system}/${stream}`);
  return (row) => judgeForm(form, row, { today });
}

function examplesOf({ spec }: RuleFile): readonly MappingExample[] {
  return spec.examples ?? [];
}

function compiled(spec: JsonValue): Mapping {
  const { mapping, problems } = compileMapping(spec, { name: 'rule-file', codeTables });
  if (mapping === undefined) throw new Error(JSON.stringify(problems));
  return mapping;
}

/** Whether this rule alone, taken out of its file, gives a value. */
function gives({ spec }: RuleFile, rule: JsonValue): (input: JsonObject) => boolean {
  const mapping = compiled({ from: { system: 'one', stream: 'rule' }, to: spec.to as JsonObject, version: 1, fields: { value: rule } });
  return (input) => {
    const result = mapping.run(input);
    return result.ok && result.record['value'] !== undefined;
  };
}

/** The same value with one object in it replaced by another. */
function withReplaced(value: JsonValue, object: JsonObject, by: JsonObject): JsonValue {
  if (value === object) return by;
  if (Array.isArray(value)) return value.map((item) => withReplaced(item, object, by));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withReplaced(inner, object, by)]));
}

/** All objects within a rule file's fields: rules, their alternatives and their steps. */
function objectsWithin(value: JsonValue | undefined): JsonObject[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap(objectsWithin);
  return [value, ...Object.values(value).flatMap(objectsWithin)];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

describe('the rule files', () => {
  it('are all found', () => {
    expect(cases.map(([name]) => name)).toEqual(expect.arrayContaining(['credit-china-licence', 'double-publicity-2016-penalty', 'market-licence']));
    expect(manifests.length).toBeGreaterThanOrEqual(13);
  });

  it('fill every dataset from a department or platform, and give every one to a receiver', () => {
    const filled = sources.map(([, { spec }]) => ('dataset' in spec.to ? spec.to.dataset : ''));
    const given = targets.map(([, { spec }]) => ('dataset' in spec.from ? spec.from.dataset : ''));
    const missing = (names: readonly string[]): string[] => validator.datasets.filter((name) => !names.includes(name));
    expect({ filled: missing(filled), given: missing(given) }).toEqual({ filled: [], given: [] });
  });

  it.each(cases)('%s compiles, has at least two examples and they come out as foreseen', (_name, manifest) => {
    const { mappings } = testMappings([manifest], { codeTables });
    expect(mappings[0]?.mistakes).toEqual([]);
    expect(mappings[0]?.examples.flatMap(({ name, differences }) => differences.map((text) => `${name}: ${text}`))).toEqual([]);
    expect(mappings[0]?.examples.length).toBeGreaterThanOrEqual(2);
  });

  it.each(cases)('%s leaves no column untested or unmapped and sets every required target', (_name, manifest) => {
    const { mappings } = testMappings([manifest], { codeTables });
    expect(mappings[0]).toMatchObject({ columnsNeverUsed: [], columnsNotMapped: [], requiredNeverSet: [] });
  });

  it.each(cases)('%s shows every field, and every alternative of `first`, with a value', (_name, manifest) => {
    const inputs = examplesOf(manifest).map(({ input }) => input);
    const silent = Object.entries(manifest.spec.fields).flatMap(([target, rule]) => {
      const alternatives = isObject(rule) && Array.isArray(rule['first']) ? rule['first'] : [rule];
      return alternatives.flatMap((alternative, place) => {
        const own = gives(manifest, alternative);
        const before = alternatives.slice(0, place).map((earlier) => gives(manifest, earlier));
        const isReached = inputs.some((input) => own(input) && !before.some((earlier) => earlier(input)));
        return isReached ? [] : [`${target} ${place}`];
      });
    });
    expect(silent).toEqual([]);
  });

  it.each(cases)('%s shows every condition both ways and every code written into it', (_name, manifest) => {
    const inputs = examplesOf(manifest).map(({ input }) => input);
    // A rule within `each` reads an item, not the row.
    const scopes = inputs.flatMap((input) => objectsWithin(input));
    const rules = objectsWithin(manifest.spec.fields);
    const oneSided = rules.flatMap(({ when }) => {
      if (!isObject(when)) return [];
      return new Set(inputs.map(compileCondition(when))).size === 2 ? [] : [JSON.stringify(when)];
    });
    const unseen = Object.values(manifest.spec.fields).flatMap((whole) =>
      objectsWithin(whole).flatMap((part) => {
        const { codes } = part;
        if (!isObject(codes) || 'table' in codes) return [];
        // Steps of the items of a list give nothing by themselves: they are tried within the whole rule.
        const isRule = sourceOperators.some(({ name }) => name in part);
        const withOnly = (code: string): JsonValue =>
          isRule
            ? { ...part, codes: { [code]: 'seen' } }
            : withReplaced(whole, part, { ...part, codes: { [code]: 'seen', default: null } });
        return Object.keys(codes).filter((code) => !(isRule ? scopes : inputs).some(gives(manifest, withOnly(code))));
      }),
    );
    expect({ oneSided, unseen }).toEqual({ oneSided: [], unseen: [] });
  });
});

describe('the rule files for what departments give', () => {
  it.each(sources)('%s makes records that the validator finds right', (_name, manifest) => {
    const { to } = manifest.spec;
    const good = examplesOf(manifest).filter(({ errors }) => errors === undefined);
    const dataset = 'dataset' in to ? to.dataset : '';
    const problems = good.flatMap(({ name, output }) => validator.validate(dataset, output, { today }).map(({ code, path }) => [name, code, path]));
    expect(problems).toEqual([]);
  });

  it.each(sources)('%s names code and column of what cannot be mended', (_name, manifest) => {
    const errors = examplesOf(manifest).flatMap((example) => example.errors ?? []);
    expect(errors.filter(({ column }) => column !== undefined)).not.toEqual([]);
    // Lists of unequal length are a fault of several columns, so that only the field filled from them can be named.
    expect(errors.filter(({ column, path }) => (column ?? path) === undefined)).toEqual([]);
  });
});

describe('the rule files for what receivers take', () => {
  it.each(targets)('%s starts from records that the validator finds right', (_name, manifest) => {
    const { from } = manifest.spec;
    const dataset = 'dataset' in from ? from.dataset : '';
    const problems = examplesOf(manifest).flatMap(({ name, input }) => validator.validate(dataset, input, { today }).map(({ code, path }) => [name, code, path]));
    expect(problems).toEqual([]);
  });

  it('are there for every stream that the sandbox takes', () => {
    const streams = targets.map(([, { spec }]) => ('system' in spec.to ? `${spec.to.system}/${spec.to.stream}` : ''));
    const taken = Object.entries(deskForms).flatMap(([system, forms]) => Object.keys(forms).map((stream) => `${system}/${stream}`));
    expect([...Object.keys(judges), ...taken].filter((stream) => !streams.includes(stream))).toEqual([]);
  });

  it.each(judged)('%s makes rows that the receiver accepts', (_name, manifest, judge) => {
    const good = examplesOf(manifest).filter(({ errors }) => errors === undefined);
    expect(good.flatMap(({ name, output = {} }) => judge(output).map(({ code, text }) => [name, code, text]))).toEqual([]);
  });
});
