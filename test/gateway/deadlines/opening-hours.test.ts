import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCalendar } from '../../../gateway/deadlines/calendar.js';
import { openingOf } from '../../../gateway/deadlines/opening-hours.js';
import { readShippedCalendars } from '../../../gateway/deadlines/shipped.js';

const calendar = createCalendar([...readShippedCalendars().values()]);
const hours = openingOf({ opens: '09:00', closes: '17:30', on: 'working-days' }, calendar);
const at = (text: string): Date => new Date(`${text}:00+08:00`);
const instant = fc.date({ min: at('2024-01-01T00:00'), max: at('2026-12-31T00:00'), noInvalidDate: true });
const dayMs = 24 * 60 * 60 * 1000;

describe('the hours of a receiver', () => {
  it.each([
    ['before it opens', '2026-09-30T08:00', '2026-09-30T09:00'],
    ['while it is open', '2026-09-30T12:00', '2026-09-30T12:00'],
    ['at its closing time, before a long holiday', '2026-09-30T17:30', '2026-10-08T09:00'],
    ['on a Saturday that is worked', '2026-10-10T08:00', '2026-10-10T09:00'],
    ['on a Sunday', '2026-10-11T10:00', '2026-10-12T09:00'],
  ])('are open next, %s', (_, from, to) => {
    expect(hours.nextOpen(at(from))).toEqual(at(to));
  });

  it('of every day do not heed holidays', () => {
    expect(openingOf({ opens: '09:00', closes: '17:30', on: 'every-day' }, calendar).nextOpen(at('2026-10-01T20:00'))).toEqual(at('2026-10-02T09:00'));
  });

  it('end where as much time has passed as was asked for, while open', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 90 * dayMs }), (from, openMs) => {
        const end = hours.after(from, openMs);
        expect(hours.openMsBetween(from, end)).toBe(openMs);
        // Not a millisecond sooner.
        expect(hours.openMsBetween(from, new Date(end.getTime() - 1))).toBe(openMs - 1);
      }),
      { numRuns: 200 },
    );
  });

  it('add up over any instant between', () => {
    fc.assert(
      fc.property(fc.tuple(instant, instant, instant), (three) => {
        const [first, second, third] = three.toSorted((one, other) => one.getTime() - other.getTime()) as [Date, Date, Date];
        expect(hours.openMsBetween(first, second) + hours.openMsBetween(second, third)).toBe(hours.openMsBetween(first, third));
      }),
      { numRuns: 50 },
    );
  });

  it('next open is open, and nothing between is', () => {
    fc.assert(
      fc.property(instant, (from) => {
        const next = hours.nextOpen(from);
        expect(hours.nextOpen(next)).toEqual(next);
        expect(hours.openMsBetween(from, next)).toBe(0);
      }),
    );
  });
});
