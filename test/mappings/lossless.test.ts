import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileMapping, type Mapping } from '../../mappings/compile.js';
import { loadShipped } from '../../gateway/workspace/shipped.js';
import { manifestsOf } from '../../gateway/workspace/workspace.js';
import { loadCodeTables } from '../../schemas/code-tables.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { createValidator } from '../../schemas/validator.js';
import {
  crossDepartmentItems, enforcementOfficers, inspectionImplementationLists, jointInspectionTasks, mutualEvidence, spotCheckTasks, supervisionItems,
} from '../arbitraries/matters.js';
import { licences, penalties, today } from '../arbitraries/records.js';
import { compiled } from './sample.js';

const codeTables = loadCodeTables();
const mappings = new Map(
  manifestsOf('Mapping', loadShipped()).map(({ metadata: { name }, spec }): [string, Mapping] => {
    const { mapping, problems } = compileMapping(spec, { name, codeTables });
    if (mapping === undefined) throw new Error(JSON.stringify(problems));
    return [name, mapping];
  }),
);
const claims = [...mappings.values()].flatMap((mapping) => (mapping.lossless === undefined ? [] : [{ mapping, ...mapping.lossless }]));

/** Records of every kind that a dataset can hold; a claim about a dataset without them cannot be tested. */
const records: Readonly<Record<string, fc.Arbitrary<object>>> = {
  'administrative-penalty': penalties(),
  // The form explains a category only where it is another one.
  'administrative-licence': licences().map(({ licenceCategoryNote, ...licence }) =>
    licence.licenceCategory === '06' ? { ...licence, licenceCategoryNote } : licence,
  ),
  'cross-department-item': crossDepartmentItems(),
  'enforcement-officer': enforcementOfficers(),
  'inspection-implementation-list': inspectionImplementationLists(),
  'joint-inspection-task': jointInspectionTasks(),
  'mutual-evidence': mutualEvidence(),
  'spot-check-task': spotCheckTasks(),
  'supervision-item': supervisionItems(),
};

function recordsOf({ from }: Mapping): fc.Arbitrary<JsonObject> {
  const arbitrary = 'dataset' in from ? records[from.dataset] : undefined;
  if (arbitrary === undefined) throw new Error(`No records to test a claim about ${JSON.stringify(from)}`);
  return arbitrary.map((record) => structuredClone(record) as JsonObject);
}

/** What the one mapping writes, read back by the other. */
function thereAndBack(out: Mapping, back: Mapping, record: JsonObject): JsonObject {
  const sent = out.run(record);
  const read = sent.ok ? back.run(sent.record) : sent;
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.record;
}

/** The record without the fields at these dotted paths, `*` for the items of a list, and without what is undefined. */
function without(value: JsonValue, paths: readonly string[], outer = ''): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => without(item, paths, `${outer}*.`));
  const kept = Object.entries(value).filter(([name, inner]) => inner !== undefined && !paths.includes(outer + name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, without(inner, paths, `${outer}${name}.`)]));
}

/** Whether there is a value at a dotted path, `*` for any item of a list. */
function has(value: JsonValue | undefined, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return value !== undefined;
  if (value === null || typeof value !== 'object') return false;
  if (name === '*') return Array.isArray(value) && value.some((item) => has(item, rest));
  return !Array.isArray(value) && has(value[name], rest);
}

describe('a mapping that claims to lose nothing', () => {
  it('is there', () => {
    expect(claims.map(({ mapping }) => mapping.name)).toEqual(expect.arrayContaining(['credit-china-licence', 'credit-china-penalty']));
  });

  it.each(claims.map((claim) => [claim.mapping.name, claim] as const))('gives back every record, to the last digit: %s', (_name, { mapping, back, except }) => {
    const reader = mappings.get(back);
    if (reader === undefined) throw new Error(`There is no mapping ${back}`);
    fc.assert(fc.property(recordsOf(mapping), (record) => expect(thereAndBack(mapping, reader, record)).toEqual(without(record, except))));
  });

  it.each(Object.entries(records))('is tried with records that the validator finds right: %s', (dataset, arbitrary) => {
    const validator = createValidator();
    const problems = fc.sample(arbitrary, 50).flatMap((record) => validator.validate(dataset, structuredClone(record), { today }));
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([]);
  });

  it.each(claims.map((claim) => [claim.mapping.name, claim] as const))('excepts no field that comes back after all: %s', (_name, { mapping, back, except }) => {
    const reader = mappings.get(back);
    if (reader === undefined) throw new Error(`There is no mapping ${back}`);
    const backAfterAll = fc
      .sample(recordsOf(mapping), 50)
      .map((record) => thereAndBack(mapping, reader, record))
      .flatMap((record) => except.filter((path) => has(record, path.split('.'))));
    expect(backAfterAll).toEqual([]);
  });
});

describe('money and dates', () => {
  const money = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.nat(99)).map(([yuan, cents]) => `${yuan}.${String(cents).padStart(2, '0')}`);
  const units = ['分', '角', '元', '千元', '万元', '百万元', '亿元'];

  it('come back to the last digit from every unit', () => {
    fc.assert(
      fc.property(money, fc.constantFrom(...units), (amount, unit) => {
        const out = compiled({ x: { from: 'a', number: { unitFrom: '元', unitTo: unit, decimals: 12 } } });
        const back = compiled({ a: { from: 'x', number: { unitFrom: unit, unitTo: '元', scale: 2 } } });
        expect(thereAndBack(out, back, { a: amount })).toEqual({ a: amount });
      }),
    );
  });

  it('come back the same from every form of writing', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
    const forms = ['YYYYMMDD', 'YYYY年M月D日', 'YYYY/MM/DD', 'D.M.YYYY', 'YYYY-MM-DD HH:mm:ss'];
    fc.assert(
      fc.property(day, fc.constantFrom(...forms), (date, form) => {
        const out = compiled({ x: { from: 'a', date: { from: ['YYYY-MM-DD'], to: form } } });
        const back = compiled({ a: { from: 'x', date: [form] } });
        expect(thereAndBack(out, back, { a: date })).toEqual({ a: date });
      }),
    );
  });
});
