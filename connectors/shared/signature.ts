import { createHash, createHmac } from 'node:crypto';
import type { BytesEncoding, SecretEncoding } from './encoding.js';
import { encodeBytes, secretBytes } from './encoding.js';
import { defaultUserId, signSm2 } from './sm2.js';

/** `md5` is weak: only for receivers that ask for it. The plain digests name the secret in what they cover. */
export const signatureAlgorithms = ['sha256', 'hmac-sha256', 'sm3', 'hmac-sm3', 'sm2', 'md5'] as const;
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number];

/** How a text is signed. */
export interface SignatureRule {
  readonly algorithm: SignatureAlgorithm;
  /** Key of the hmac, private key of SM2 (hex or PEM); with a plain digest, put `{secret}` into the template. */
  readonly secret: string;
  readonly secretEncoding: SecretEncoding;
  readonly signatureEncoding: BytesEncoding;
  /** The signer's identity of SM2. */
  readonly userId?: string;
  readonly sm2Form?: 'der' | 'rs';
}

/**
 * The signature over the text's UTF-8 bytes, as text.
 * @throws CONNECTOR_CONFIG_INVALID for an SM2 key that is none
 */
export async function signatureOf(rule: SignatureRule, text: string): Promise<string> {
  return encodeBytes(await signatureBytes(rule, text), rule.signatureEncoding);
}

async function signatureBytes(rule: SignatureRule, text: string): Promise<Buffer> {
  const { algorithm, secret } = rule;
  if (algorithm === 'sm2') {
    return await signSm2(text, secret, { userId: rule.userId ?? defaultUserId, form: rule.sm2Form ?? 'der' });
  }
  if (algorithm === 'hmac-sha256' || algorithm === 'hmac-sm3') {
    const key = secretBytes(secret, rule.secretEncoding);
    return createHmac(algorithm.slice('hmac-'.length), key).update(text).digest();
  }
  return createHash(algorithm).update(text).digest();
}
