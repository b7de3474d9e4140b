import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { GatewayError } from '../../schemas/errors.js';

/** ECB shows which blocks are equal: only for receivers that ask for it. */
export type Sm4Mode = 'sm4-cbc' | 'sm4-ecb';

const blockBytes = 16;

/**
 * SM4 (GB/T 32907) with PKCS #7 padding. With CBC the fresh initialisation vector stands before the cipher text, or
 * the agreed one is used and not sent.
 * @throws CONNECTOR_CONFIG_INVALID for a key or vector that is not 16 bytes long
 */
export function encryptSm4(mode: Sm4Mode, plain: Buffer, key: Buffer, agreedVector?: Buffer): Buffer {
  const vector = mode === 'sm4-ecb' ? null : (agreedVector ?? randomBytes(blockBytes));
  checkLengths(key, vector);
  const cipher = createCipheriv(mode, key, vector);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return vector === null || agreedVector !== undefined ? sealed : Buffer.concat([vector, sealed]);
}

/**
 * What `encryptSm4` was given; undefined for bytes that were not encrypted so with this key.
 * @throws CONNECTOR_CONFIG_INVALID for a key or vector that is not 16 bytes long
 */
export function decryptSm4(mode: Sm4Mode, sealed: Buffer, key: Buffer, agreedVector?: Buffer): Buffer | undefined {
  const isVectorSent = mode === 'sm4-cbc' && agreedVector === undefined;
  if (isVectorSent && sealed.length < 2 * blockBytes) return undefined;
  const sentVector = isVectorSent ? sealed.subarray(0, blockBytes) : (agreedVector ?? null);
  const vector = mode === 'sm4-ecb' ? null : sentVector;
  checkLengths(key, vector);
  try {
    const decipher = createDecipheriv(mode, key, vector);
    return Buffer.concat([decipher.update(isVectorSent ? sealed.subarray(blockBytes) : sealed), decipher.final()]);
  } catch {
    // The padding is wrong: another key, or bytes that were changed.
    return undefined;
  }
}

function checkLengths(key: Buffer, vector: Buffer | null): void {
  if (key.length === blockBytes && (vector === null || vector.length === blockBytes)) return;
  throw new GatewayError('CONNECTOR_CONFIG_INVALID', { field: 'key', expected: `${blockBytes} bytes`, found: key.length });
}
