import { createHash, createPublicKey, verify } from 'node:crypto';

/** A public key that signs notes, with the name it signs under. */
export interface VerifierKey {
  readonly name: string;
  /** First four bytes of a hash over name and key, as 8 hexadecimal digits: finds the key, proves nothing. */
  readonly id: string;
  readonly algorithm: KeyAlgorithm;
  /** As auditors keep and type it: `name+id+base64` (C2SP signed-note). */
  readonly text: string;
  /** SHA-256 of the whole public key, 64 hexadecimal digits: what an auditor may type in place of the key. */
  readonly fingerprint: string;
  /** Whether the signature is this key's over the bytes. */
  verify(text: Uint8Array, signature: Uint8Array): boolean;
}

/** `cosignature` is a witness's Ed25519 key, whose signatures carry a time (C2SP tlog-cosignature). */
export type KeyAlgorithm = 'ed25519' | 'cosignature' | 'sm2';

/** First bytes of an encoded key. 0xff is for algorithms without a number of their own and wants a name after it. */
const markOf: Readonly<Record<KeyAlgorithm, Buffer>> = {
  ed25519: Buffer.of(0x01),
  cosignature: Buffer.of(0x04),
  sm2: Buffer.concat([Buffer.of(0xff), Buffer.from('jiantong/sm2-sm3/v1\n')]),
};
const keyBytesOf: Readonly<Record<KeyAlgorithm, number>> = { ed25519: 32, cosignature: 32, sm2: 65 };

/** What stands before 32 bytes of an Ed25519 public key in the SPKI form that node:crypto reads (RFC 8410). */
const ed25519Spki = Buffer.from('302a300506032b6570032100', 'hex');

const timeBytes = 8;
const noSpaceOrPlus = /^[^\s+\p{Cc}]+$/u;

/** The written form of a public key. */
export function verifierKeyText(name: string, algorithm: KeyAlgorithm, key: Uint8Array): string {
  const encoded = Buffer.concat([markOf[algorithm], key]);
  return `${name}+${keyId(name, encoded)}+${encoded.toString('base64')}`;
}

/** Reads a key in its written form; undefined where it is none, its id does not fit, or its algorithm is unknown. */
export async function parseVerifierKey(text: string): Promise<VerifierKey | undefined> {
  const [, name = '', id = '', base64 = ''] = /^([^+]*)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const encoded = Buffer.from(base64, 'base64');
  if (!noSpaceOrPlus.test(name) || encoded.toString('base64') !== base64 || keyId(name, encoded) !== id) return undefined;
  for (const algorithm of ['ed25519', 'cosignature', 'sm2'] as const) {
    const mark = markOf[algorithm];
    if (!encoded.subarray(0, mark.length).equals(mark) || encoded.length !== mark.length + keyBytesOf[algorithm]) continue;
    const key = encoded.subarray(mark.length);
    const fingerprint = createHash('sha256').update(key).digest('hex');
    return { name, id, algorithm, text, fingerprint, verify: await verifierOf(algorithm, key) };
  }
  return undefined;
}

/** First four bytes of SHA-256 over name, newline and encoded key. */
function keyId(name: string, encoded: Uint8Array): string {
  return createHash('sha256').update(`${name}\n`).update(encoded).digest('hex').slice(0, 8);
}

async function verifierOf(algorithm: KeyAlgorithm, key: Buffer): Promise<VerifierKey['verify']> {
  if (algorithm === 'sm2') {
    // Loaded only where such a key is used: node:crypto cannot make or check SM2 signatures.
    const { sm2 } = await import('sm-crypto-v2');
    return (text, signature) =>
      sm2.doVerifySignature(text, Buffer.from(signature).toString('hex'), key.toString('hex'), { hash: true });
  }
  const publicKey = createPublicKey({ key: Buffer.concat([ed25519Spki, key]), format: 'der', type: 'spki' });
  if (algorithm === 'ed25519') return (text, signature) => verify(null, text, publicKey, signature);
  return (text, signature) => {
    if (signature.length <= timeBytes) return false;
    const bytes = Buffer.from(signature);
    return verify(null, cosignedText(text, bytes.readBigUInt64BE()), publicKey, bytes.subarray(timeBytes));
  };
}

/** What a witness signs: the time of its signature in seconds, and the note. */
export function cosignedText(text: Uint8Array, seconds: bigint): Buffer {
  return Buffer.concat([Buffer.from(`cosignature/v1\ntime ${String(seconds)}\n`), text]);
}
