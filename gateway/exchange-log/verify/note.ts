import { concat, fromBase64, fromHex, toBase64, toHex, toUtf8 } from './bytes.js';
import type { VerifierKey } from './verifier-key.js';

/** A signed note (C2SP signed-note), taken apart but not yet believed. */
export interface SignedNote {
  /** What is signed, with its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** 8 hexadecimal digits. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

const noteCharactersMax = 1_000_000;
const signaturesMax = 100;
const idBytes = 4;
const anyControlButNewline = /[^\P{Cc}\n\u007f-\u009f]/u;

/** Takes a note apart; undefined where it has not the form of one. */
export function parseNote(note: string): SignedNote | undefined {
  const split = note.lastIndexOf('\n\n');
  if (note.length > noteCharactersMax || split < 0 || !note.endsWith('\n') || anyControlButNewline.test(note)) return undefined;
  const lines = note.slice(split + 2).split('\n').slice(0, -1);
  const signatures = lines.map(parseSignature).filter((one) => one !== undefined);
  if (lines.length === 0 || lines.length > signaturesMax || signatures.length !== lines.length) return undefined;
  return { text: note.slice(0, split + 1), signatures };
}

/** A line of a note: `— name base64(id, signature)`, without its newline. */
export function signatureLine({ name, id, bytes }: NoteSignature): string {
  return `— ${name} ${toBase64(concat(fromHex(id), bytes))}`;
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name = '', base64 = ''] = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
  const bytes = fromBase64(base64);
  if (bytes === undefined || bytes.length <= idBytes) return undefined;
  return { name, id: toHex(bytes.subarray(0, idBytes)), bytes: bytes.subarray(idBytes) };
}

/**
 * The keys among these that signed the note. Signatures of other keys are passed over; a signature that names one of
 * these keys and is not its own spoils the whole note, as the form demands: the answer is then `forged`.
 */
export function signersOf(note: SignedNote, keys: readonly VerifierKey[]): readonly VerifierKey[] | 'forged' {
  const text = toUtf8(note.text);
  const signers: VerifierKey[] = [];
  for (const signature of note.signatures) {
    const key = keys.find(({ name, id }) => name === signature.name && id === signature.id);
    if (key === undefined) continue;
    if (!key.verify(text, signature.bytes)) return 'forged';
    if (!signers.includes(key)) signers.push(key);
  }
  return signers;
}
