import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { simulate } from '../../bench/deadlines/simulation.js';
import { createCalendar } from '../../../gateway/deadlines/calendar.js';
import { forecastQueue, measuredRate } from '../../../gateway/deadlines/forecast.js';
import { alwaysOpen, openingOf } from '../../../gateway/deadlines/opening-hours.js';
import { readShippedCalendars } from '../../../gateway/deadlines/shipped.js';

const now = new Date('2026-09-18T00:00:00Z');
const after = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const queue = (ratePerSecond: number, buckets: [dueInSeconds: number | undefined, deliveries: number][], startsAt = now) =>
  forecastQueue(
    buckets.map(([due, deliveries]) => ({ dueAt: due === undefined ? undefined : after(due), deliveries })),
    { ratePerSecond, startsAt, now, hours: alwaysOpen },
  );

describe('a forecast of a queue', () => {
  it('works it off earliest due first, and says how many will be late, by when, and what rate would do', () => {
    const forecast = queue(10, [
      [100, 1500],
      [50, 400],
      [undefined, 70],
    ]);
    expect(forecast).toEqual({
      deliveries: 1970,
      endsAt: after(197),
      overdue: 0,
      late: [{ dueAt: after(100), deliveries: 900, acceptedBy: after(190) }],
      neededPerSecond: 19,
    });
  });

  it('calls what is past due overdue, not late, and lets it go first', () => {
    expect(queue(10, [[-5, 100], [5, 10]])).toMatchObject({ overdue: 100, late: [{ deliveries: 10 }] });
  });

  it('counts only the hours in which the receiver is open', () => {
    const hours = openingOf({ opens: '09:00', closes: '17:00', on: 'working-days' }, createCalendar([...readShippedCalendars().values()]));
    // Wednesday 30 September 2026, 16:00 in Shanghai: an hour is left before eight days of holiday.
    const moment = { ratePerSecond: 1, startsAt: new Date('2026-09-30T08:00:00Z'), now: new Date('2026-09-30T08:00:00Z'), hours };
    const dueAt = new Date('2026-10-08T16:00:00Z');
    expect(forecastQueue([{ dueAt, deliveries: 40_000 }], moment)).toMatchObject({
      // 3,600 before the holiday and eight hours of the 8th; the rest on the 9th.
      late: [{ deliveries: 7_600, acceptedBy: new Date('2026-10-09T03:06:40Z') }],
      neededPerSecond: 40_000 / (9 * 3600),
    });
  });

  it('begins when the circuit breaker lets the next batch pass', () => {
    expect(queue(10, [[60, 300]], after(45))).toMatchObject({ late: [{ deliveries: 150 }], endsAt: after(75) });
  });

  it('finds exactly those late that a queue worked off one by one makes late, and none at the needed rate', () => {
    const buckets = fc.array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(buckets, fc.integer({ min: 1, max: 20 }), (all, rate) => {
        const dues = all.flatMap(([due, count]) => Array.from({ length: count }, () => due)).toSorted((one, two) => one - two);
        const late = dues.filter((due, index) => (index + 1) / rate > due).length;
        const forecast = queue(rate, all);
        expect(forecast.late.reduce((sum, { deliveries }) => sum + deliveries, 0)).toBe(late);
        // A thousandth more, for division is not exact.
        expect(queue(forecast.neededPerSecond * 1.001, all).late).toEqual([]);
      }),
    );
  });
});

describe('forecasts along a simulated course of events with an outage', () => {
  it('come within a tenth of the time that remained and find most of the late at half of their period', () => {
    const { medianError, lateFoundAtHalf, lateInTheEnd, falseAlarms } = simulate(20_260_918, 40_000);
    expect(lateInTheEnd).toBeGreaterThan(1000);
    expect(medianError).toBeLessThan(0.1);
    expect(lateFoundAtHalf).toBeGreaterThan(0.8);
    expect(falseAlarms).toBeLessThan(0.15);
  });
});

describe('a measured rate', () => {
  const attempt = (from: number, to: number, taken: number) => ({ startedAt: after(from), endedAt: after(to), taken });

  it('counts overlapping batches once and short pauses as work, but no idle time and no failed batch', () => {
    expect(measuredRate([attempt(0, 10, 50), attempt(5, 12, 50), attempt(14, 20, 100)])).toBe(10);
    expect(measuredRate([attempt(0, 10, 100), attempt(1000, 1010, 100)])).toBe(10);
    expect(measuredRate([attempt(0, 10, 100), attempt(12, 500, 0)])).toBe(10);
  });

  it('is unknown where too little was handed over', () => {
    expect(measuredRate([])).toBeUndefined();
    expect(measuredRate([attempt(0, 10, 19)])).toBeUndefined();
  });
});
