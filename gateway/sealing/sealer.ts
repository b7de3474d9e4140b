import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createTextHmac, sha256 } from './digests.js';
import { type ErrorCode, GatewayError } from '../../schemas/errors.js';

/**
 * Seals personal fields. Each subject (a person or body) has a data key of its own; data keys are stored only
 * wrapped by the master key. Erasing a subject's wrapped key makes all that was sealed for it unreadable.
 * Pure but for fresh random bytes: reads and writes nothing.
 */
export interface Sealer {
  /**
   * Blind index (32 bytes) of a subject's identifier: the same subject has the same index, however the
   * identifier is written (full width, spaces, case), and without the master key it cannot be guessed.
   * Throws SEALING_SUBJECT_EMPTY.
   */
  subjectIndex(identifier: string): Buffer;
  /** A fresh key of a subject: `key` (32 bytes) never leaves the process, `wrapped` is stored. */
  newDataKey(): DataKey;
  /** Throws SEALING_MASTER_KEY_WRONG for a key of another master key, SEALING_DATA_KEY_DAMAGED for a changed one. */
  unwrap(wrapped: Uint8Array): Buffer;
  /**
   * Encrypts a text. `boundTo` names what it belongs to (a record's id) and is needed again to open it, so
   * that a ciphertext moved to another row does not open there.
   */
  seal(key: Uint8Array, text: string, boundTo: string): Buffer;
  /** Throws SEALING_TEXT_DAMAGED for another key, another `boundTo`, or any changed byte. */
  open(key: Uint8Array, sealed: Uint8Array, boundTo: string): string;
  /**
   * Encrypts a secret of the gateway's own (a password of a connector, a second factor) under the master key. `boundTo`
   * names its place, as in `seal`.
   */
  sealSecret(text: string, boundTo: string): Buffer;
  /** Throws SEALING_SECRET_CLOSED for another master key, another `boundTo`, or any changed byte. */
  openSecret(sealed: Uint8Array, boundTo: string): string;
  /**
   * Keyed hash (32 bytes) of a canonical text as UTF-8. Without the master key nobody can test
   * guesses of personal data against it. Callers put what is hashed in front, as in `content\n…` or `key\n…`.
   */
  contentHash(text: string): Buffer;
  /**
   * SHA-256 (32 bytes) over a secret and the text: to find equal texts again, half the price of `contentHash`. Good
   * against guessing, which is all that is asked of it; it authenticates nothing.
   */
  fingerprint(text: string): Buffer;
}

export interface DataKey {
  readonly key: Buffer;
  readonly wrapped: Buffer;
}

export const masterKeyBytes = 32;

const cipherName = 'aes-256-gcm';
const dataKeyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const keyIdBytes = 4;
/** First byte of everything sealed: says how the rest is made, so that another cipher can come beside it. */
const formatVersion = 1;
const sealedBytesMin = 1 + nonceBytes + tagBytes;

/** A sealer under one master key of 32 bytes. Throws SEALING_MASTER_KEY_MALFORMED for any other length. */
export function createSealer({ masterKey }: { readonly masterKey: Uint8Array }): Sealer {
  if (masterKey.length !== masterKeyBytes) throw new GatewayError('SEALING_MASTER_KEY_MALFORMED');
  const wrappingKey = subKey(masterKey, 'wrap');
  const indexKey = subKey(masterKey, 'subject-index');
  const contentHash = createTextHmac(derive(masterKey, 'content-hash', masterKeyBytes));
  const secretKey = subKey(masterKey, 'secrets');
  /** Stands in front of a wrapped key, so that another master key is told from a damaged row. */
  const keyId = derive(masterKey, 'key-id', keyIdBytes);
  const fingerprintSecret = derive(masterKey, 'fingerprint', masterKeyBytes).toString('hex');
  const nextNonce = createNonceSource();

  return {
    subjectIndex(identifier) {
      const normalised = normaliseIdentifier(identifier);
      if (normalised === '') throw new GatewayError('SEALING_SUBJECT_EMPTY');
      return keyedHash(indexKey, normalised);
    },
    newDataKey() {
      const key = randomBytes(dataKeyBytes);
      return { key, wrapped: Buffer.concat([keyId, encrypt(wrappingKey, nextNonce(), key, keyId)]) };
    },
    unwrap(wrapped) {
      const owner = wrapped.subarray(0, keyIdBytes);
      if (owner.length === keyIdBytes && !keyId.equals(owner))
        throw new GatewayError('SEALING_MASTER_KEY_WRONG');
      return decrypt(wrappingKey, wrapped.subarray(keyIdBytes), keyId, 'SEALING_DATA_KEY_DAMAGED');
    },
    seal: (key, text, boundTo) =>
      encrypt(key, nextNonce(), Buffer.from(text, 'utf8'), Buffer.from(boundTo, 'utf8')),
    open: (key, sealed, boundTo) =>
      decrypt(key, sealed, Buffer.from(boundTo, 'utf8'), 'SEALING_TEXT_DAMAGED').toString('utf8'),
    sealSecret: (text, boundTo) => encrypt(secretKey, nextNonce(), Buffer.from(text, 'utf8'), Buffer.from(boundTo, 'utf8')),
    openSecret: (sealed, boundTo) =>
      decrypt(secretKey, sealed, Buffer.from(boundTo, 'utf8'), 'SEALING_SECRET_CLOSED').toString('utf8'),
    contentHash,
    fingerprint: (text) => sha256(fingerprintSecret + text),
  };
}

/** One form for one identifier: half width, no spaces, upper case. */
function normaliseIdentifier(identifier: string): string {
  return identifier.normalize('NFKC').replaceAll(/\s+/gu, '').toUpperCase();
}

/**
 * Random nonces, each handed out once; with the few texts that one data key seals, two never meet. They are
 * drawn many at a time because one call to the system's source costs as much as the sealing itself.
 */
function createNonceSource(): () => Buffer {
  const noncesPerDraw = 512;
  let drawn = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used === drawn.length) {
      drawn = randomBytes(noncesPerDraw * nonceBytes);
      used = 0;
    }
    used += nonceBytes;
    return drawn.subarray(used - nonceBytes, used);
  };
}

/** Gives `format version, nonce, ciphertext, tag`. */
function encrypt(
  key: Uint8Array | KeyObject,
  nonce: Uint8Array,
  plain: Uint8Array,
  boundTo: Uint8Array,
): Buffer {
  const cipher = createCipheriv(cipherName, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(boundTo);
  const text = cipher.update(plain);
  cipher.final();
  return Buffer.concat([Buffer.of(formatVersion), nonce, text, cipher.getAuthTag()]);
}

function decrypt(
  key: Uint8Array | KeyObject,
  sealed: Uint8Array,
  boundTo: Uint8Array,
  code: Extract<ErrorCode, `SEALING_${string}`>,
): Buffer {
  if (sealed.length < sealedBytesMin || sealed[0] !== formatVersion) throw new GatewayError(code);
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const tagStart = sealed.length - tagBytes;
  const decipher = createDecipheriv(cipherName, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(boundTo);
  decipher.setAuthTag(sealed.subarray(tagStart));
  const plain = decipher.update(sealed.subarray(1 + nonceBytes, tagStart));
  try {
    // The only thing that can fail from here is the tag: nothing of `plain` is handed on before it held.
    decipher.final();
  } catch (cause) {
    throw new GatewayError(code, {}, cause);
  }
  return plain;
}

function keyedHash(key: KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** One purpose, one key (RFC 5869): knowing one tells nothing of the others or of the master key. */
function subKey(masterKey: Uint8Array, purpose: string): KeyObject {
  return createSecretKey(derive(masterKey, purpose, masterKeyBytes));
}

function derive(masterKey: Uint8Array, purpose: string, length: number): Buffer {
  return Buffer.from(
    hkdfSync('sha256', masterKey, Buffer.alloc(0), `jiantong sealing v1 ${purpose}`, length),
  );
}
