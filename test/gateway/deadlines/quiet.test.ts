import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayText } from '../../../gateway/deadlines/civil-date.js';
import { judgeQuiet, type ObservedDay } from '../../../gateway/deadlines/quiet.js';

const firstDay = 20_000;
const days = (rows: readonly number[]): ObservedDay[] => rows.map((count, at) => ({ day: dayText(firstDay + at), rows: count }));
const repeat = (pattern: readonly number[], times: number): number[] => Array.from({ length: times }, () => pattern).flat();

describe('a stream is quiet by its own history', () => {
  it.each([
    ['a stream of many rows a day after one silent day', [...repeat([40, 60, 50], 5), 0], 1],
    ['and after a day with less than half of the fewest ever', [...repeat([40, 60, 50], 5), 19], 1],
    ['but not with half of them', [...repeat([40, 60, 50], 5), 20], undefined],
    ['a stream that knows silent days is not quiet after one', [...repeat([0, 3, 0, 2], 5), 0], undefined],
    ['but after two', [...repeat([0, 3, 0, 2], 5), 0, 0], 2],
    ['a stream of a few rows a fortnight after ten working days', [...repeat([0, 0, 0, 0, 5, 0, 0, 0, 0, 0], 5), ...repeat([0], 10)], 10],
    ['a stream without enough history never', repeat([40], 10), undefined],
    ['a stream that has been silent always never', repeat([0], 100), undefined],
  ])('%s', (_, rows, workingDays) => {
    expect(judgeQuiet(days(rows))?.workingDays).toBe(workingDays);
  });

  it('says which days were quiet, how many rows they had, and how many at least there were before', () => {
    const found = judgeQuiet(days([...repeat([40, 60], 8), 3]));
    expect(found).toEqual({ firstDay: dayText(firstDay + 16), lastDay: dayText(firstDay + 16), workingDays: 1, rows: 3, least: 40 });
  });

  it('asks nothing of days that a person has accounted for, and takes that silence for known: the next one has to be longer', () => {
    const rows = days([...repeat([3, 0, 2, 0], 5), 0, 0, 0]);
    const accountedTo = rows.at(-2)?.day;
    expect(judgeQuiet(rows)).toBeDefined();
    expect(judgeQuiet(rows, accountedTo)).toBeUndefined();
    expect(judgeQuiet(days([...repeat([3, 0, 2, 0], 5), ...repeat([0], 5)]), accountedTo)).toBeUndefined();
    expect(judgeQuiet(days([...repeat([3, 0, 2, 0], 5), ...repeat([0], 8)]), accountedTo)?.workingDays).toBe(5);
  });

  it('never calls a stream quiet that brings what it has always brought', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 7 }), fc.integer({ min: 10, max: 20 }), (pattern, times) => {
        expect(judgeQuiet(days(repeat(pattern, times)))).toBeUndefined();
      }),
    );
  });
});
