import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findPoison, hasLoneSurrogate } from '../../schemas/poison.js';

describe('poison in a row', () => {
  it('is found in every cell, with its place', () => {
    const row = { a: 'x\u0000', b: { c: ['fine', 'y\ud800', 'long'.repeat(5)] }, 'd/e~f': '\udc00' };
    expect(findPoison(row, 10)).toEqual([
      { code: 'RECORD_TEXT_HAS_NUL', path: '/a' },
      { code: 'RECORD_TEXT_LONE_SURROGATE', path: '/b/c/1' },
      { code: 'RECORD_CELL_TOO_LONG', path: '/b/c/2' },
      { code: 'RECORD_TEXT_LONE_SURROGATE', path: '/d~1e~0f' },
    ]);
  });

  it('is found in names of properties, at the object that has them', () => {
    expect(findPoison({ a: { 'b\u0000': 1 } }, 10)).toEqual([{ code: 'RECORD_TEXT_HAS_NUL', path: '/a' }]);
  });

  it('is not seen where there is none', () => {
    expect(findPoison({ a: '𠮷野家', b: [1, true, null, { c: '' }] }, 10)).toEqual([]);
    expect(findPoison('票', 1)).toEqual([]);
    expect(findPoison(null, 1)).toEqual([]);
  });

  it('is also nesting without end', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(findPoison(circle, 10)).toMatchObject([{ code: 'RECORD_NESTED_TOO_DEEP' }]);
  });

  it('agrees with the runtime about lone surrogates', () => {
    const units = fc.string({
      unit: fc.integer({ min: 0xd7f0, max: 0xe010 }).map((unit) => String.fromCharCode(unit)),
    });
    fc.assert(
      fc.property(units, (text) => {
        expect(hasLoneSurrogate(text)).toBe(Buffer.from(text, 'utf8').toString('utf8') !== text);
      }),
    );
  });
});
