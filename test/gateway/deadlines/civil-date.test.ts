import { describe, expect, it } from '@jest/globals';
import { addMonths, dayNumber, dayText, isWeekend } from '../../../gateway/deadlines/civil-date.js';

const dayMs = 86_400_000;

function dayNumberOf(text: string): number {
  const day = dayNumber(text);
  if (day === undefined) throw new Error(`${text} is a day`);
  return day;
}

describe('civil dates', () => {
  it('agrees with the platform’s own calendar in UTC on every day of eight hundred years', () => {
    const differing: string[] = [];
    for (let day = dayNumberOf('1600-01-01'); day <= dayNumberOf('2399-12-31'); day += 1) {
      const platform = new Date(day * dayMs);
      const text = dayText(day);
      const isSame = text === platform.toISOString().slice(0, 10) && dayNumber(text) === day;
      if (!isSame || isWeekend(day) !== (platform.getUTCDay() % 6 === 0)) differing.push(text);
    }
    expect(differing).toEqual([]);
  });

  it.each(['2024-02-29', '2000-02-29', '2026-12-31', '0001-01-01', '9999-12-31'])(
    'takes the real day %s',
    (text) => {
      expect(dayText(dayNumberOf(text))).toBe(text);
    },
  );

  it.each([
    '',
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '2026-1-01',
    '2026/01/01',
    '20260101',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '２０２６-01-01',
    '2026-0a-01',
    '-026-01-01',
    '2026-01-1 ',
  ])('refuses %p, which is no real day in the form YYYY-MM-DD', (text) => {
    expect(dayNumber(text)).toBeUndefined();
  });

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-03-31', 3, '2026-06-30'],
    ['2026-10-15', 3, '2027-01-15'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-12-01', 12, '2027-12-01'],
  ])('ends %s plus %i months on the same-numbered day or the month’s last: %s', (from, months, to) => {
    expect(dayText(addMonths(dayNumberOf(from), months))).toBe(to);
  });
});
