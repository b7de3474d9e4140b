import { describe, expect, it } from '@jest/globals';
import { RateLimit } from '../../../gateway/api/rate-limit.js';

describe('a rate limit', () => {
  const limit = (perSecond: number, burst: number) => {
    let ms = 0;
    const made = new RateLimit({ perSecond, burst, now: () => new Date(ms) });
    return { made, pass: (seconds: number) => (ms += seconds * 1000) };
  };

  it('lets a burst through, then the rate, and says how long to wait', () => {
    const { made, pass } = limit(2, 4);
    expect([1, 2, 3, 4].map(() => made.take('a'))).toEqual([undefined, undefined, undefined, undefined]);
    expect(made.take('a')).toBe(1);
    expect(made.wait('a')).toBe(1);
    pass(0.5);
    expect(made.wait('a')).toBeUndefined();
    expect([made.take('a'), made.take('a')]).toEqual([undefined, 1]);
    pass(1000);
    expect([1, 2, 3, 4, 5].map(() => made.take('a'))).toEqual([undefined, undefined, undefined, undefined, 1]);
  });

  it('keeps each name to its own, and does not grow with them', () => {
    const { made } = limit(1, 1);
    expect([made.take('a'), made.take('b'), made.take('a')]).toEqual([undefined, undefined, 1]);
    for (let i = 0; i < 20_000; i += 1) made.take(String(i));
    expect(made.take('19999')).toBe(1);
  });

  it('gives nothing for a clock that goes back', () => {
    const { made, pass } = limit(1, 1);
    made.take('a');
    pass(-100);
    expect(made.take('a')).toBe(1);
  });
});
