import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCalendar } from '../../../gateway/deadlines/calendar.js';
import { dayNumber, dayText } from '../../../gateway/deadlines/civil-date.js';
import { explainPeriod, periodOf } from '../../../gateway/deadlines/period.js';
import type { PeriodRuleSpec } from '../../../gateway/deadlines/rule.js';
import { readShippedCalendars } from '../../../gateway/deadlines/shipped.js';

const calendar = createCalendar([...readShippedCalendars().values()]);

function spec(each: 'month' | 'quarter' | 'year', dueOn?: string, closingTime?: string): PeriodRuleSpec {
  return {
    title: { zh: '测试规则', en: 'test rule' },
    basis: { document: '测试文件', article: '第一条', issuer: '测试机关' },
    setLocally: false,
    effectiveFrom: '2020-01-01',
    appliesTo: { datasets: ['supervision-news'] },
    trigger: { each },
    quota: { records: 2 },
    metBy: 'accepted',
    warnAt: [3],
    dueOn,
    closingTime,
  };
}

describe('a period', () => {
  it.each<[Parameters<typeof spec>, string, string, string, string]>([
    [['month'], '2024-02-29', '2024-02-01', '2024-02-29', '2024-02-29'],
    [['month'], '2026-12-01', '2026-12-01', '2026-12-31', '2026-12-31'],
    [['quarter'], '2026-06-30', '2026-04-01', '2026-06-30', '2026-06-30'],
    [['quarter'], '2026-10-01', '2026-10-01', '2026-12-31', '2026-12-31'],
    [['year'], '2026-07-01', '2026-01-01', '2026-12-31', '2026-12-31'],
    [['year', '03-31'], '2026-11-23', '2026-01-01', '2026-12-31', '2026-03-31'],
    [['year', '02-29'], '2026-01-05', '2026-01-01', '2026-12-31', '2026-02-28'],
    [['year', '02-29'], '2028-01-05', '2028-01-01', '2028-12-31', '2028-02-29'],
  ])('of %j around %s runs from %s to %s and is due on %s', (rule, date, firstDay, lastDay, dueOn) => {
    expect(periodOf(spec(...rule), date)).toMatchObject({ firstDay, lastDay, dueOn, provisional: false });
  });

  it('holds every day in exactly one period, also over leap days and year ends', () => {
    const day = fc.integer({ min: dayNumber('2019-01-01') ?? 0, max: dayNumber('2032-12-30') ?? 0 });
    fc.assert(
      fc.property(day, fc.constantFrom('month' as const, 'quarter' as const, 'year' as const), (number, each) => {
        const { firstDay, lastDay } = periodOf(spec(each), dayText(number));
        const next = dayText((dayNumber(lastDay) ?? 0) + 1);
        expect(firstDay <= dayText(number) && dayText(number) <= lastDay).toBe(true);
        expect(periodOf(spec(each), lastDay).firstDay).toBe(firstDay);
        expect(periodOf(spec(each), next).firstDay).toBe(next);
      }),
    );
  });

  it('never moves its fixed date from a rest day and names the last working day before it', () => {
    // 31 March 2024 was a Sunday.
    const { dueOn, dueAt, steps } = explainPeriod(spec('year', '03-31', '17:30'), '2024-01-02', calendar);
    expect([dueOn, dueAt]).toEqual(['2024-03-31', '2024-03-31T09:30:00.000Z']);
    expect(steps.map(({ date }) => date)).toEqual(['2024-01-01', '2024-03-29', '2024-03-31']);
  });

  it('refuses a day that does not exist', () => {
    expect(() => periodOf(spec('month'), '2026-02-29')).toThrow(expect.objectContaining({ code: 'DEADLINE_DATE_NOT_COVERED' }));
  });
});
