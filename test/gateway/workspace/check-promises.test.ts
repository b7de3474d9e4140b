import { describe, expect, it } from '@jest/globals';
import { readingOf, sampleWith } from './sample.js';

const cron = '"*/10 * * * *"';
const frequency = 'frequency: 每十分钟';
const delivery = 'delivery: { repeat: ask, acceptance: receipt }';

/** What is wrong with the sample once its schedule, its agreement's promises and its receiver's hours are these. */
function problems(schedule: string, promises: string, hours = ''): string[] {
  return readingOf(
    sampleWith(
      [cron, `"${schedule}"`],
      [frequency, `${frequency}\n  promises: ${promises}`],
      [delivery, `delivery: { repeat: ask, acceptance: receipt${hours && `, openingHours: ${hours}`} }`],
    ),
  );
}

/** The sample's today is Monday 2026-11-23. */
describe('an agreement and the schedule that has to keep it', () => {
  it('are at odds where the longest wait is longer than promised, with the arithmetic', () => {
    const [problem, ...others] = problems('0 9 * * 1', '{ within: { hours: 24 } }');
    expect(others).toEqual([]);
    expect(problem).toMatch(/CONFIG_PROMISE_NOT_KEPT/u);
    expect(problem).toContain('24小时之内；最坏要等7天：2026-11-23 09:00 之后产生的，2026-11-30 09:00 才读到，2026-11-30 09:00 起才可送出');
  });

  it('agree at exactly the length promised', () => {
    expect(problems('0 9 * * *', '{ within: { hours: 24 }, every: { days: 1 } }')).toEqual([]);
    expect(problems('0 9 * * *', '{ within: { hours: 23 } }')).toHaveLength(1);
    expect(problems('*/10 * * * *', '{ every: { minutes: 10 } }')).toEqual([]);
    expect(problems('*/10 * * * *', '{ every: { minutes: 9 } }')).toHaveLength(1);
    // The tenth minute before the hour is the last: nineteen minutes to the next run.
    expect(problems('0-49/7 * * * *', '{ every: { minutes: 10 } }')).toHaveLength(1);
  });

  it('count the nights, rest days and holidays on which the receiver is closed', () => {
    const hours = '{ opens: "09:00", closes: "17:30" }';
    expect(problems('*/10 * * * *', '{ within: { hours: 24 } }', hours).join('')).toMatch(/最坏要等[\s\S]*2027-02-0[48] 17:[23]0 之后产生的/u);
    expect(problems('*/10 * * * *', '{ within: { hours: 16 } }', '{ opens: "09:00", closes: "17:30", on: every-day }')).toEqual([]);
    expect(problems('*/10 * * * *', '{ within: { hours: 15 } }', '{ opens: "09:00", closes: "17:30", on: every-day }')).toHaveLength(1);
  });

  it('are held against working days with their make-up days and holidays', () => {
    expect(problems('0 9 * * *', '{ within: { workingDays: 1 }, every: { workingDays: 1 } }')).toEqual([]);
    expect(problems('0 9 * * 1', '{ within: { workingDays: 5 } }')).toEqual([]);
    expect(problems('0 9 * * 1', '{ within: { workingDays: 4 } }')).toHaveLength(1);
    expect(problems('0 9 * * 1', '{ every: { workingDays: 4 } }')).toHaveLength(1);
  });

  it('cannot agree without a schedule', () => {
    const text = sampleWith([`  schedule: { cron: ${cron} }\n`, ''], [frequency, `${frequency}\n  promises: { every: { days: 1 } }`]);
    expect(readingOf(text).join('')).toContain('没有计划');
  });
});

describe('a schedule', () => {
  it('is refused where a deadline rule of the target cannot be met by it', () => {
    const [problem, ...others] = problems('0 9 1 * *', '{ every: { days: 31 } }');
    expect(others).toEqual([]);
    expect(problem).toMatch(/CONFIG_SCHEDULE_TOO_LATE[\s\S]*/u);
    expect(problem).toContain('double-publicity-7wd');
    expect(problem).toMatch(/当日末产生的，到期日 \d{4}-\d\d-\d\d；计划 \d{4}-\d\d-01 09:00 才读到/u);
  });

  it('that does not fire twice in two years keeps no promise', () => {
    expect(problems('0 0 29 2 *', '{ every: { days: 31 } }').join('')).toContain('只运行一次或不运行');
  });
});

describe('opening hours', () => {
  it('end later than they begin', () => {
    expect(problems('*/10 * * * *', '{ every: { days: 1 } }', '{ opens: "17:00", closes: "09:00" }').join('')).toContain('CONFIG_OPENING_HOURS_REVERSED');
  });
});
