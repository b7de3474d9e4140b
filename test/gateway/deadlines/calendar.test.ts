import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CalendarLayer, layersOfDivision } from '../../../gateway/deadlines/calendar-layer.js';
import { createCalendar } from '../../../gateway/deadlines/calendar.js';
import { dayNumber, dayText, isWeekend } from '../../../gateway/deadlines/civil-date.js';
import { readShippedCalendars } from '../../../gateway/deadlines/shipped.js';
import { GatewayError } from '../../../schemas/errors.js';
import { officialDays } from './official-days.js';

const shipped = [...readShippedCalendars().values()];
const calendar = createCalendar(shipped);

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof GatewayError ? error.code : String(error);
  }
}

function layer(
  level: CalendarLayer['level'],
  days: Pick<CalendarLayer, 'year' | 'status' | 'holidays' | 'fixedDays'>,
): CalendarLayer {
  return {
    title: { zh: '测试日历', en: 'test' },
    level,
    divisionCode: '623000',
    notices: [{ number: '测〔2026〕1号', issuer: '测试机关' }],
    ...days,
  };
}

describe('shipped calendar', () => {
  it.each(Object.entries(officialDays))(
    'agrees with the official schedule on every day of %s',
    (year, days) => {
      const off = new Set(days.weekdaysOff.split(' '));
      const worked = new Set(days.weekendsWorked.split(' '));
      const first = dayNumber(`${year}-01-01`) ?? 0;
      const last = dayNumber(`${year}-12-31`) ?? 0;
      const differing: string[] = [];
      for (let day = first; day <= last; day += 1) {
        const text = dayText(day);
        const expected = isWeekend(day) ? worked.has(text.slice(5)) : !off.has(text.slice(5));
        if (calendar.isWorkday(text) !== expected) differing.push(text);
      }
      expect(differing).toEqual([]);
      expect(calendar.isProvisional(`${year}-01-01`, `${year}-12-31`)).toBe(false);
    },
  );

  it('names the notice of each published year and lists the year whose schedule is not out as not published', () => {
    const coverage = calendar.coverage();
    expect(coverage.filter(({ published }) => published).map(({ year }) => year)).toEqual([
      2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026,
    ]);
    expect(coverage.find(({ year }) => year === 2026)?.notices).toEqual(['国办发明电〔2025〕7号']);
    expect(coverage.at(-1)).toMatchObject({ year: 2027, published: false });
  });

  it('rests on the statutory days of 2027, fixed and lunar, and calls the year provisional', () => {
    for (const date of [
      '2027-01-01',
      '2027-02-05',
      '2027-02-08',
      '2027-04-05',
      '2027-06-09',
      '2027-09-15',
      '2027-10-01',
    ]) {
      expect([date, calendar.isWorkday(date)]).toEqual([date, false]);
    }
    expect(calendar.isProvisional('2027-03-01', '2027-03-01')).toBe(true);
  });

  it('rests on the fixed days of a year that no layer speaks of, by the law of that year', () => {
    expect(calendar.isWorkday('2030-10-02')).toBe(false);
    expect(calendar.isWorkday('2030-05-02')).toBe(false);
    expect(calendar.isWorkday('2018-05-02')).toBe(true);
    expect(calendar.isProvisional('2030-06-03', '2030-06-03')).toBe(true);
  });

  it('says why a day counts or not, with the notice that orders it', () => {
    expect(calendar.explain('2026-02-28').zh).toBe('春节调休上班（国办发明电〔2025〕7号）');
    expect(calendar.explain('2026-10-05').zh).toBe('国庆节放假（国办发明电〔2025〕7号）');
    expect(calendar.explain('2026-11-21').en).toBe('weekend');
    expect(calendar.explain('2027-03-01').zh).toBe('工作日（当年安排未公布，暂定）');
  });

  it('moves days of the December before where a notice does so', () => {
    expect(calendar.isWorkday('2018-12-29')).toBe(true);
    expect(calendar.isWorkday('2018-12-31')).toBe(false);
  });
});

describe('working-day arithmetic', () => {
  const covered = fc
    .integer({ min: dayNumber('2018-06-01') ?? 0, max: dayNumber('2029-06-30') ?? 0 })
    .map(dayText);
  const count = fc.integer({ min: 0, max: 300 });

  it('makes adding a and then b the same as adding a + b', () => {
    fc.assert(
      fc.property(covered, count, count, (date, a, b) => {
        expect(calendar.addWorkdays(calendar.addWorkdays(date, a), b)).toBe(
          calendar.addWorkdays(date, a + b),
        );
      }),
    );
  });

  it('never lands on a rest day and always moves the right way', () => {
    fc.assert(
      fc.property(covered, fc.integer({ min: 1, max: 300 }), (date, n) => {
        const later = calendar.addWorkdays(date, n);
        const earlier = calendar.addWorkdays(date, -n);
        expect(calendar.isWorkday(later) && calendar.isWorkday(earlier)).toBe(true);
        expect(earlier < date && date < later).toBe(true);
        expect(calendar.isWorkday(calendar.nextWorkdayFrom(date))).toBe(true);
      }),
    );
  });

  it('counts exactly the working days passed', () => {
    fc.assert(
      fc.property(covered, fc.integer({ min: 1, max: 40 }), (date, n) => {
        const start = dayNumber(date) ?? 0;
        const end = dayNumber(calendar.addWorkdays(date, n)) ?? 0;
        let passed = 0;
        for (let day = start + 1; day <= end; day += 1) if (calendar.isWorkday(dayText(day))) passed += 1;
        expect(passed).toBe(n);
      }),
    );
  });

  it('is monotone in the start and in the count', () => {
    fc.assert(
      fc.property(covered, covered, count, count, (one, other, a, b) => {
        const [first, second] = one <= other ? [one, other] : [other, one];
        expect(calendar.addWorkdays(first, a) <= calendar.addWorkdays(second, a)).toBe(true);
        expect(calendar.addWorkdays(one, Math.min(a, b)) <= calendar.addWorkdays(one, Math.max(a, b))).toBe(
          true,
        );
      }),
    );
  });

  it('goes back the way it came from a working day', () => {
    fc.assert(
      fc.property(covered, count, (date, n) => {
        const workday = calendar.nextWorkdayFrom(date);
        expect(calendar.addWorkdays(calendar.addWorkdays(workday, n), -n)).toBe(workday);
      }),
    );
  });

  it('counts back from a rest day to the working days before it', () => {
    expect(calendar.addWorkdays('2026-11-22', -1)).toBe('2026-11-20');
    expect(calendar.addWorkdays('2026-10-04', -1)).toBe('2026-09-30');
  });

  it.each(['2026-02-29', '1989-12-31', '2100-01-01', '', 'today'])('refuses %p with a code', (date) => {
    expect(calendar.covers(date)).toBe(false);
    expect(codeOf(() => calendar.addWorkdays(date, 1))).toBe('DEADLINE_DATE_NOT_COVERED');
    expect(codeOf(() => calendar.isWorkday(date))).toBe('DEADLINE_DATE_NOT_COVERED');
  });

  it('refuses a count that leads out of the calendar', () => {
    expect(codeOf(() => calendar.addWorkdays('2099-12-31', 100_000))).toBe('DEADLINE_DATE_NOT_COVERED');
    expect(codeOf(() => calendar.addWorkdays('1990-01-02', -10))).toBe('DEADLINE_DATE_NOT_COVERED');
  });
});

describe('calendar layers', () => {
  const festival = layer('prefecture', {
    year: 2026,
    status: 'published',
    holidays: [
      { zh: '州庆', en: 'Prefecture day', from: '2026-08-03', to: '2026-08-05', workedOn: ['2026-08-08'] },
    ],
  });

  it('adds a prefecture’s own days off and days worked to the national ones', () => {
    const local = createCalendar([...shipped, festival]);
    expect(local.isWorkday('2026-08-04')).toBe(false);
    expect(local.isWorkday('2026-08-08')).toBe(true);
    expect(local.addWorkdays('2026-07-31', 1)).toBe('2026-08-06');
    expect(calendar.addWorkdays('2026-07-31', 1)).toBe('2026-08-03');
  });

  it('returns a fixed local day each year of its term', () => {
    const local = createCalendar([
      ...shipped,
      layer('prefecture', {
        fixedDays: [{ zh: '州庆', en: 'Prefecture day', monthDay: '07-29', fromYear: 2022, toYear: 2024 }],
      }),
    ]);
    expect(
      ['2021-07-29', '2022-07-29', '2024-07-29', '2025-07-29'].map((date) => local.isWorkday(date)),
    ).toEqual([true, false, false, true]);
  });

  it('lets the narrower level decide where two levels differ', () => {
    const local = createCalendar([
      layer('prefecture', {
        year: 2026,
        status: 'published',
        holidays: [{ zh: '节', en: 'Festival', from: '2026-02-28', to: '2026-02-28' }],
      }),
      ...shipped,
    ]);
    expect(local.isWorkday('2026-02-28')).toBe(false);
  });

  it('leaves a year provisional that only a local layer has published', () => {
    const local = createCalendar([
      layer('province', {
        year: 2028,
        status: 'published',
        holidays: [{ zh: '节', en: 'Festival', from: '2028-03-28', to: '2028-03-28' }],
      }),
      ...shipped,
    ]);
    expect(local.isProvisional('2028-04-03', '2028-04-03')).toBe(true);
  });

  it('takes the published schedule of a year in place of the expected one', () => {
    const published = layer('national', {
      year: 2027,
      status: 'published',
      holidays: [
        { zh: '春节', en: 'Spring Festival', from: '2027-02-06', to: '2027-02-12', workedOn: ['2027-02-05'] },
      ],
    });
    const local = createCalendar([...shipped, published]);
    expect(local.isWorkday('2027-02-05')).toBe(true);
    expect(local.isProvisional('2027-02-01', '2027-02-28')).toBe(false);
  });

  it('gives the same days whatever the order of the layers', () => {
    const layers = [...shipped, festival];
    const ordered = createCalendar(layers);
    const dates = Array.from({ length: 3_000 }, (_, index) =>
      dayText((dayNumber('2019-01-01') ?? 0) + index),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(layers, { minLength: layers.length }), (shuffled) => {
        const other = createCalendar(shuffled);
        expect(dates.filter((date) => other.isWorkday(date) !== ordered.isWorkday(date))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps to the layers of a division: the nation’s, its province’s and its prefecture’s', () => {
    const province = { ...festival, level: 'province' as const, divisionCode: '620000' };
    const layers = [...shipped, province, festival];
    expect(layersOfDivision(layers, '623026')).toHaveLength(layers.length);
    expect(layersOfDivision(layers, '620100')).toHaveLength(layers.length - 1);
    expect(layersOfDivision(layers, '330702')).toHaveLength(shipped.length);
  });

  it('refuses two calendars of one level that contradict each other', () => {
    const contradiction = layer('national', {
      year: 2026,
      status: 'published',
      holidays: [{ zh: '节', en: 'Festival', from: '2026-02-28', to: '2026-02-28' }],
    });
    expect(codeOf(() => createCalendar([...shipped, contradiction]))).toBe('DEADLINE_CALENDAR_DAYS_CLASH');
  });

  it.each([
    ['a day that does not exist', { from: '2026-02-29', to: '2026-03-01' }],
    ['a reversed range', { from: '2026-03-02', to: '2026-03-01' }],
    ['a day of another year', { from: '2025-11-30', to: '2025-11-30' }],
    ['a range of most of a year', { from: '2026-01-01', to: '2026-10-01' }],
  ])('refuses %s', (_name, { from, to }) => {
    const wrong = layer('national', {
      year: 2026,
      status: 'published',
      holidays: [{ zh: '节', en: 'Festival', from, to }],
    });
    expect(codeOf(() => createCalendar([wrong]))).toBe('DEADLINE_CALENDAR_DATE_WRONG');
  });
});
