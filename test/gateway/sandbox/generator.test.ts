import { describe, expect, it } from '@jest/globals';

import { tenThousandsText, yuanText } from '../../../gateway/sandbox/generator/amounts.js';
import { addDays, spreadsheetSerial } from '../../../gateway/sandbox/generator/days.js';
import { createGenerator } from '../../../gateway/sandbox/generator/generator.js';
import { makeParty } from '../../../gateway/sandbox/generator/parties.js';
import { isCitizenId, isCreditCode } from '../../../gateway/sandbox/identifiers.js';

const today = '2026-11-23';
const generator = createGenerator({ records: 5000, seed: 3, today });
const streams = [
  generator.housingInspections,
  generator.housingPenalties,
  generator.marketLicences,
  generator.marketPenalties,
  generator.ecologyPenalties,
  generator.transportInspections,
] as const;

describe('the generator', () => {
  it('gives every row that was asked for to one of the sources', () => {
    expect(streams.reduce((sum, stream) => sum + stream.count, 0)).toBe(5000);
    for (const records of [1, 7, 2000, 999_999]) {
      expect(createGenerator({ records, seed: 1, today }).marketLicences.count).toBeGreaterThan(0);
    }
  });

  it('makes the same row for the same seed, whatever was made before', () => {
    const again = createGenerator({ records: 5000, seed: 3, today });
    for (const index of [740, 3, 0])
      expect(again.housingPenalties.row(index)).toEqual(generator.housingPenalties.row(index));
    const other = createGenerator({ records: 5000, seed: 4, today });
    expect(other.housingPenalties.row(3)).not.toEqual(generator.housingPenalties.row(3));
  });

  it('tells the truth: good, bad and doubled rows add up to all rows', () => {
    const truth = generator.truth();
    expect(truth.rows).toBe(5000);
    for (const { rows, good, bad, doubles, badByReason } of truth.streams) {
      expect(good + bad + doubles).toBe(rows);
      expect(Object.values(badByReason).reduce((sum, count) => sum + count, 0)).toBe(bad);
    }
    const bad = truth.streams.reduce((sum, stream) => sum + stream.bad, 0);
    expect(bad / 5000).toBeGreaterThan(0.012);
    expect(bad / 5000).toBeLessThan(0.028);
  });

  it('repeats a doubled row exactly, straight after a good one', () => {
    const { marketLicences: stream } = createGenerator({ records: 20_000, seed: 3, today });
    const doubles = Array.from({ length: stream.count }, (_, index) => index).filter(
      (index) => stream.verdict(index).isDouble,
    );
    expect(doubles.length).toBeGreaterThan(3);
    for (const index of doubles) {
      expect(stream.verdict(index - 1)).toMatchObject({ reason: null, isDouble: false });
      expect(stream.row(index)).toEqual(stream.row(index - 1));
    }
  });

  it('invents parties with right check digits, each with a code of its own', () => {
    const codes = new Set<string>();
    const parties = Array.from({ length: 3000 }, (_, number) => makeParty(3, number));
    for (const { creditCode, idNumber } of parties) {
      if (creditCode === undefined) expect(isCitizenId(idNumber ?? '', today)).toBe(true);
      else expect(isCreditCode(creditCode)).toBe(true);
      codes.add(creditCode ?? idNumber ?? '');
    }
    expect(codes.size).toBe(3000);
  });

  it('lets every penalty of the housing department follow a good inspection, but for the few that dangle', () => {
    const good = new Set<unknown>();
    for (let index = 0; index < generator.housingInspections.count; index += 1) {
      const { reason, isDangling } = generator.housingInspections.verdict(index);
      if (reason === null && !isDangling) good.add(generator.housingInspections.row(index)['jcbh']);
    }
    for (let index = 0; index < generator.housingPenalties.count; index += 1) {
      const { isDangling } = generator.housingPenalties.verdict(index);
      expect(good.has(generator.housingPenalties.row(index)['jcbh'])).toBe(!isDangling);
    }
  });

  it('gives the transport department’s rows in the order of their times, all before today', () => {
    let last = addDays(today, -61);
    for (let index = 0; index < generator.transportInspections.count; index += 1) {
      const { updatedAt } = generator.transportInspections.row(index);
      expect(updatedAt >= last).toBe(true);
      expect(updatedAt < today).toBe(true);
      last = updatedAt;
    }
  });

  it('shows each kind of dirt that departments send', () => {
    const text = JSON.stringify(
      Array.from({ length: 1500 }, (_, index) => generator.marketLicences.row(index)),
    );
    for (const dirt of [
      /２０２６/,
      /\d{4}年\d+月\d+日/,
      /\d{4}\/\d+\/\d+/,
      /\[2026\]/,
      /【2026】/,
      /统一社会信用代码：9/,
      /\u3000/,
      /"9[12]\d+matt/,
    ]) {
      expect(text).toMatch(dirt);
    }
    const dates = Array.from(
      { length: 250 },
      (_, index) => generator.ecologyPenalties.row(index)['处罚决定日期'],
    );
    expect(dates.some((date) => date instanceof Date)).toBe(true);
    expect(dates.some((date) => typeof date === 'number')).toBe(true);
    expect(dates.some((date) => typeof date === 'string')).toBe(true);
  });

  it('writes amounts exactly in both units and days as a spreadsheet counts them', () => {
    expect([0, 1, 100, 20_000_00, 75_381_12].map(tenThousandsText)).toEqual([
      '0', '0.000001', '0.0001', '2', '7.538112',
    ]);
    expect([0, 1, 25_000_00].map(yuanText)).toEqual(['0.00', '0.01', '25000.00']);
    expect([spreadsheetSerial('1900-03-01'), spreadsheetSerial('2026-11-03')]).toEqual([61, 46_329]);
  });
});
