import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileMapping, type Mapping } from '../../mappings/compile.js';
import { sourceOperators, stepOperators } from '../../mappings/operators.js';
import { transforms } from '../../mappings/transforms.js';
import { loadCodeTables } from '../../schemas/code-tables.js';
import { errorTable } from '../../schemas/errors.js';
import { shippedMappings } from './shipped-mappings.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { specOf } from './sample.js';

const codeTables = loadCodeTables();
const poisonedNames = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', '', '0', 'a.b', 'a[]'];
const poisonedTexts = ['\u0000', '\ud800', '\u202e', '１２３', '9'.repeat(500), '-0', '1e999', 'NaN', '2026-02-30', '二〇二六年', '[object Object]', '$eval(a)'];

/** Whatever a source may give, and more: every kind of JSON, deep, wide, with names that programs stumble over. */
const anyValue: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...poisonedTexts),
    fc.double({ noNaN: false }),
    fc.maxSafeInteger(),
    fc.constantFrom<JsonValue>(null, true, false),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.oneof(fc.constantFrom(...poisonedNames), fc.string({ maxLength: 6 })), tie('value')), { maxLength: 4 }).map(ownObject),
  ),
})).value;

/** An object that truly has a name such as `__proto__`, as JSON.parse makes it. */
function ownObject(entries: readonly (readonly [string, JsonValue])[]): JsonObject {
  const object: JsonObject = {};
  for (const [name, value] of entries) {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}

function compiled(spec: JsonValue, name: string): Mapping {
  const { mapping, problems } = compileMapping(spec, { name, codeTables });
  if (mapping === undefined) throw new Error(JSON.stringify(problems));
  return mapping;
}

const ruleFiles = shippedMappings().map(({ file, spec }) => [file, { spec }] as const);

/** A rule for each operator and transform, each reading a column of its own. */
const everyRule: JsonObject = {
  plain: { from: 'plain', required: true },
  deep: { from: 'a.b[0].c' },
  items: { from: 'list[].name', join: '、' },
  first: { first: [{ from: 'x', number: {} }, { from: 'y', date: ['YYYY-MM-DD', 'YYYY年M月D日', 'excel-serial', 'iso-instant'] }] },
  list: { list: [{ from: 'l', codes: { table: 'penalty-type', by: 'zh' } }] },
  zip: { zip: { name: { from: 'names', split: { by: '、' } }, code: { from: 'codes', split: { by: ';' } } } },
  amount: { amount: { figure: 'je', unit: '万元', words: 'nr', after: ['罚款'] } },
  money: { from: 'je', number: { unitFrom: '万元', unitTo: '元', scale: 2 } },
  each: { from: 'ry', each: { fields: { name: { from: 'xm', apply: ['trim'] }, number: { from: 'zjh' } } } },
  codes: { from: 'lb', codes: { 1: 'a', constructor: 'b', default: 'c' } },
  when: { from: 'w', when: { any: [{ lb: ['1', '2'] }, { not: { w: { exists: true } } }, { target: { plain: 'x' } }] } },
  expr: { expr: { text: '$uppercase($string(e)) & f', uses: ['e', 'f'] } },
  ...Object.fromEntries(transforms.map(({ name }) => [`transform-${name}`, { from: 't', apply: [name] }])),
};

/** Rows whose columns are those that the mapping reads, so that the values reach its rules. */
function rowsFor(mapping: Mapping, values: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonObject> {
  const names = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...mapping.columns) }, { weight: 1, arbitrary: fc.constantFrom(...poisonedNames) });
  return fc.array(fc.tuple(names, values), { maxLength: 30 }).map(ownObject);
}

function expectSoundResult(mapping: Mapping, row: JsonObject): void {
  const before = JSON.stringify(row);
  const result = mapping.run(row);
  const made = result.ok ? result.record : result.partial;
  expect([JSON.stringify(row), Object.getPrototypeOf(made)]).toEqual([before, Object.prototype]);
  if (result.ok) return;
  expect(result.problems.length).toBeGreaterThan(0);
  const unsound = result.problems.filter(
    ({ code, zh, en, fixZh, fixEn, rule }) => !Object.hasOwn(errorTable, code) || [zh, en, fixZh, fixEn, rule].includes('') || rule === undefined,
  );
  expect(unsound).toEqual([]);
}

describe('whatever a row holds, a mapping gives a record or typed problems, and leaves row and program as they were:', () => {
  it.each([...ruleFiles.map(([file, { spec }]) => [file, spec] as const), ['every operator and transform', specOf(everyRule)] as const])('%s', (name, spec) => {
    const mapping = compiled(spec, name);
    fc.assert(fc.property(rowsFor(mapping, anyValue), (row) => expectSoundResult(mapping, row)), { numRuns: 100 });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('values of a megabyte and nesting of ten thousand levels too', () => {
    const mapping = compiled(specOf(everyRule), 'large');
    let deep: JsonValue = 'end';
    for (let level = 0; level < 10_000; level++) deep = level % 2 === 0 ? [deep] : { name: deep };
    for (const value of ['9'.repeat(1_000_000), '、'.repeat(1_000_000), Array.from({ length: 100_000 }, () => 'x'), deep]) {
      const row = Object.fromEntries(mapping.columns.map((column) => [column, value]));
      const result = mapping.run(row);
      if (!result.ok) for (const { code, value: shown = '' } of result.problems) expect([code, shown.length <= 80]).toEqual([code, true]);
    }
  });

  it('and a row that is no row', () => {
    const mapping = compiled(specOf(everyRule), 'no row');
    fc.assert(fc.property(anyValue, (value) => expectSoundResult(mapping, value as JsonObject)), { numRuns: 300 });
  });
});

describe('whatever stands in a manifest, the compiler gives a mapping or mistakes:', () => {
  const words = [...sourceOperators, ...stepOperators].map(({ name }) => name);
  const anyRule = fc.dictionary(fc.constantFrom(...words, 'when', 'required', 'table', 'map', 'fields', 'by'), anyValue, { maxKeys: 4 });

  it('in place of any of its parts', () => {
    const part = fc.constantFrom('from', 'to', 'version', 'ignore', 'withhold', 'fields', 'examples');
    fc.assert(
      fc.property(part, anyValue, (name, value) => {
        const { mapping, problems = [] } = compileMapping(specOf({ x: { from: 'a' } }, { [name]: value }), { name: 'fuzz', codeTables });
        expect(mapping === undefined).toBe(problems.length > 0);
      }),
      { numRuns: 500 },
    );
  });

  it('half a character in a text', () => {
    const { problems = [] } = compileMapping(specOf({ x: { const: '\ud800' } }), { name: 'fuzz', codeTables });
    expect(problems.map(({ code, path }) => [code, path])).toEqual([['MAPPING_SPEC_SHAPE_WRONG', '']]);
  });

  it('and in a rule, made of the words of the language', () => {
    fc.assert(
      fc.property(anyRule, anyValue, (rule, value) => {
        const { mapping } = compileMapping(specOf({ x: rule }), { name: 'fuzz', codeTables });
        if (mapping !== undefined) expectSoundResult(mapping, { a: value });
      }),
      { numRuns: 600 },
    );
  });
});
