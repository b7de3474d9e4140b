import { createHash, createPublicKey, verify } from 'node:crypto';
import { concat, fromHex, toHex } from './bytes.js';

/*
 * Hashes and signatures as node:crypto makes them. In the browser `page/primitives.ts` stands in the place of this file;
 * all else of the verifier is the same code in both.
 */

/** Hash that a log is made with: `sha256` is what public tools read, `sm3` (GB/T 32905) what some rules ask for. */
export type HashName = 'sha256' | 'sm3';

/** Whether the signature is that of a fixed key over the text. */
export type CheckSignature = (text: Uint8Array, signature: Uint8Array) => boolean;

/** Digest over the parts, one after the other. */
export function digest(hash: HashName, ...parts: readonly Uint8Array[]): Uint8Array {
  const made = createHash(hash);
  for (const part of parts) made.update(part);
  return made.digest();
}

/** What stands before 32 bytes of an Ed25519 public key in the SPKI form that node:crypto reads (RFC 8410). */
const ed25519Spki = fromHex('302a300506032b6570032100');

export function ed25519Check(key: Uint8Array): CheckSignature {
  const publicKey = createPublicKey({ key: Buffer.from(concat(ed25519Spki, key)), format: 'der', type: 'spki' });
  return (text, signature) => verify(null, text, publicKey, signature);
}

/** SM2 over SM3 with the standard user id (GB/T 32918.2). */
export async function sm2Check(key: Uint8Array): Promise<CheckSignature> {
  // Loaded only where such a key is used: node:crypto cannot make or check SM2 signatures.
  const { sm2 } = await import('sm-crypto-v2');
  return (text, signature) => sm2.doVerifySignature(text, toHex(signature), toHex(key), { hash: true });
}
