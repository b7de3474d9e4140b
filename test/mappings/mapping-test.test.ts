import { describe, expect, it } from '@jest/globals';
import { testMappings } from '../../mappings/mapping-test.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { codeTables, specOf } from './sample.js';

function test(fields: JsonValue, more: JsonObject) {
  const manifest = { metadata: { name: 'penalty', department: 'demo' }, spec: specOf(fields, more) };
  const result = testMappings([manifest], { codeTables });
  const [report] = result.mappings;
  if (report === undefined) throw new Error('no report');
  return { result, report };
}

const fields = { number: { from: 'wsh', required: true }, day: { from: 'rq', date: ['YYYY-MM-DD'] } };

describe('testing mappings by their examples', () => {
  it('passes when records and problems come as foreseen', () => {
    const examples: JsonValue = [
      { name: 'good', input: { wsh: '1', rq: '2026-03-01' }, output: { number: '1', day: '2026-03-01' } },
      { name: 'bad', input: { wsh: '1', rq: 'soon' }, output: { number: '1' }, errors: [{ code: 'MAPPING_DATE_NOT_READABLE', column: 'rq' }] },
    ];
    const { result } = test(fields, { examples });
    expect(result).toMatchObject({ ok: true, exampleCount: 2, failedCount: 0 });
  });

  it('tells each difference', () => {
    const examples: JsonValue = [
      { name: 'other value', input: { wsh: '1' }, output: { number: '2' } },
      { name: 'other error', input: { rq: 'soon' }, errors: [{ code: 'MAPPING_DATE_NOT_READABLE', column: 'wsh' }] },
    ];
    const { result, report } = test(fields, { examples });
    expect(result).toMatchObject({ ok: false, failedCount: 2 });
    expect(report.examples.map(({ differences }) => differences)).toEqual([
      ['number: expected "2", got "1"'],
      [
        'missing: MAPPING_DATE_NOT_READABLE wsh',
        'unexpected: MAPPING_VALUE_MISSING wsh /number',
        'unexpected: MAPPING_DATE_NOT_READABLE rq /day',
      ],
    ]);
  });

  it('reports what the examples leave untested and what the mapping leaves out', () => {
    const examples: JsonValue = [{ name: 'bad', input: { sys: 'x', other: 'y' }, errors: [{ code: 'MAPPING_VALUE_MISSING' }] }];
    const { report } = test(fields, { examples, ignore: ['sys'] });
    expect(report).toMatchObject({ ok: true, columnsNeverUsed: ['wsh', 'rq'], columnsNotMapped: ['other'], requiredNeverSet: ['number'] });
  });

  it('reports declared columns that no rule reads', () => {
    const examples: JsonValue = [{ name: 'good', input: { wsh: '1', rq: '2026-03-01' }, output: { number: '1', day: '2026-03-01' } }];
    const { report } = test(fields, { examples, columns: ['wsh', 'rq', 'dh', 'sys'], ignore: ['sys'] });
    expect(report).toMatchObject({ ok: true, columnsNotMapped: ['dh'] });
  });

  it('fails a mapping without examples, and one that cannot be compiled', () => {
    expect(test(fields, {}).result.ok).toBe(false);
    const { report } = test({ a: { form: 'x' } }, {});
    expect(report).toMatchObject({ name: 'demo/penalty', ok: false, mistakes: [{ code: 'MAPPING_SPEC_WORD_UNKNOWN' }] });
  });
});
