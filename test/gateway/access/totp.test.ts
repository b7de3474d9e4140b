import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromBase32, toBase32, totpCode, totpStepOf, totpUri } from '../../../gateway/access/totp.js';

/** The secret of RFC 6238, appendix B. */
const secret = Buffer.from('12345678901234567890');

describe('a one-time code', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('at second %d is that of RFC 6238', (second, code) => {
    expect(totpCode(secret, Math.floor(second / 30))).toBe(code);
  });

  it('counts for a clock that is one step off, and for none further', () => {
    const now = new Date(1_234_567_890_000);
    const step = Math.floor(1_234_567_890 / 30);
    expect([-2, -1, 0, 1, 2].map((off) => totpStepOf(secret, totpCode(secret, step + off), now, undefined))).toEqual([
      undefined, step - 1, step, step + 1, undefined,
    ]);
  });

  it('serves once, and an older one not after it', () => {
    const now = new Date(1_234_567_890_000);
    const step = Math.floor(1_234_567_890 / 30);
    expect(totpStepOf(secret, totpCode(secret, step), now, step)).toBeUndefined();
    expect(totpStepOf(secret, totpCode(secret, step - 1), now, step)).toBeUndefined();
    expect(totpStepOf(secret, totpCode(secret, step + 1), now, step)).toBe(step + 1);
  });

  it('of any other form is wrong', () => {
    fc.assert(
      fc.property(fc.string(), (code) => totpStepOf(secret, code, new Date(59_000), undefined) === undefined || /^\d{6}$/.test(code)),
    );
  });
});

describe('a secret as an authenticator takes it', () => {
  it.each([
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foobar', 'MZXW6YTBOI'],
  ])('%s is %s (RFC 4648 §10)', (text, written) => {
    expect(toBase32(Buffer.from(text))).toBe(written);
  });

  it('comes back from its letters', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => fromBase32(toBase32(bytes)).equals(Buffer.from(bytes))));
  });

  it('is offered as an otpauth address', () => {
    expect(totpUri(secret, 'ma-jianguo')).toBe(
      'otpauth://totp/%E7%9B%91%E9%80%9A%3Ama-jianguo?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E7%9B%91%E9%80%9A',
    );
  });
});
