import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { signatureLine } from './verify/note.js';
import { parseVerifierKey, verifierKeyText, type VerifierKey } from './verify/verifier-key.js';

/** A private key that signs notes under a name. */
export interface NoteSigner {
  readonly verifierKey: VerifierKey;
  /** The signature's line over the text of a note, without its newline. */
  signatureOver(text: string): string;
}

/** What stands before 32 bytes of an Ed25519 private key in the PKCS #8 form that node:crypto reads (RFC 8410). */
const ed25519Pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const seedBytes = 32;
const ed25519Mark = 0x01;

/** A new Ed25519 key in the written form that `note` tools keep: `PRIVATE+KEY+name+id+base64`. */
export function makeSignerKey(name: string): string {
  return signerKeyText(name, randomBytes(seedBytes));
}

/** Reads an Ed25519 private key in its written form; undefined where it is none, or its id does not fit. */
export async function parseSignerKey(text: string): Promise<NoteSigner | undefined> {
  const [, name = '', base64 = ''] = /^PRIVATE\+KEY\+([^+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const encoded = Buffer.from(base64, 'base64');
  const seed = encoded.subarray(1);
  if (encoded[0] !== ed25519Mark || seed.length !== seedBytes || signerKeyText(name, seed) !== text) return undefined;
  const key = privateKeyOf(seed);
  return signerOf(verifierKeyText(name, 'ed25519', publicBytes(key)), (bytes) => sign(null, bytes, key));
}

/** Signs with SM2 over SM3 (GB/T 32918.2, with its standard user id) from a private key of 64 hexadecimal digits. */
export async function createSm2Signer(name: string, privateKey: string): Promise<NoteSigner | undefined> {
  // Loaded only where such a key is given: node:crypto's own signature with an SM2 key is not SM2.
  const { sm2 } = await import('sm-crypto-v2');
  const publicKey = sm2.getPublicKeyFromPrivateKey(privateKey);
  const options = { hash: true, publicKey };
  return signerOf(verifierKeyText(name, 'sm2', Buffer.from(publicKey, 'hex')), (bytes) =>
    Buffer.from(sm2.doSignature(bytes, privateKey, options), 'hex'),
  );
}

/** The text and its signatures as one note. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  return `${text}\n${signers.map((signer) => `${signer.signatureOver(text)}\n`).join('')}`;
}

async function signerOf(verifierText: string, signBytes: (bytes: Buffer) => Buffer): Promise<NoteSigner | undefined> {
  const verifierKey = await parseVerifierKey(verifierText);
  if (verifierKey === undefined) return undefined;
  const { name, id } = verifierKey;
  return {
    verifierKey,
    signatureOver: (text) => signatureLine({ name, id, bytes: signBytes(Buffer.from(text, 'utf8')) }),
  };
}

function signerKeyText(name: string, seed: Buffer): string {
  const [, id = ''] = verifierKeyText(name, 'ed25519', publicBytes(privateKeyOf(seed))).split('+');
  return `PRIVATE+KEY+${name}+${id}+${Buffer.concat([Buffer.of(ed25519Mark), seed]).toString('base64')}`;
}

function privateKeyOf(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([ed25519Pkcs8, seed]), format: 'der', type: 'pkcs8' });
}

function publicBytes(key: KeyObject): Buffer {
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return spki.subarray(spki.length - seedBytes);
}
