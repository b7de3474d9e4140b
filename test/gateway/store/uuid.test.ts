import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createIdMaker } from '../../../gateway/store/uuid.js';

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u;

function millisecondsOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}

describe('ids', () => {
  it('are UUIDs of version 7 that begin with the instant at which they were made', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (milliseconds) => {
        const id = createIdMaker(() => new Date(milliseconds))();
        expect(id).toMatch(form);
        expect(millisecondsOf(id)).toBe(milliseconds);
      }),
    );
  });

  it('of one maker grow as text, while the clock goes, stands still or is put back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 2, maxLength: 200 }), (steps) => {
        let time = Date.UTC(2026, 10, 23);
        const makeId = createIdMaker(() => new Date(time));
        const made = steps.map((step) => {
          time += step;
          return makeId();
        });
        expect(made.toSorted()).toEqual(made);
        expect(new Set(made).size).toBe(made.length);
      }),
    );
  });

  it('made by the ten thousand within one millisecond still grow, and run ahead of the clock by a few milliseconds', () => {
    const time = Date.UTC(2026, 10, 23);
    const makeId = createIdMaker(() => new Date(time));
    const made = Array.from({ length: 10_000 }, makeId);
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
    expect(millisecondsOf(made.at(-1) ?? '') - time).toBeLessThanOrEqual(5);
  });

  it('of two makers differ although their clocks agree', () => {
    const now = (): Date => new Date(Date.UTC(2026, 10, 23));
    const made = [createIdMaker(now), createIdMaker(now)].flatMap((makeId) => Array.from({ length: 1000 }, makeId));
    expect(new Set(made).size).toBe(made.length);
  });
});
