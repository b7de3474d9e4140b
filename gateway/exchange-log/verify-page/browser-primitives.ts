import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { sm2, sm3 } from 'sm-crypto-v2';
import { concat, fromHex, toHex } from '../verify/bytes.js';
import type { CheckSignature, HashName } from '../verify/primitives.js';

/*
 * What `verify/primitives.ts` is, for browsers. Not with the browser's own WebCrypto: Chromium knows Ed25519 there from
 * version 137 only, Firefox from 129, and neither knows SM2 or SM3; the browsers of an audit office are often older.
 */

/** Digest over the parts, one after the other. */
export function digest(hash: HashName, ...parts: readonly Uint8Array[]): Uint8Array {
  const whole = concat(...parts);
  return hash === 'sha256' ? sha256(whole) : fromHex(sm3(whole));
}

export function ed25519Check(key: Uint8Array): CheckSignature {
  return (text, signature) => isSound(() => ed25519.verify(signature, text, key, { zip215: false }));
}

/** SM2 over SM3 with the standard user id (GB/T 32918.2). */
export async function sm2Check(key: Uint8Array): Promise<CheckSignature> {
  return (text, signature) => isSound(() => sm2.doVerifySignature(text, toHex(signature), toHex(key), { hash: true }));
}

/** These libraries throw at signatures that have not even the form of one. */
function isSound(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
