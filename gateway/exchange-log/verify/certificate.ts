import { areEqual, concat, toHex } from './bytes.js';
import { derTag, membersOf, oidOf, readDer, timeOf, type DerValue } from './der.js';
import { digest } from './primitives.js';

/** What of an X.509 certificate (RFC 5280) it takes to check a signature by it, and that another certificate vouches for it. */
export interface Certificate {
  /** SHA-256 of the whole certificate, 64 hexadecimal digits: what an auditor types. */
  readonly fingerprint: string;
  readonly serial: Uint8Array;
  /** Names as encoded. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly isAuthority: boolean;
  /** Object identifiers of extended key usages. */
  readonly usages: readonly string[];
  /** Key identifier of the subject, where it has one. */
  readonly keyId: Uint8Array | undefined;
  readonly publicKey: DerValue;
  readonly raw: Uint8Array;
  readonly signed: Uint8Array;
  readonly algorithm: DerValue;
  readonly signature: Uint8Array;
}

const extension = { keyId: '2.5.29.14', constraints: '2.5.29.19', usages: '2.5.29.37' } as const;

/** Reads a certificate; undefined where the bytes are none. */
export function parseCertificate(raw: Uint8Array): Certificate | undefined {
  const [whole] = readDer(raw) ?? [];
  const [body, algorithm, signature] = membersOf(whole);
  const fields = membersOf(body).filter(({ tag }, at) => at > 0 || tag !== 0xa0);
  const [serial, , issuer, validity, subject, publicKey, ...more] = fields;
  const [notBefore, notAfter] = membersOf(validity).map(timeOf);
  if (body === undefined || algorithm === undefined || serial === undefined || issuer === undefined || subject === undefined) return undefined;
  if (publicKey === undefined || signature?.tag !== derTag.bitString || notBefore === undefined || notAfter === undefined) return undefined;
  const extensions = membersOf(membersOf(more.find(({ tag }) => tag === 0xa3))[0]).map(membersOf);
  const valueOf = (oid: string): DerValue | undefined => {
    const octets = extensions.find(([name]) => oidOf(name) === oid)?.at(-1);
    return octets && readDer(octets.content)?.[0];
  };
  const [isAuthority] = membersOf(valueOf(extension.constraints));
  return {
    fingerprint: toHex(digest('sha256', raw)),
    serial: serial.content,
    issuer: issuer.raw,
    subject: subject.raw,
    notBefore,
    notAfter,
    isAuthority: isAuthority?.tag === derTag.boolean && isAuthority.content[0] === 0xff,
    usages: membersOf(valueOf(extension.usages)).map(oidOf),
    keyId: valueOf(extension.keyId)?.content,
    publicKey,
    raw,
    signed: body.raw,
    algorithm,
    signature: signature.content.subarray(1),
  };
}

const certificatesMax = 5;

/**
 * Whether the certificate is one of those trusted (by fingerprint), or one of these vouches for it, by way of others that
 * are offered; all of them valid at the time.
 */
export async function isVouchedFor(
  certificate: Certificate,
  offered: readonly Certificate[],
  trusted: readonly string[],
  at: Date,
): Promise<boolean> {
  let here = certificate;
  for (let step = 0; step < certificatesMax; step += 1) {
    if (at < here.notBefore || at > here.notAfter) return false;
    if (trusted.includes(here.fingerprint)) return true;
    const { issuer, algorithm, signed, signature } = here;
    const above = offered.find(({ subject, isAuthority }) => isAuthority && areEqual(subject, issuer));
    if (above === undefined || !(await isSigned(above.publicKey, algorithm, signed, signature))) return false;
    here = above;
  }
  return false;
}

const hashOf: Readonly<Record<string, string>> = {
  // Digests themselves, RSA with them, and ECDSA with them.
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
  '1.2.840.113549.1.1.11': 'SHA-256',
  '1.2.840.113549.1.1.12': 'SHA-384',
  '1.2.840.113549.1.1.13': 'SHA-512',
  '1.2.840.10045.4.3.2': 'SHA-256',
  '1.2.840.10045.4.3.3': 'SHA-384',
  '1.2.840.10045.4.3.4': 'SHA-512',
};
const curveOf: Readonly<Record<string, readonly [name: string, bytes: number]>> = {
  '1.2.840.10045.3.1.7': ['P-256', 32],
  '1.3.132.0.34': ['P-384', 48],
};
const rsaKey = '1.2.840.113549.1.1.1';
const ecKey = '1.2.840.10045.2.1';

/** Name of a hash as WebCrypto has it, by the object identifier of the hash or of a signature with it. */
export function hashNameOf(algorithm: DerValue | undefined): string | undefined {
  return hashOf[oidOf(membersOf(algorithm)[0])];
}

/**
 * Whether the signature is that of the key over the bytes: RSA (PKCS #1 v1.5) or ECDSA on P-256 or P-384, with SHA-2.
 *
 * @param algorithm that of the signature; where it names no hash, `hash` does
 */
export async function isSigned(
  publicKey: DerValue,
  algorithm: DerValue,
  bytes: Uint8Array,
  signature: Uint8Array,
  hash = hashNameOf(algorithm),
): Promise<boolean> {
  const [kind] = membersOf(publicKey);
  const [keyOid, curveOid] = membersOf(kind).map(oidOf);
  const curve = curveOf[curveOid ?? ''];
  const spki = Uint8Array.from(publicKey.raw);
  const { subtle } = globalThis.crypto;
  try {
    if (hash !== undefined && keyOid === rsaKey) {
      const name = { name: 'RSASSA-PKCS1-v1_5', hash };
      const key = await subtle.importKey('spki', spki, name, false, ['verify']);
      return await subtle.verify(name, key, Uint8Array.from(signature), Uint8Array.from(bytes));
    }
    if (hash !== undefined && keyOid === ecKey && curve !== undefined) {
      const [namedCurve, length] = curve;
      const key = await subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve }, false, ['verify']);
      const numbers = membersOf(readDer(signature)?.[0]).map(({ content }) => paddedTo(length, content));
      return await subtle.verify({ name: 'ECDSA', hash }, key, concat(...numbers), Uint8Array.from(bytes));
    }
  } catch {
    // A key or a signature that has not the form of one.
  }
  return false;
}

/** A whole number in so many bytes: WebCrypto wants the two of an ECDSA signature side by side. */
function paddedTo(length: number, integer: Uint8Array): Uint8Array {
  const digits = integer.subarray(integer.findIndex((byte) => byte !== 0));
  return concat(new Uint8Array(Math.max(0, length - digits.length)), digits);
}
