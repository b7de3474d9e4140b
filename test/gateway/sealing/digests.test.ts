import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTextHmac, sha256 } from '../../../gateway/sealing/digests.js';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', minLength: 3000, maxLength: 9000, size: 'max' }));

describe('quick digests', () => {
  it('are those of SHA-256, and stay what they are when others are made', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), (texts) => {
        const made = texts.map((one) => sha256(one));
        expect(made.map((one) => one.toString('hex'))).toEqual(texts.map((one) => createHash('sha256').update(one).digest('hex')));
      }),
      { numRuns: 40 },
    );
  });

  it('under a key are those of HMAC-SHA-256, whatever was hashed before and however long', () => {
    const key = fc.uint8Array({ minLength: 1, maxLength: 64 });
    fc.assert(
      fc.property(key, fc.array(text, { maxLength: 5 }), (secret, texts) => {
        const hmac = createTextHmac(secret);
        for (const one of texts) expect(hmac(one)).toEqual(createHmac('sha256', secret).update(one).digest());
      }),
      { numRuns: 40 },
    );
  });

  it('refuse a key that is longer than a block', () => {
    expect(() => createTextHmac(new Uint8Array(65))).toThrow(RangeError);
  });
});
