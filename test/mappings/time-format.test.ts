import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timeFormat } from '../../mappings/time-format.js';
import type { TimeFormat } from '../../mappings/time-format.js';

function form(name: string): TimeFormat {
  const format = timeFormat(name);
  if (format === undefined) throw new Error(`no form: ${name}`);
  return format;
}

const unified = form('YYYY-MM-DD');

function convert(from: string, text: string, to = unified): string | undefined {
  const time = form(from).parse(text);
  return time === undefined ? undefined : to.write?.(time);
}

const millisecondsPerDay = 86_400_000;
const firstDay = Date.UTC(1900, 0, 1) / millisecondsPerDay;
const lastDay = Date.UTC(2199, 11, 31) / millisecondsPerDay;
const dayNumber = fc.integer({ min: firstDay, max: lastDay });
const isoDay = (day: number) => new Date(day * millisecondsPerDay).toISOString().slice(0, 10);

describe('date forms', () => {
  it('accept exactly the days that exist', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2199 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }), (year, month, day) => {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const date = new Date(`${text}T00:00:00Z`);
        const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
        return convert('YYYY-MM-DD', text) === (isReal ? text : undefined);
      }),
    );
  });

  it('give the same day whichever form it was written in', () => {
    fc.assert(
      fc.property(dayNumber, (day) => {
        const iso = isoDay(day);
        const [year, month, date] = iso.split('-').map(Number);
        expect(convert('YYYY年M月D日', `${year}年${month}月${date}日`)).toBe(iso);
        expect(convert('YYYY/M/D', `${year}/${month}/${date}`)).toBe(iso);
        expect(convert('YYYYMMDD', iso.replaceAll('-', ''))).toBe(iso);
        expect(convert('YYYY-MM-DD HH:mm:ss', `${iso} 23:59:59`)).toBe(iso);
      }),
    );
  });

  it('read Excel day numbers without losing a day or a second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 99_999 }), fc.integer({ min: 0, max: 86_399 }), (serial, second) => {
        const expected = new Date(Date.UTC(1899, 11, 30) + serial * millisecondsPerDay + second * 1000).toISOString();
        const text = second === 0 ? String(serial) : (serial + second / 86_400).toFixed(10);
        return convert('excel-serial', text, form('YYYY-MM-DDTHH:mm:ss')) === expected.slice(0, 19);
      }),
    );
  });

  it('turn an instant into the day of Asia/Shanghai, and back into the same instant', () => {
    fc.assert(
      fc.property(fc.integer({ min: firstDay + 1, max: lastDay - 1 }), fc.integer({ min: 0, max: millisecondsPerDay - 1 }), (day, millisecond) => {
        const instant = new Date(day * millisecondsPerDay + millisecond);
        const shanghai = new Date(instant.getTime() + 8 * 3_600_000).toISOString();
        expect(convert('iso-instant', instant.toISOString())).toBe(shanghai.slice(0, 10));
        expect(convert('iso-instant', instant.toISOString(), form('iso-instant'))).toBe(instant.toISOString());
      }),
    );
  });

  it.each([
    ['iso-instant', '2026-03-01T16:30:00Z', '2026-03-02'],
    ['iso-instant', '2026-03-01T16:30:00+08:00', '2026-03-01'],
    ['iso-instant', '2026-03-01T23:30:00-0500', '2026-03-02'],
    ['excel-serial', '46082', '2026-03-01'],
    ['YYYY年M月D日', '２０２６年３月１日', '2026-03-01'],
    ['YYYY.M.D', '2026.3.1', '2026-03-01'],
    ['YYYY-MM-DD', '2000-02-29', '2000-02-29'],
  ])('read %s: %s as %s', (from, text, expected) => {
    expect(convert(from, text)).toBe(expected);
  });

  it.each([
    ['YYYY-MM-DD', '2026-3-1'],
    ['YYYY-MM-DD', '2026-03-01 '],
    ['YYYY-MM-DD', '2026-02-29'],
    ['YYYY-MM-DD', '1900-02-29'],
    ['YYYY-MM-DD', '2100-02-29'],
    ['YYYY-MM-DD', '0000-00-00'],
    ['YYYY-M-D', '2026-003-1'],
    ['YYYY-MM-DD HH:mm:ss', '2026-03-01 24:00:00'],
    ['excel-serial', '2026'],
    ['excel-serial', '20260301'],
    ['excel-serial', '-46082'],
    ['iso-instant', '2026-03-01T16:30:00'],
    ['iso-instant', '2026-03-01'],
  ])('refuse, as %s, %s', (from, text) => {
    expect(convert(from, text)).toBeUndefined();
  });

  it.each(['', 'YYYY-MM', 'YY-MM-DD', 'YYYYMD', 'YYYY-MM-DD-DD', 'D MMM YYYY', 'YYYY-MM-DDZ', 'date'])('are not made of %s', (name) => {
    expect(timeFormat(name)).toBeUndefined();
  });
});
