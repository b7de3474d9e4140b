import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { join, split } from '../../../gateway/sealing/split.js';
import { GatewayError } from '../../../schemas/errors.js';
import { createValidator } from '../../../schemas/validator.js';
import type { JsonObject, JsonValue } from '../../../schemas/json.js';

const names = fc.constantFrom('a', 'b', 'c');
const { record } = fc.letrec<{ value: JsonValue; list: JsonValue[]; record: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<JsonValue>(null, true, 0, '', '某'),
    tie('list'),
    tie('record'),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }),
  record: fc.dictionary(names, tie('value'), { noNullPrototype: true }),
}));
const path = fc.array(fc.oneof(names, fc.constant('*')), { minLength: 1, maxLength: 4 });
const paths = fc.array(path, { maxLength: 4 });

/** What stands at a path, found apart from the code under test. */
function found(value: JsonValue | undefined, way: readonly string[]): JsonValue[] {
  const [name, ...rest] = way;
  if (value === undefined) return [];
  if (name === undefined) return [value];
  if (Array.isArray(value)) return name === '*' ? value.flatMap((entry) => found(entry, rest)) : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.hasOwn(value, name) ? found(value[name], rest) : [];
}

describe('parting a record', () => {
  it('gives the same record when its parts are joined, and leaves the record as it was', () => {
    fc.assert(
      fc.property(record, paths, (whole, personalPaths) => {
        const before = structuredClone(whole);
        const { open, personal } = split(whole, personalPaths);
        expect(join(open, personal)).toEqual(whole);
        expect(whole).toEqual(before);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves nothing personal in the open part', () => {
    fc.assert(
      fc.property(record, paths, (whole, personalPaths) => {
        const { open } = split(whole, personalPaths);
        for (const way of personalPaths) {
          // An entry of a list leaves a null in its place.
          expect(found(open, way).filter((value) => value !== null || way.at(-1) !== '*')).toEqual([]);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('seals something exactly where there is something personal, and else gives the record itself', () => {
    fc.assert(
      fc.property(record, paths, (whole, personalPaths) => {
        const isThere = personalPaths.some((way) => found(whole, way).length > 0);
        const { open, personal } = split(whole, personalPaths);
        expect(personal !== null).toBe(isThere);
        if (!isThere) expect(open).toBe(whole);
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes fields out of objects and lists and leaves their neighbours', () => {
    const officers: JsonObject[] = [{ name: '甲', certificate: '1' }, { certificate: '2' }];
    const whole = {
      party: { category: 'legal-person', idNumber: '1' },
      officers,
      decisionDate: '2026-03-02',
    };
    expect(split(whole, [['party', 'idNumber'], ['officers', '*', 'name'], ['phone']])).toEqual({
      open: {
        party: { category: 'legal-person' },
        officers: [{ certificate: '1' }, { certificate: '2' }],
        decisionDate: '2026-03-02',
      },
      personal: { party: { idNumber: '1' }, officers: [{ name: '甲' }, null] },
    });
  });

  it('does not reach into what an object inherits', () => {
    const inherited: JsonObject = Object.create({ a: 'inherited' });
    expect(split(inherited, [['a']]).personal).toBeNull();
  });
});

describe('personal fields of a dataset', () => {
  const validator = createValidator();

  const withPersonalFields = validator.datasets.filter((name) => validator.dataset(name).personalFields.length > 0);

  it('are those of most datasets', () => {
    expect(withPersonalFields).toEqual(expect.arrayContaining(['administrative-penalty', 'enforcement-officer', 'inspection']));
  });

  it.each(withPersonalFields)(
    'of %s: each that its schema calls personal is sealed and comes back',
    (name) => {
      const schema = validator.dataset(name);
      for (const way of schema.personalFields) {
        const whole = recordWith(way);
        const { open, personal } = split(whole, schema.personalPathsIn(whole));
        expect(found(open, way)).toEqual([]);
        expect(found(personal ?? {}, way)).toEqual(['某']);
        expect(join(open, personal)).toEqual(whole);
      }
    },
  );
});

/** A record with one value, at the path; `*` is a list of one entry. */
function recordWith(way: readonly string[]): JsonObject {
  const made = way.reduceRight<JsonValue>(
    (inner, name) => (name === '*' ? [inner] : { [name]: inner }),
    '某',
  );
  return made as JsonObject;
}

describe('joining parts', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['two values for one field', { a: 'open' }, { a: 'personal' }],
    ['lists of different length', { a: [{}, {}] }, { a: [{ b: '1' }] }],
    ['an object and a list', { a: {} }, { a: ['1'] }],
  ])('refuses %s', (_name, open, personal) => {
    expect(() => join(open, personal)).toThrow(
      expect.objectContaining({ name: GatewayError.name, code: 'SEALING_PARTS_MISMATCH' }),
    );
  });

  it('keeps a property called __proto__ a plain property', () => {
    const joined = join({ a: 1 }, JSON.parse('{"__proto__":{"b":2}}') as JsonObject);
    expect(Object.getPrototypeOf(joined)).toBe(Object.prototype);
    expect(JSON.stringify(joined)).toBe('{"a":1,"__proto__":{"b":2}}');
    const deeper = join(joined, JSON.parse('{"__proto__":{"c":3}}') as JsonObject);
    expect(Object.getPrototypeOf(deeper)).toBe(Object.prototype);
    expect(JSON.stringify(deeper)).toBe('{"a":1,"__proto__":{"b":2,"c":3}}');
  });
});
