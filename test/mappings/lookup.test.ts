import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileMapping } from '../../mappings/compile.js';
import { referencesOf } from '../../mappings/references.js';
import type { JsonObject } from '../../schemas/json.js';
import { codeTables, compiled, specOf } from './sample.js';

const rule = { code: { from: 'sxmc', lookup: { dataset: 'supervision-item', by: 'name', gives: 'code' }, required: true } };
const items: readonly JsonObject[] = [
  { name: '对建筑施工企业的监管', code: '01170001010100' },
  { name: '对物业服务企业的监管', code: '01170001020100' },
  { name: '对物业服务企业的监管', code: '01170001020100' },
  { name: '重名事项', code: '1' },
  { name: '重名事项', code: '2' },
  { code: '3' },
];

describe('a look-up', () => {
  const mapping = compiled(rule);
  const run = (sxmc: string) => mapping.run({ sxmc }, referencesOf({ 'supervision-item': items }));

  it('gives the field of the record that has the value, whatever width and spaces', () => {
    expect(run('对建筑施工 企业的监管')).toEqual({ ok: true, record: { code: '01170001010100' } });
    expect(run('对物业服务企业的监管')).toEqual({ ok: true, record: { code: '01170001020100' } });
  });

  it.each([
    ['nobody has', '没有的事项', 'MAPPING_REFERENCE_MISSING'],
    ['two have that differ', '重名事项', 'MAPPING_REFERENCE_AMBIGUOUS'],
  ])('of a value that %s is a problem, told once', (_what, value, code) => {
    expect(run(value)).toMatchObject({ ok: false, problems: [{ code, column: 'sxmc', path: '/code', value, rule: 'lookup' }] });
  });

  it('finds nothing where no references are given', () => {
    expect(mapping.run({ sxmc: '对建筑施工企业的监管' })).toMatchObject({ ok: false, problems: [{ code: 'MAPPING_REFERENCE_MISSING' }] });
  });

  it('tells what it looks up', () => {
    expect(mapping.lookups).toEqual([{ dataset: 'supervision-item', by: 'name', gives: 'code' }]);
  });

  it('works for each item of a list', () => {
    const list = compiled({ codes: { from: 'sx', split: { by: '、', each: { lookup: { dataset: 'supervision-item', by: 'name', gives: 'code' } } } } });
    const result = list.run({ sx: '对建筑施工企业的监管、对物业服务企业的监管' }, referencesOf({ 'supervision-item': items }));
    expect(result).toEqual({ ok: true, record: { codes: ['01170001010100', '01170001020100'] } });
  });

  it('is refused on the way out', () => {
    const { problems } = compileMapping(
      { from: { dataset: 'inspection' }, to: { system: 'x', stream: 'y' }, version: 1, fields: rule },
      { name: 'out', codeTables },
    );
    expect(problems?.map(({ code, path }) => [code, path])).toEqual([['MAPPING_SPEC_LOOKUP_OUTGOING', '/fields/code/lookup']]);
  });

  it('names what is missing in its rule', () => {
    const { problems } = compileMapping(specOf({ code: { from: 'a', lookup: { dataset: 'supervision-item' } } }), { name: 'x', codeTables });
    expect(problems?.map(({ path }) => path)).toEqual(['/fields/code/lookup/by', '/fields/code/lookup/gives']);
  });

  it('finds exactly the records that were put in, with any names', () => {
    const records = fc.uniqueArray(fc.record({ name: fc.string({ minLength: 1, unit: 'binary' }), code: fc.string() }), {
      selector: ({ name }) => name.normalize('NFKC').replaceAll(/\s+/gu, ''),
    });
    fc.assert(
      fc.property(records, (all) => {
        const references = referencesOf({ 'supervision-item': all });
        return all.every(({ name, code }) => {
          const found = references.find({ dataset: 'supervision-item', by: 'name', gives: 'code' }, name);
          return typeof found === 'object' && found.value === code;
        });
      }),
    );
    expect(referencesOf({ __proto__: [] }).find({ dataset: 'toString', by: 'name', gives: 'code' }, 'x')).toBe('none');
  });
});
