import { areEqual, toHex } from './bytes.js';
import { hashNameOf, isSigned, isVouchedFor, parseCertificate, type Certificate } from './certificate.js';
import { derTag, membersOf, oidOf, readDer, timeOf, type DerValue } from './der.js';

/** A time stamp token (RFC 3161), taken apart but not yet believed. */
export interface TimeStamp {
  /** The authority's own time. */
  readonly at: Date;
  /** SHA-256 of what was stamped, hex. */
  readonly imprint: string;
  /** Hex; what the request had, where it had one. */
  readonly nonce: string | undefined;
  /** Certificates that the token carries: offered, not trusted. */
  readonly certificates: readonly Certificate[];
  readonly content: Uint8Array;
  readonly signer: DerValue;
}

const oid = {
  signedData: '1.2.840.113549.1.7.2',
  stampInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

/** Reads a token over a SHA-256 digest; undefined where the bytes are none. */
export function parseTimeStamp(token: Uint8Array): TimeStamp | undefined {
  const [type, wrapped] = membersOf(readDer(token)?.[0]);
  const [, , encapsulated, ...more] = membersOf(membersOf(wrapped)[0]);
  const [contentType, octets] = membersOf(encapsulated);
  const content = membersOf(octets)[0];
  const [signer, ...others] = membersOf(more.at(-1));
  if (oidOf(type) !== oid.signedData || oidOf(contentType) !== oid.stampInfo || content === undefined) return undefined;
  if (signer === undefined || others.length > 0) return undefined;
  const [, , imprint, , time, ...rest] = membersOf(readDer(content.content)?.[0]);
  const [algorithm, hash] = membersOf(imprint);
  const at = timeOf(time);
  if (at === undefined || hash === undefined || oidOf(membersOf(algorithm)[0]) !== oid.sha256) return undefined;
  const nonce = rest.find(({ tag }) => tag === derTag.integer);
  return {
    at,
    imprint: toHex(hash.content),
    nonce: nonce && toHex(nonce.content),
    certificates: membersOf(more.find(({ tag }) => tag === 0xa0)).flatMap(({ raw }) => parseCertificate(raw) ?? []),
    content: content.content,
    signer,
  };
}

/**
 * Whether an authority made the token: one whose certificate, or that of whom vouches for it, is trusted. The certificate
 * must have been valid when it stamped, and be one for time stamping.
 *
 * @param trusted fingerprints of certificates
 */
export async function isStampOf({ at, certificates, content, signer }: TimeStamp, trusted: readonly string[]): Promise<boolean> {
  const [, who, digestAlgorithm, attributes, algorithm, signature] = membersOf(signer);
  if (who === undefined || attributes?.tag !== 0xa0 || algorithm === undefined || signature === undefined) return false;
  const certificate = certificates.find((one) => isNamed(one, who));
  const hash = hashNameOf(digestAlgorithm);
  if (certificate?.usages.includes(oid.timeStamping) !== true || hash === undefined) return false;
  const found = new Map(membersOf(attributes).map((attribute) => {
    const [name, values] = membersOf(attribute);
    return [oidOf(name), membersOf(values)[0]];
  }));
  const digestSaid = found.get(oid.messageDigest);
  const digestOwn = await digestBy(hash, content);
  if (oidOf(found.get(oid.contentType)) !== oid.stampInfo || digestSaid === undefined || !areEqual(digestSaid.content, digestOwn)) return false;
  if (!(await isMeant(certificate, found.get(oid.signingCertificateV2), found.get(oid.signingCertificate)))) return false;
  // What is signed are the attributes as a set, whose mark stands there as the context's own.
  const signed = Uint8Array.from(attributes.raw);
  signed[0] = derTag.set;
  if (!(await isSigned(certificate.publicKey, algorithm, signed, signature.content, hashNameOf(algorithm) ?? hash))) return false;
  return isVouchedFor(certificate, certificates, trusted, at);
}

/** Whether the signer's name, by issuer and serial number or by key identifier, is that of the certificate. */
function isNamed({ issuer, serial, keyId }: Certificate, who: DerValue): boolean {
  if (who.tag === 0x80) return keyId !== undefined && areEqual(keyId, who.content);
  const [name, number] = membersOf(who);
  return name !== undefined && number !== undefined && areEqual(name.raw, issuer) && areEqual(number.content, serial);
}

/** The signed attribute that binds the token to one certificate (RFC 5816, and RFC 2634 with SHA-1). */
async function isMeant(certificate: Certificate, v2: DerValue | undefined, v1: DerValue | undefined): Promise<boolean> {
  const [first] = membersOf(membersOf(v2 ?? v1)[0]);
  const [algorithm] = membersOf(first).filter(({ tag }) => tag === derTag.sequence);
  const hash = v2 === undefined ? 'SHA-1' : (hashNameOf(algorithm) ?? 'SHA-256');
  const said = membersOf(first).find(({ tag }) => tag === derTag.octetString);
  return said !== undefined && areEqual(said.content, await digestBy(hash, certificate.raw));
}

async function digestBy(hash: string, bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await globalThis.crypto.subtle.digest(hash, Uint8Array.from(bytes)));
}
