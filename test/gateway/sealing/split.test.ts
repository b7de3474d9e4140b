import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSplit, join, personalFieldsOf, type PersonalField } from '../../../gateway/sealing/split.js';
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
const field: fc.Arbitrary<PersonalField> = fc.record(
  {
    path,
    when: fc.record({
      path: fc.array(names, { minLength: 1, maxLength: 2 }),
      equals: fc.constantFrom('', '某'),
    }),
  },
  { requiredKeys: ['path'] },
);
const fields = fc.array(field, { maxLength: 4 });

/** What stands at a path, found apart from the code under test. */
function found(value: JsonValue | undefined, way: readonly string[]): JsonValue[] {
  const [name, ...rest] = way;
  if (value === undefined) return [];
  if (name === undefined) return [value];
  if (Array.isArray(value)) return name === '*' ? value.flatMap((entry) => found(entry, rest)) : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.hasOwn(value, name) ? found(value[name], rest) : [];
}

function isSealed({ when }: PersonalField, whole: JsonObject): boolean {
  return when === undefined || found(whole, when.path).includes(when.equals);
}

describe('parting a record', () => {
  it('gives the same record when its parts are joined, and leaves the record as it was', () => {
    fc.assert(
      fc.property(record, fields, (whole, personalFields) => {
        const before = structuredClone(whole);
        const { open, personal } = createSplit(personalFields)(whole);
        expect(join(open, personal)).toEqual(whole);
        expect(whole).toEqual(before);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves nothing personal in the open part', () => {
    fc.assert(
      fc.property(record, fields, (whole, personalFields) => {
        const { open } = createSplit(personalFields)(whole);
        for (const one of personalFields.filter((each) => isSealed(each, whole))) {
          // An entry of a list leaves a null in its place.
          expect(found(open, one.path).filter((value) => value !== null || one.path.at(-1) !== '*')).toEqual(
            [],
          );
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes nothing else out of it', () => {
    fc.assert(
      fc.property(record, fields, (whole, personalFields) => {
        const sealed = personalFields.filter((each) => isSealed(each, whole));
        const isThere = sealed.some((each) => found(whole, each.path).length > 0);
        const { open, personal } = createSplit(personalFields)(whole);
        expect(personal === null).toBe(!isThere);
        if (!isThere) expect(open).toBe(whole);
      }),
      { numRuns: 1_000 },
    );
  });

  it('seals fields inside objects and lists, and a conditional field only where its condition holds', () => {
    const split = createSplit([
      { path: ['party', 'idNumber'] },
      { path: ['officers', '*', 'name'] },
      { path: ['party', 'name'], when: { path: ['party', 'category'], equals: 'natural-person' } },
    ]);
    const officers: JsonObject[] = [{ name: '甲', certificate: '1' }, { certificate: '2' }];
    const person = { party: { category: 'natural-person', name: '某甲', idNumber: '1' }, officers };
    expect(split(person)).toEqual({
      open: { party: { category: 'natural-person' }, officers: [{ certificate: '1' }, { certificate: '2' }] },
      personal: { party: { name: '某甲', idNumber: '1' }, officers: [{ name: '甲' }, null] },
    });
    const company = { party: { category: 'legal-person', name: '某公司' } };
    expect(split(company)).toEqual({ open: company, personal: null });
  });

  it('does not reach into what an object inherits', () => {
    const inherited: JsonObject = Object.create({ a: 'inherited' });
    expect(createSplit([{ path: ['a'] }])(inherited).personal).toBeNull();
  });
});

describe('personal fields of a dataset', () => {
  const validator = createValidator();

  it.each(validator.datasets)(
    'of %s part every field that its schema calls personal, and join again',
    (name) => {
      const schema = validator.dataset(name);
      const split = createSplit(personalFieldsOf(schema.fields.values()));
      expect(schema.personalFields.length).toBeGreaterThan(0);
      for (const way of schema.personalFields) {
        const whole = recordWith(way);
        const { open, personal } = split(whole);
        expect(found(open, way)).toEqual([]);
        expect(found(personal ?? {}, way)).toEqual(['某']);
        expect(join(open, personal)).toEqual(whole);
      }
    },
  );

  it('hold the name of a party that is a natural person and not that of a company', () => {
    const penalty = validator.dataset('administrative-penalty');
    const split = createSplit(personalFieldsOf(penalty.fields.values()));
    const conditional = [...penalty.fields.values()].find(({ personalWhen }) => personalWhen !== undefined);
    const when = conditional?.personalWhen;
    if (!conditional || !when) throw new Error('a penalty has a field that is personal in some records');
    const named = (category: string): JsonObject =>
      merged(recordWith(conditional.path), recordWith(when.path, category));
    expect(split(named(when.equals)).personal).toEqual(recordWith(conditional.path));
    expect(split(named('another'))).toEqual({ open: named('another'), personal: null });
  });
});

/** A record with one value, at the path; `*` is a list of one entry. */
function recordWith(way: readonly string[], value = '某'): JsonObject {
  const made = way.reduceRight<JsonValue>(
    (inner, name) => (name === '*' ? [inner] : { [name]: inner }),
    value,
  );
  return made as JsonObject;
}

function merged(first: JsonObject, second: JsonObject): JsonObject {
  const whole = { ...first };
  for (const [name, value] of Object.entries(second)) {
    const known = whole[name];
    whole[name] = known === undefined ? value : merged(known as JsonObject, value as JsonObject);
  }
  return whole;
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
  });
});
