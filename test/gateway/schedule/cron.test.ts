import { afterEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { openCronPattern, type CronPattern } from '../../../gateway/schedule/cron.js';
import { gate } from '../queue/gate.js';

const longAgo = new Date(0);
const opened: CronPattern[] = [];

function pattern(expression: string, timeZone = 'Asia/Shanghai'): CronPattern {
  const made = openCronPattern(expression, timeZone);
  opened.push(made);
  return made;
}

function latest(expression: string, now: string, { after = longAgo, zone = 'Asia/Shanghai' } = {}): string | undefined {
  return pattern(expression, zone).latestMatch(new Date(now), after)?.toISOString();
}

afterEach(() => {
  for (const made of opened.splice(0)) made.close();
});

describe('the newest match of a cron pattern', () => {
  it.each([
    ['*/10 * * * *', '2026-11-23T01:27:02Z', '2026-11-23T01:20:00.000Z'],
    ['*/10 * * * *', '2026-11-23T01:20:00Z', '2026-11-23T01:20:00.000Z'],
    ['30 9 * * *', '2026-11-23T01:27:02Z', '2026-11-22T01:30:00.000Z'],
    ['0 0 * * 1', '2026-11-23T01:27:02Z', '2026-11-22T16:00:00.000Z'],
    ['0 18 * * 1-5', '2026-11-22T01:00:00Z', '2026-11-20T10:00:00.000Z'],
    ['15,45 8 1 * *', '2026-11-23T01:27:02Z', '2026-11-01T00:45:00.000Z'],
    ['20 5 4 3 2 *', '2026-11-23T01:27:02Z', '2026-02-02T20:05:20.000Z'],
    ['@daily', '2026-11-23T01:27:02Z', '2026-11-22T16:00:00.000Z'],
  ])('of %s at %s is %s in Shanghai', (expression, now, expected) => {
    expect(latest(expression, now)).toBe(expected);
  });

  it('follows the zone that the exchange names, also over a change to summer time', () => {
    expect(latest('30 8 * * *', '2026-03-29T12:00:00Z', { zone: 'Europe/Berlin' })).toBe('2026-03-29T06:30:00.000Z');
    expect(latest('30 8 * * *', '2026-03-28T12:00:00Z', { zone: 'Europe/Berlin' })).toBe('2026-03-28T07:30:00.000Z');
    expect(latest('0 8 * * *', '2026-11-23T12:00:00Z', { zone: 'Asia/Kathmandu' })).toBe('2026-11-23T02:15:00.000Z');
  });

  it('is none when nothing matched since the given instant, which itself does not count', () => {
    const after = new Date('2026-11-23T01:20:00Z');
    expect(latest('*/10 * * * *', '2026-11-23T01:27:02Z', { after })).toBeUndefined();
    expect(latest('*/10 * * * *', '2026-11-23T01:30:00Z', { after })).toBe('2026-11-23T01:30:00.000Z');
  });

  it('is none for a day that has not come within a year', () => {
    expect(latest('0 0 29 2 *', '2026-11-23T01:27:02Z')).toBeUndefined();
  });

  it('is never in the future, never before the bound, and nothing lies between it and now', () => {
    const minuteStep = fc.constantFrom('*', '*/7', '0', '59', '3,33');
    const hour = fc.constantFrom('*', '0', '23', '*/5', '8-18');
    const now = fc.date({ min: new Date('2024-01-01'), max: new Date('2028-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(minuteStep, hour, now, (minutes, hours, instant) => {
        const checked = pattern(`${minutes} ${hours} * * *`);
        const match = checked.latestMatch(instant, new Date(instant.getTime() - 2 * 86_400_000));
        if (match === undefined) throw new Error('every pattern here matches once a day');
        expect(match.getTime()).toBeLessThanOrEqual(instant.getTime());
        expect(checked.latestMatch(match, longAgo)).toEqual(match);
        expect(checked.latestMatch(instant, match)).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });
});

describe('an armed cron pattern', () => {
  it('ticks by itself until it is closed', async () => {
    const ticked = gate<void>();
    const everySecond = pattern('* * * * * *');
    everySecond.arm(() => ticked.open());
    await ticked.opened;
  });
});

describe('what comes next of a pattern', () => {
  it.each([
    ['*/10 * * * *', '2026-11-28T06:05:30Z', ['2026-11-28T06:10:00.000Z', '2026-11-28T06:20:00.000Z']],
    ['30 8 * * 1', '2026-11-28T06:00:00Z', ['2026-11-30T00:30:00.000Z', '2026-12-07T00:30:00.000Z']],
    ['15,45 59 23 31 12 *', '2026-12-31T15:59:20Z', ['2026-12-31T15:59:45.000Z', '2027-12-31T15:59:15.000Z']],
    ['0 0 29 2 *', '2026-11-28T06:00:00Z', []],
  ])('%s after %s', (expression, after, expected) => {
    const pattern = openCronPattern(expression, 'Asia/Shanghai');
    const next = pattern.nextMatches(new Date(after), 2).map((instant) => instant.toISOString());
    pattern.close();
    expect(next).toEqual(expected);
  });
});
