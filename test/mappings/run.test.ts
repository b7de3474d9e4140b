import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { compiled } from './sample.js';

/** A mapping with every operator but `expr`, which has its own tests because it is slow. */
const everything = compiled({
  number: { from: 'a', number: { unitFrom: '万元', unitTo: '元', scale: 2 }, required: true },
  day: { from: 'b', date: ['YYYY-MM-DD', 'YYYY年M月D日', 'excel-serial', 'iso-instant'] },
  'party.name': { from: 'c', apply: ['trim', 'half-width', 'document-number', 'credit-code', 'mask-name', 'mask-id', 'none-text'] },
  'party.kind': { from: 'd.e', codes: { table: 'penalty-type', by: 'zh', default: null } },
  'party.deep.kind': { from: 'd.f[].g', each: { codes: { 1: 'x' } }, join: ';' },
  types: { from: 'e', split: { by: ';；', each: { codes: { 1: 'x', 2: 'y' } } } },
  people: { from: 'f', each: { fields: { name: { from: 'n', apply: ['trim'], required: true }, all: { from: '.' } } } },
  pairs: { zip: { a: { from: 'a', split: { by: ',' } }, b: { from: 'b', split: { by: ',' } } } },
  either: { first: [{ from: 'x', when: { 'y.z': ['1', true] } }, { from: '__proto__' }, { from: 'constructor' }] },
  both: { list: [{ from: 'a' }, { const: '-' }, { from: 'b' }], join: '' },
  whole: { from: 'g', when: { target: { 'party.name': { exists: true } } } },
});

const names = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'n', 'x', 'y', '__proto__', 'constructor', 'toString');
const likelyText = fc.constantFrom('0.2', '1,234', '2000元', '2026-03-01', '2026年3月1日', '46082', '1;2', '警告', ' ', '无', '州罚[2026]1号');
const { row } = fc.letrec<{ value: JsonValue; row: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    likelyText,
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('row'),
  ),
  // Rows as JSON.parse makes them, so that `__proto__` is an own property.
  row: fc.dictionary(names, tie('value'), { maxKeys: 8, noNullPrototype: true }) as fc.Arbitrary<JsonObject>,
}));

describe('mapping a row', () => {
  it('never throws, and gives either a record or problems with what could be mapped', () => {
    fc.assert(
      fc.property(row, (input) => {
        const result = everything.run(input);
        if (result.ok) expect(Object.keys(result.record).length).toBeGreaterThan(0);
        else expect(result.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 3000 },
    );
  });

  it('gives the same for the same row, and leaves the row as it was', () => {
    fc.assert(
      fc.property(row, (input) => {
        const before = JSON.stringify(input);
        const first = everything.run(input);
        expect(everything.run(input)).toEqual(first);
        expect(JSON.stringify(input)).toBe(before);
      }),
      { numRuns: 500 },
    );
  });

  it('puts no undefined values and no empty objects into the record', () => {
    fc.assert(
      fc.property(row, (input) => {
        const result = everything.run(input);
        const record = result.ok ? result.record : result.partial;
        expect(Object.values(record)).not.toContain(undefined);
        expect(record['party']).not.toEqual({});
        if (record['party'] !== undefined) expect(Object.values(record['party'] ?? {})).not.toContain(undefined);
      }),
      { numRuns: 500 },
    );
  });

  it('survives values that are nested without end, or no JSON at all', () => {
    let deep: JsonValue = 'x';
    for (let level = 0; level < 20_000; level++) deep = level % 2 === 0 ? [deep] : { n: deep };
    const circle: JsonObject = {};
    circle['n'] = circle;
    const strange: unknown[] = [deep, circle, undefined, Symbol('x'), () => 1, 1n, new Date(0), Number.NaN, new Map()];
    for (const value of strange) {
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
        expect(() => everything.run({ a: '1', c: '甲乙', [name]: value as JsonValue })).not.toThrow();
      }
    }
    expect(everything.run({ a: '1', c: '甲乙', g: deep })).toMatchObject({ problems: [{ code: 'MAPPING_VALUE_TOO_LARGE', value: '{…}' }] });
  });

  it.each([null, 'row', 7, ['a']])('reports a row that is %j', (input) => {
    const result = everything.run(input as unknown as JsonObject);
    expect(result).toMatchObject({ ok: false, partial: {}, problems: [{ code: 'MAPPING_ROW_NOT_AN_OBJECT' }] });
  });

  it('sets the fields in the order of the mapping, whichever are there', () => {
    const mapping = compiled({ a: { from: 'a' }, 'b.x': { from: 'b' }, c: { from: 'c' }, 'b.y': { from: 'd' } });
    fc.assert(
      fc.property(fc.record({ a: fc.string(), b: fc.string(), c: fc.string(), d: fc.string() }, { requiredKeys: [] }), (input) => {
        const result = mapping.run(input);
        const keys = result.ok ? Object.keys(result.record) : [];
        expect(keys).toEqual(['a', 'b', 'c'].filter((key) => keys.includes(key)));
      }),
    );
  });

  it('holds back after a hundred problems of one row', () => {
    const mapping = compiled({ x: { from: 'v', split: { by: ';', each: { codes: { 1: 'a' } } } } });
    const result = mapping.run({ v: '9;'.repeat(900) });
    expect(result.ok ? 0 : result.problems.length).toBe(100);
  });

  it('works for more fields than a mask has bits', () => {
    const fields = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`f${index}`, { from: `c${index}` }]));
    const input = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`c${index * 2}`, index]));
    const result = compiled(fields).run(input);
    expect(result).toEqual({ ok: true, record: Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`f${index * 2}`, index])) });
  });
});

describe('a compiled mapping', () => {
  it('says which columns it reads, which targets it fills, and by which text', () => {
    const fields = { 'a.b': { from: 'x.y', when: { z: '1' }, required: true }, c: { zip: { d: { from: 'list' } } } };
    const mapping = compiled(fields, { ignore: ['q'] });
    expect(mapping).toMatchObject({ columns: ['x', 'z', 'list'], ignored: ['q'], targets: ['a.b', 'c'], requiredTargets: ['a.b'], version: 1 });
    expect(mapping.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has the same digest whatever order the text was written in, and another for other rules', () => {
    const digest = (rule: JsonObject) => compiled({ a: rule }).digest;
    expect(digest({ from: 'x', required: true })).toBe(digest({ required: true, from: 'x' }));
    expect(digest({ from: 'x' })).not.toBe(digest({ from: 'y' }));
  });
});
