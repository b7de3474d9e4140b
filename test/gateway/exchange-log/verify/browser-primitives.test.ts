import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSm2Signer } from '../../../../gateway/exchange-log/note-signer.js';
import { fromBase64, fromHex, toBase64, toHex } from '../../../../gateway/exchange-log/verify/bytes.js';
import * as ofNode from '../../../../gateway/exchange-log/verify/primitives.js';
import * as ofBrowser from '../../../../gateway/exchange-log/verify-page/browser-primitives.js';

const bytes = fc.uint8Array({ maxLength: 300 });

describe('what the verifier has of node:crypto and what a browser has in its place', () => {
  it('hash alike, with SHA-256 and with SM3', () => {
    fc.assert(
      fc.property(fc.constantFrom('sha256', 'sm3'), fc.array(bytes, { maxLength: 4 }), (hash, parts) => {
        expect(toHex(ofBrowser.digest(hash, ...parts))).toBe(toHex(ofNode.digest(hash, ...parts)));
      }),
    );
  });

  it('judge Ed25519 signatures alike, also changed ones and ones of a wrong length', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    const [node, browser] = [ofNode.ed25519Check(key), ofBrowser.ed25519Check(key)];
    fc.assert(
      fc.property(bytes, fc.nat({ max: 63 }), fc.nat({ max: 255 }), fc.integer({ min: 0, max: 70 }), (text, at, change, length) => {
        const signature = sign(null, text, privateKey);
        signature[at] = (signature[at] ?? 0) ^ change;
        for (const given of [signature, signature.subarray(0, length)]) {
          const verdict = node(text, given);
          expect(browser(text, given)).toBe(verdict);
          if (given === signature) expect(verdict).toBe(change === 0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('judge SM2 signatures alike', async () => {
    const signer = await createSm2Signer('log.example', '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8');
    const [, base64 = ''] = /^— \S+ (\S+)$/u.exec(signer?.signatureOver('text\n') ?? '') ?? [];
    const signature = fromBase64(base64)?.subarray(4) ?? new Uint8Array();
    const key = (fromBase64(/^[^+]+\+[^+]+\+(.+)$/u.exec(signer?.verifierKey.text ?? '')?.[1] ?? '') ?? new Uint8Array()).slice(-65);
    const [node, browser] = [await ofNode.sm2Check(key), await ofBrowser.sm2Check(key)];
    for (const [text, given, isGood] of [['text\n', signature, true], ['texts\n', signature, false], ['text\n', signature.slice(1), false]] as const) {
      expect([node(Buffer.from(text), given), browser(Buffer.from(text), given)]).toEqual([isGood, isGood]);
    }
  });
});

describe('bytes as text', () => {
  it('come back the same, and are read in their one exact form only', () => {
    fc.assert(
      fc.property(bytes, (given) => {
        expect(fromBase64(toBase64(given))).toEqual(Uint8Array.from(given));
        expect(toBase64(given)).toBe(Buffer.from(given).toString('base64'));
        expect(fromHex(toHex(given))).toEqual(Uint8Array.from(given));
      }),
    );
    for (const text of ['A', 'AA', 'AAA', 'AA==\n', ' AAAA', 'AB==', 'A-_A', '====']) expect(fromBase64(text)).toBeUndefined();
  });
});
