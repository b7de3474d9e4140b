import { describe, expect, it } from '@jest/globals';
import { compileMapping } from '../../mappings/compile.js';
import { withoutColumns } from '../../mappings/withheld.js';
import { loadCodeTables } from '../../schemas/code-tables.js';
import type { JsonObject } from '../../schemas/json.js';

const codeTables = loadCodeTables();
const reporterFields = new Set(['reporter', 'reporter.name', 'originalStatement']);
const stream = { system: 'hotline', stream: 'leads' };
const dataset = { dataset: 'complaint-lead' };

function compile(spec: JsonObject) {
  const reporter = (path: string): boolean => reporterFields.has(path);
  return compileMapping({ version: 1, ...spec }, { name: 'test/lead', codeTables, reporter });
}

/** Code and place of every mistake. */
function mistakes(spec: JsonObject): string[] {
  return (compile(spec).problems ?? []).map(({ code, path }) => `${code} ${path}`);
}

describe('columns that a mapping withholds', () => {
  const incoming = { from: stream, to: dataset, withhold: ['xm', 'yw'], fields: { code: { from: 'bh' } } };

  it('are known and told, so that whoever shows rows can leave them out', () => {
    expect(compile(incoming).mapping?.withheld).toEqual(['xm', 'yw']);
    expect(compile({ ...incoming, withhold: [] }).mapping?.withheld).toEqual([]);
  });

  it.each([
    ['a rule', { code: { from: 'xm' } }],
    ['a rule deep within', { code: { first: [{ from: 'bh' }, { from: 'yw.text' }] } }],
    ['a condition', { code: { from: 'bh', when: { xm: { exists: true } } } }],
    ['an expression', { code: { expr: '$uppercase(yw)' } }],
  ])('cannot be read by %s', (_, fields) => {
    expect(mistakes({ ...incoming, fields })).toEqual([expect.stringMatching(/^MAPPING_SPEC_COLUMN_CLASH \/withhold/)]);
  });

  it('are not there even for an expression over the whole row', () => {
    const { mapping } = compile({ ...incoming, fields: { code: { expr: '$string($)' } } });
    expect(mapping?.run({ bh: '1', xm: '秘', yw: '密' })).toEqual({ ok: true, record: { code: '{"bh":"1"}' } });
  });

  it('have to be names', () => {
    expect(mistakes({ ...incoming, withhold: 'xm' })).toEqual(['MAPPING_SPEC_SHAPE_WRONG /withhold']);
  });

  it('are cut off without changing the row that was given', () => {
    const row = { bh: '1', xm: '秘' };
    expect(withoutColumns(row, ['xm'])).toEqual({ bh: '1' });
    expect(row).toEqual({ bh: '1', xm: '秘' });
    expect(withoutColumns(row, ['yw'])).toBe(row);
  });
});

describe('fields that tell who reported', () => {
  it.each(['reporter.name', 'originalStatement'])('cannot be filled: %s', (field) => {
    expect(mistakes({ from: stream, to: dataset, fields: { [field]: { from: 'xm' } } })).toEqual([
      `MAPPING_SPEC_REPORTER_FIELD /fields/${field}`,
    ]);
  });

  it.each(['reporter', 'reporter.name', 'originalStatement'])('cannot be read: %s', (field) => {
    expect(mistakes({ from: dataset, to: stream, fields: { jbr: { from: field } } })).toEqual([
      'MAPPING_SPEC_REPORTER_FIELD /fields/jbr/from',
    ]);
  });

  it('are only those of the record: a system may call its own columns as it likes', () => {
    expect(mistakes({ from: stream, to: dataset, fields: { content: { from: 'originalStatement' } } })).toEqual([]);
  });
});
