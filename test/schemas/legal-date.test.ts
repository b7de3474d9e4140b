import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isInstant, isLegalDate, shanghaiDayOf } from '../../schemas/legal-date.js';
import { legalDates } from '../arbitraries/identifiers.js';

describe('legal date', () => {
  it.each(['2026-03-02', '2024-02-29', '2000-02-29', '1900-01-01', '2099-12-31'])('is %s', (text) => {
    expect(isLegalDate(text)).toBe(true);
  });

  it.each(['2026-02-29', '2100-02-29', '1899-12-31', '2026-13-01', '2026-00-10', '2026-04-31', '2026-04-00'])(
    'is not %s, which no calendar has or which is too old',
    (text) => {
      expect(isLegalDate(text)).toBe(false);
    },
  );

  it.each(['2026-3-2', '20260302', '2026/03/02', '2026-03-02T00:00:00Z', '２026-03-02', ''])(
    'is not "%s", which has another form',
    (text) => {
      expect(isLegalDate(text)).toBe(false);
    },
  );

  it('is every day that the runtime knows', () => {
    fc.assert(
      fc.property(legalDates('1900-01-01', '2199-12-31'), (day) => expect(isLegalDate(day)).toBe(true)),
    );
  });
});

describe('instant', () => {
  it('needs its offset and a day of the calendar', () => {
    expect(isInstant('2026-03-02T09:30:00+08:00')).toBe(true);
    expect(isInstant('2026-03-02T01:30:00.123Z')).toBe(true);
    for (const text of [
      '2026-03-02T09:30:00',
      '2026-02-30T09:30:00Z',
      '2026-03-02T24:00:00Z',
      '2026-03-02 09:30:00Z',
    ]) {
      expect(isInstant(text)).toBe(false);
    }
  });

  it('lies on the day that the clocks of Asia/Shanghai show', () => {
    expect(shanghaiDayOf('2026-03-01T15:59:59Z')).toBe('2026-03-01');
    expect(shanghaiDayOf('2026-03-01T16:00:00Z')).toBe('2026-03-02');
    expect(shanghaiDayOf('2026-12-31T23:00:00-01:00')).toBe('2027-01-01');
  });
});
