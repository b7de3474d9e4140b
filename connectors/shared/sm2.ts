import { createPrivateKey } from 'node:crypto';
import { GatewayError } from '../../schemas/errors.js';

/** The signer's identity of GM/T 0009-2012 clause 10, used wherever both sides have not agreed on another. */
export const defaultUserId = '1234567812345678';

export interface Sm2Options {
  readonly userId: string;
  /** `der`: SEQUENCE of r and s (GM/T 0009); `rs`: both numbers, 32 bytes each. */
  readonly form: 'der' | 'rs';
}

/**
 * The SM2 signature (GB/T 32918.2) over the text's UTF-8 bytes, hashed by SM3 with the signer's identity.
 * Node's own `crypto.sign` with an SM2 key makes an ECDSA signature, which every receiver refuses.
 * @throws CONNECTOR_CONFIG_INVALID for a key that is none
 */
export async function signSm2(text: string, privateKey: string, { userId, form }: Sm2Options): Promise<Buffer> {
  // Loaded here: most connectors need no SM2.
  const { sm2 } = await import('sm-crypto-v2');
  const key = privateKeyHex(privateKey);
  const options = { hash: true, der: form === 'der', userId, publicKey: sm2.getPublicKeyFromPrivateKey(key) };
  return Buffer.from(sm2.doSignature(Buffer.from(text), key, options), 'hex');
}

/** Whether the signature is one over the text by the owner of the public key (hex, `04…`). */
export async function isSignedSm2(
  text: string,
  signature: Buffer,
  publicKey: string,
  { userId, form }: Sm2Options,
): Promise<boolean> {
  const { sm2 } = await import('sm-crypto-v2');
  const options = { hash: true, der: form === 'der', userId };
  try {
    return sm2.doVerifySignature(Buffer.from(text), signature.toString('hex'), publicKey, options);
  } catch {
    // What is no signature at all makes the library throw; for us it is one that does not hold.
    return false;
  }
}

/** 64 hex digits, as they are or out of a PEM (SEC 1 or PKCS #8). */
function privateKeyHex(text: string): string {
  const plain = text.trim();
  if (/^[0-9a-f]{64}$/iu.test(plain)) return plain.toLowerCase();
  const hex = plain.startsWith('-----BEGIN') ? pemKeyHex(plain) : undefined;
  if (hex !== undefined) return hex;
  throw new GatewayError('CONNECTOR_CONFIG_INVALID', { field: 'secret', expected: 'SM2 private key: 64 hex digits or PEM' });
}

function pemKeyHex(pem: string): string | undefined {
  const { bytes, start } = privateKeyBytes(pem);
  const at = bytes.indexOf(start);
  const number = at < 0 ? undefined : bytes.subarray(at + start.length, at + start.length + 32);
  return number?.length === 32 ? number.toString('hex') : undefined;
}

/** The key as PKCS #8, and what stands before its number there (RFC 5915): version 1, then a string of 32 bytes. */
function privateKeyBytes(pem: string): { readonly bytes: Buffer; readonly start: Buffer } {
  const start = Buffer.from('0201010420', 'hex');
  try {
    return { bytes: createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' }), start };
  } catch {
    return { bytes: Buffer.alloc(0), start };
  }
}
