import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backOffMs } from '../../../gateway/deliver/back-off.js';
import type { DeliverySpec } from '../../../gateway/workspace/resources.js';

const spec = { backOffFirstSeconds: 5, backOffMaxSeconds: 900 } as DeliverySpec;
const attempts = fc.integer({ min: 1, max: 1_000_000 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the wait before the next attempt', () => {
  it.each([
    [1, 5_000],
    [2, 10_000],
    [3, 20_000],
    [8, 640_000],
    [9, 900_000],
    [10_000, 900_000],
  ])('after %i attempts is up to %i ms', (count, longest) => {
    expect(backOffMs(spec, count, () => 1)).toBe(longest);
  });

  it('doubles up to its longest, lies in the upper half of that, and is never less than the receiver asked for', () => {
    fc.assert(
      fc.property(attempts, random, fc.integer({ min: 0, max: 10_000_000 }), (count, chance, asked) => {
        const longest = Math.min(5000 * 2 ** Math.min(count - 1, 20), 900_000);
        const wait = backOffMs(spec, count, () => chance, asked);
        expect(wait).toBeGreaterThanOrEqual(Math.max(asked, longest / 2));
        expect(wait).toBeLessThanOrEqual(Math.max(asked, longest));
      }),
    );
  });
});
