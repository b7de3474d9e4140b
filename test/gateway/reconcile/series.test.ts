import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seriesGaps } from '../../../gateway/reconcile/series.js';

const named = (number: number): string => `州市监处罚〔2026〕${String(number)}号`;
const gapsIn = (numbers: readonly number[]): string[] => seriesGaps(numbers.map(named)).map((gap) => gap.documentNumber);

describe('the gaps in a series of document numbers', () => {
  it('are what lies between the first and the last and is not there', () => {
    expect(gapsIn([1, 2, 3, 4, 5, 7, 8, 9, 10, 11])).toEqual([named(6)]);
    expect(seriesGaps([...Array.from({ length: 9 }, (_, index) => named(index + 5)), '州市监处罚〔2025〕99号'])).toEqual([]);
  });

  it('are none where a series is sparse, and none of numbers in another form', () => {
    expect(gapsIn([1, 50, 99])).toEqual([]);
    expect(seriesGaps(['A1', 'A3', '简0001', ''])).toEqual([]);
  });

  it('are exactly what was taken out of a whole series, in any order and with repetitions', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 200 }), fc.array(fc.nat(), { maxLength: 5 }), fc.nat(), (size, picks, seed) => {
        const inner = picks.map((pick) => 2 + (pick % (size - 2)));
        const missing = new Set(inner);
        const kept = Array.from({ length: size }, (_, index) => index + 1).filter((number) => !missing.has(number));
        const shuffled = kept.toSorted((first, second) => ((first * 7919 + seed) % 101) - ((second * 7919 + seed) % 101));
        expect(new Set(gapsIn([...shuffled, ...kept.slice(0, 3)]))).toEqual(new Set([...missing].map(named)));
      }),
    );
  });
});
