import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { outagesOf, splitByStation } from '../../../gateway/deadlines/stations.js';

describe('the days of a late obligation', () => {
  it('belong to whoever had the record, each instant to one', () => {
    const way = {
      whole: { from: 0, to: 100 },
      firstSeen: 10,
      quarantined: [{ from: 10, to: 30 }],
      handedOver: 80,
      outages: [{ from: 20, to: 50 }],
    };
    expect(splitByStation(way)).toEqual({ department: 10, quarantine: 20, gateway: 30, outage: 20, receiver: 20 });
  });

  it('are all the department’s where the gateway saw nothing of it in time', () => {
    const way = { whole: { from: 0, to: 100 }, firstSeen: 200, quarantined: [], handedOver: null, outages: [] };
    expect(splitByStation(way)).toEqual({ department: 100, quarantine: 0, gateway: 0, outage: 0, receiver: 0 });
  });

  it('add up to the whole, whatever happened when', () => {
    const instant = fc.integer({ min: -50, max: 250 });
    const stretch = fc.tuple(instant, instant).map(([from, to]) => ({ from: Math.min(from, to), to: Math.max(from, to) }));
    const way = fc.record({
      whole: stretch,
      firstSeen: instant,
      quarantined: fc.array(stretch, { maxLength: 4 }),
      handedOver: fc.option(instant),
      outages: fc.array(stretch, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(way, (given) => {
        const parts = Object.values(splitByStation(given));
        expect(parts.every((part) => part >= 0)).toBe(true);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(given.whole.to - given.whole.from);
      }),
    );
  });

  it('know an outage from the first attempt that failed to the next that did not', () => {
    const attempts = [false, true, true, false, true].map((failed, index) => ({ at: index * 10, failed }));
    expect(outagesOf(attempts, 99)).toEqual([
      { from: 10, to: 30 },
      { from: 40, to: 99 },
    ]);
  });
});
