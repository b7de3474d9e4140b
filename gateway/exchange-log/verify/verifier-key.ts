import { areEqual, concat, fromBase64, toBase64, toHex, toUtf8 } from './bytes.js';
import { digest, ed25519Check, sm2Check, type CheckSignature } from './primitives.js';

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
  readonly verify: CheckSignature;
}

/** `cosignature` is a witness's Ed25519 key, whose signatures carry a time (C2SP tlog-cosignature). */
export type KeyAlgorithm = 'ed25519' | 'cosignature' | 'sm2';

/** First bytes of an encoded key. 0xff is for algorithms without a number of their own and wants a name after it. */
const markOf: Readonly<Record<KeyAlgorithm, Uint8Array>> = {
  ed25519: Uint8Array.of(0x01),
  cosignature: Uint8Array.of(0x04),
  sm2: concat(Uint8Array.of(0xff), toUtf8('jiantong/sm2-sm3/v1\n')),
};
const keyBytesOf: Readonly<Record<KeyAlgorithm, number>> = { ed25519: 32, cosignature: 32, sm2: 65 };

const timeBytes = 8;
const noSpaceOrPlus = /^[^\s+\p{Cc}]+$/u;

/** The written form of a public key. */
export function verifierKeyText(name: string, algorithm: KeyAlgorithm, key: Uint8Array): string {
  const encoded = concat(markOf[algorithm], key);
  return `${name}+${keyId(name, encoded)}+${toBase64(encoded)}`;
}

/** Reads a key in its written form; undefined where it is none, its id does not fit, or its algorithm is unknown. */
export async function parseVerifierKey(text: string): Promise<VerifierKey | undefined> {
  const [, name = '', id = '', base64 = ''] = /^([^+]*)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const encoded = fromBase64(base64);
  if (encoded === undefined || !noSpaceOrPlus.test(name) || keyId(name, encoded) !== id) return undefined;
  for (const algorithm of ['ed25519', 'cosignature', 'sm2'] as const) {
    const mark = markOf[algorithm];
    if (!areEqual(encoded.subarray(0, mark.length), mark) || encoded.length !== mark.length + keyBytesOf[algorithm]) continue;
    const key = encoded.subarray(mark.length);
    const fingerprint = toHex(digest('sha256', key));
    return { name, id, algorithm, text, fingerprint, verify: await verifierOf(algorithm, key) };
  }
  return undefined;
}

/** First four bytes of SHA-256 over name, newline and encoded key. */
function keyId(name: string, encoded: Uint8Array): string {
  return toHex(digest('sha256', toUtf8(`${name}\n`), encoded)).slice(0, 8);
}

async function verifierOf(algorithm: KeyAlgorithm, key: Uint8Array): Promise<CheckSignature> {
  if (algorithm === 'sm2') return sm2Check(key);
  const check = ed25519Check(key);
  if (algorithm === 'ed25519') return check;
  return (text, signature) => {
    if (signature.length <= timeBytes) return false;
    return check(cosignedText(text, cosignedAt(signature)), signature.subarray(timeBytes));
  };
}

/** When a witness signed, in seconds, as its signature says in its first bytes. */
export function cosignedAt(signature: Uint8Array): bigint {
  return new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
}

/** What a witness signs: the time of its signature in seconds, and the note. */
export function cosignedText(text: Uint8Array, seconds: bigint): Uint8Array {
  return concat(toUtf8(`cosignature/v1\ntime ${String(seconds)}\n`), text);
}
