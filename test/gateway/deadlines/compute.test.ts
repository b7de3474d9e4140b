import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCalendar } from '../../../gateway/deadlines/calendar.js';
import { dayNumber, dayText } from '../../../gateway/deadlines/civil-date.js';
import { computeDue, explainDue, type Suspension } from '../../../gateway/deadlines/compute.js';
import type { DeadlineDuration } from '../../../gateway/deadlines/rule.js';
import { readShippedCalendars } from '../../../gateway/deadlines/shipped.js';
import { overHolidays } from './official-days.js';

const calendar = createCalendar([...readShippedCalendars().values()]);

function dueOn(duration: DeadlineDuration, from: string, rollForward = true): string {
  return computeDue({ duration, rollForward }, from, calendar).dueOn;
}

describe('working-day deadline', () => {
  it.each([
    ['2026-09-18', 20, '2026-10-22'],
    ['2026-09-30', 5, '2026-10-13'],
    ['2026-09-19', 5, '2026-09-24'],
    ['2026-02-13', 10, '2026-03-05'],
    ['2025-09-29', 20, '2025-11-03'],
    ['2026-02-28', 10, '2026-03-13'],
  ])('from %s in %i working days is due on %s', (from, workingDays, expected) => {
    expect(dueOn({ workingDays }, from)).toBe(expected);
  });

  it.each(overHolidays)('counts over %s from %s', (_holiday, from, first, fifth, twentieth) => {
    expect([1, 5, 20].map((workingDays) => dueOn({ workingDays }, from))).toEqual([first, fifth, twentieth]);
  });

  it('runs over the end of a year', () => {
    expect(dueOn({ workingDays: 7 }, '2025-12-29')).toBe('2026-01-08');
  });

  it('counts the leap day', () => {
    expect(dueOn({ workingDays: 1 }, '2024-02-28')).toBe('2024-02-29');
    expect(dueOn({ workingDays: 2 }, '2024-02-28')).toBe('2024-03-01');
    expect(dueOn({ workingDays: 1 }, '2025-02-28')).toBe('2025-03-03');
  });

  it('is provisional exactly when a counted day lies in a year without a published schedule', () => {
    const provisional = (from: string, workingDays: number): boolean =>
      computeDue({ duration: { workingDays }, rollForward: true }, from, calendar).provisional;
    expect(provisional('2026-12-28', 3)).toBe(false);
    expect(provisional('2026-12-28', 4)).toBe(true);
    expect(provisional('2018-12-31', 5)).toBe(false);
    expect(provisional('2018-12-30', 5)).toBe(true);
  });
});

describe('a suspended deadline', () => {
  const due = (duration: DeadlineDuration, from: string, suspensions: readonly Suspension[], rollForward = true): string =>
    explainDue({ duration, rollForward }, from, calendar, suspensions).dueOn;

  it.each([
    ['working days of the span do not count', { workingDays: 7 }, '2026-09-01', [['2026-09-03', '2026-09-07']], '2026-09-15'],
    ['a span of rest days changes nothing', { workingDays: 7 }, '2026-09-01', [['2026-09-05', '2026-09-06']], '2026-09-10'],
    ['a make-up workday within the span does not count either', { workingDays: 3 }, '2026-09-17', [['2026-09-20', '2026-09-20']], '2026-09-22'],
    ['two spans that overlap are left out once', { workingDays: 7 }, '2026-09-01', [['2026-09-03', '2026-09-04'], ['2026-09-04', '2026-09-07']], '2026-09-15'],
    ['a span before the period changes nothing', { workingDays: 7 }, '2026-09-01', [['2026-08-01', '2026-09-01']], '2026-09-10'],
    ['a span after the last day changes nothing', { workingDays: 7 }, '2026-09-01', [['2026-09-11', '2026-09-30']], '2026-09-10'],
    ['calendar days of the span do not count', { calendarDays: 10 }, '2026-09-01', [['2026-09-03', '2026-09-07']], '2026-09-16'],
    ['a period in months becomes longer by the days of the span', { months: 1 }, '2026-08-10', [['2026-08-20', '2026-08-24']], '2026-09-15'],
    ['the last day rolls over the span, too', { calendarDays: 4 }, '2026-09-01', [['2026-09-06', '2026-09-08']], '2026-09-09'],
  ] as const)('%s', (_, duration, from, spans, expected) => {
    expect(due(duration, from, spans.map(([first, last]) => ({ from: first, to: last })))).toBe(expected);
  });

  it('is never earlier than without, and later by exactly the working days that the span holds', () => {
    const dates = fc.integer({ min: dayNumber('2019-01-01') ?? 0, max: dayNumber('2026-06-30') ?? 0 });
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 20 }), (start, workingDays, after, length) => {
        const from = dayText(start);
        const span = { from: dayText(start + after), to: dayText(start + after + length) };
        const plain = due({ workingDays }, from, []);
        const suspended = due({ workingDays }, from, [span]);
        const counted = explainDue({ duration: { workingDays }, rollForward: true }, from, calendar, [span]).steps.filter((step) => step.counts);
        expect(suspended >= plain).toBe(true);
        expect(counted).toHaveLength(workingDays);
        expect(counted.some(({ date }) => date >= span.from && date <= span.to)).toBe(false);
        expect(suspended > plain).toBe(Array.from({ length: length + 1 }, (_, day) => dayText(start + after + day)).some((date) => date <= plain && calendar.isWorkday(date)));
      }),
    );
  });
});

describe('deadline in days and months', () => {
  it('rolls to the next working day when the last day is a rest day and the rule says so', () => {
    expect(dueOn({ calendarDays: 90 }, '2026-07-04')).toBe('2026-10-08');
    expect(dueOn({ calendarDays: 90 }, '2026-07-04', false)).toBe('2026-10-02');
  });

  it('does not roll a last day that is a worked weekend', () => {
    expect(dueOn({ calendarDays: 7 }, '2026-02-21')).toBe('2026-02-28');
  });

  it('rolls over a weekday that is swapped to a rest day', () => {
    expect(dueOn({ calendarDays: 3 }, '2026-02-20')).toBe('2026-02-24');
  });

  it('ends a period of months on the same-numbered day or the last of the month', () => {
    expect(dueOn({ months: 1 }, '2024-01-31')).toBe('2024-02-29');
    expect(dueOn({ months: 3 }, '2026-01-31', false)).toBe('2026-04-30');
    expect(dueOn({ months: 3 }, '2026-02-01')).toBe('2026-05-06');
  });

  it('is provisional only where rolling depends on a year that has no schedule', () => {
    const provisional = (calendarDays: number, rollForward: boolean): boolean =>
      computeDue({ duration: { calendarDays }, rollForward }, '2026-12-01', calendar).provisional;
    expect(provisional(30, true)).toBe(false);
    expect(provisional(40, true)).toBe(true);
    expect(provisional(40, false)).toBe(false);
  });
});

describe('instant of a deadline', () => {
  const dueAt = (closingTime?: string): string =>
    computeDue({ duration: { workingDays: 1 }, rollForward: true, closingTime }, '2026-02-28', calendar)
      .dueAt;

  it('is 24:00 in Shanghai of the last day', () => {
    expect(dueAt()).toBe('2026-03-02T16:00:00.000Z');
  });

  it('is the receiver’s closing time where there is one', () => {
    expect(dueAt('17:30')).toBe('2026-03-02T09:30:00.000Z');
    expect(dueAt('08:00')).toBe('2026-03-02T00:00:00.000Z');
    expect(dueAt('07:59')).toBe('2026-03-01T23:59:00.000Z');
    expect(dueAt('00:00')).toBe('2026-03-01T16:00:00.000Z');
  });
});

describe('explained deadline', () => {
  const duration = fc.oneof(
    fc.record({ workingDays: fc.integer({ min: 1, max: 260 }) }),
    fc.record({ calendarDays: fc.integer({ min: 1, max: 400 }) }),
    fc.record({ months: fc.integer({ min: 1, max: 13 }) }),
  );
  const from = fc
    .integer({ min: dayNumber('2018-01-01') ?? 0, max: dayNumber('2028-12-31') ?? 0 })
    .map(dayText);

  it('comes to the same answer day by day as the tables do at once', () => {
    fc.assert(
      fc.property(duration, from, fc.boolean(), (length, date, rollForward) => {
        const term = { duration: length, rollForward };
        const { steps, ...answer } = explainDue(term, date, calendar);
        expect(answer).toEqual(computeDue(term, date, calendar));
        expect(steps.at(-1)?.date).toBe(answer.dueOn);
      }),
      { numRuns: 500 },
    );
  });

  it('shows every day from the event to the due day, once and in order, each with its reason', () => {
    fc.assert(
      fc.property(duration, from, fc.boolean(), (length, date, rollForward) => {
        const { steps, dueOn: last } = explainDue({ duration: length, rollForward }, date, calendar);
        const start = dayNumber(date) ?? 0;
        const end = dayNumber(last) ?? 0;
        expect(steps.map((step) => dayNumber(step.date))).toEqual(
          Array.from({ length: end - start + 1 }, (_, index) => start + index),
        );
        expect(steps.every(({ zh, en }) => zh !== '' && en !== '')).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('explains holidays, worked weekends and the uncounted first day', () => {
    const { steps } = explainDue({ duration: { workingDays: 2 }, rollForward: true }, '2026-02-13', calendar);
    expect(steps.map(({ date, counts, zh }) => [date, counts, zh]).slice(0, 3)).toEqual([
      ['2026-02-13', false, '起算日当日不计'],
      ['2026-02-14', true, '春节调休上班（国办发明电〔2025〕7号）'],
      ['2026-02-15', false, '春节放假（国办发明电〔2025〕7号）'],
    ]);
    expect(steps.at(-1)).toMatchObject({ date: '2026-02-24', counts: true, count: 2, zh: '工作日' });
  });

  it('explains why a last day moves', () => {
    const { steps } = explainDue(
      { duration: { calendarDays: 1 }, rollForward: true },
      '2026-11-20',
      calendar,
    );
    expect(steps.map(({ zh }) => zh)).toEqual([
      '起算日当日不计',
      '第1日，期限最后一日',
      '双休日，顺延',
      '期限最后一日顺延到此日（工作日）',
    ]);
  });
});
