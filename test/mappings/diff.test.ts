import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diffMappings } from '../../mappings/diff.js';
import { compiled } from './sample.js';

const old = compiled({ code: { from: 'a', apply: ['trim'], required: true }, day: { from: 'b', date: ['YYYY-MM-DD'] } });
const now = compiled({ code: { from: 'a', apply: ['trim', 'upper'], required: true }, day: { from: 'b', date: ['YYYY-MM-DD', 'YYYY/M/D'] } });

const rows = [
  { position: 'row 1', row: { a: 'X', b: '2026-01-02' } },
  { position: 'row 2', row: { a: 'x', b: '2026-01-02' } },
  { position: 'row 3', row: { a: 'X', b: '2026/1/2' } },
];

describe('the difference of two mappings', () => {
  it('names the rows and the fields that change, with both values', async () => {
    expect(await diffMappings(old, now, rows, 10)).toEqual({
      rows: 3,
      changed: 2,
      brokenNow: 0,
      mendedNow: 1,
      byField: [
        { path: 'code', rows: 1 },
        { path: 'day', rows: 1 },
        { path: 'problems', rows: 1 },
      ],
      examples: [
        { position: 'row 2', wasGood: true, isGood: true, fields: [{ path: 'code', before: 'x', after: 'X' }] },
        {
          position: 'row 3',
          wasGood: false,
          isGood: true,
          fields: [
            { path: 'problems', before: 'MAPPING_DATE_NOT_READABLE b', after: undefined },
            { path: 'day', before: undefined, after: '2026-01-02' },
          ],
        },
      ],
    });
  });

  it('counts rows that would break', async () => {
    expect(await diffMappings(now, old, rows, 10)).toMatchObject({ brokenNow: 1, mendedNow: 0 });
  });

  it('shows no more rows than asked for, and counts them all', async () => {
    const { changed, examples } = await diffMappings(old, now, rows, 1);
    expect([changed, examples.length]).toEqual([2, 1]);
  });

  it('is nothing between a mapping and itself, whatever the rows', async () => {
    const row = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(fc.string(), fc.constant(null)), { noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(fc.array(row), async (given) => {
        const { changed } = await diffMappings(now, now, given.map((one, at) => ({ position: String(at), row: one })), 5);
        expect(changed).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});
