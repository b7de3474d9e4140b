import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileScope } from '../../../gateway/exchanges/scope.js';
import type { JsonObject, JsonValue } from '../../../schemas/json.js';
import { inspections, penalties } from '../../arbitraries/records.js';

/** Dotted paths of all values, entries of lists by the list's own path: `officers.name`. */
function pathsOf(value: JsonValue | undefined, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => pathsOf(entry, path));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, path === '' ? name : `${path}.${name}`));
}

function isCovered(path: string, fields: readonly string[]): boolean {
  return fields.some((field) => path === field || path.startsWith(`${field}.`));
}

describe('the scope of an agreement', () => {
  it('lets through what it names, whole objects with all below them, and each entry of a list', () => {
    const party = { name: 'a', idNumber: 'b' };
    const record: JsonObject = {
      documentNumber: '1',
      party,
      officers: [{ name: 'c', certificateNumber: 'd' }, { name: 'e' }],
      remark: 'f',
    };
    expect(compileScope(['party', 'officers.name', 'nothing.like.this'])(record)).toEqual({
      party,
      officers: [{ name: 'c' }, { name: 'e' }],
    });
    expect(compileScope(['party.name', 'party'])(record)).toEqual({ party });
    expect(compileScope(['party', 'party.name'])(record)).toEqual({ party });
    expect(compileScope(['*'])(record)).toBe(record);
    expect(compileScope([])(record)).toEqual({});
  });

  it('lets through exactly what it names, of every record', () => {
    const records = fc.oneof(penalties(), inspections()).map((record) => record as unknown as JsonObject);
    const situations = records.chain((record) => {
      const paths = [...new Set(pathsOf(record))];
      const parents = paths.flatMap((path) => path.split('.')[0] ?? []);
      return fc.record({ record: fc.constant(record), fields: fc.subarray([...new Set([...paths, ...parents])]) });
    });
    fc.assert(
      fc.property(situations, ({ record, fields }) => {
        const before = JSON.stringify(record);
        const scoped = compileScope(fields)(record);
        expect(new Set(pathsOf(scoped))).toEqual(new Set(pathsOf(record).filter((path) => isCovered(path, fields))));
        expect(record).toMatchObject(scoped);
        expect(JSON.stringify(record)).toBe(before);
      }),
      { numRuns: 300 },
    );
  });
});
