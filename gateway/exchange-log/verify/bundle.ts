import { fromBase64, fromUtf8, toBase64, toHex, toUtf8 } from './bytes.js';
import { parseCheckpoint, type Checkpoint } from './checkpoint.js';
import { isAhead } from './clocks.js';
import { faultOf, type Fault, type FaultCode } from './faults.js';
import { isInclusion, leafHashOf } from './merkle.js';
import { parseNote, signersOf } from './note.js';
import { digest } from './primitives.js';
import { parseProof } from './proof.js';
import { checkStamps } from './stamps.js';
import { trustedKey } from './trusted-key.js';
import type { VerifierKey } from './verifier-key.js';

/**
 * The file that `jiantong log prove` writes. `story` tells a person what happened and is not believed by anything;
 * `keys` are offered, and used only where the auditor names their fingerprint.
 */
export interface ProofBundle {
  readonly record?: string;
  readonly story?: readonly string[];
  readonly keys?: readonly string[];
  /** Time stamp tokens over the texts of checkpoints (RFC 3161, SHA-256), base64. */
  readonly timeStamps?: readonly string[];
  readonly events: readonly BundledEvent[];
}

export interface BundledEvent {
  /** The bytes as they were logged, base64. */
  readonly entry: string;
  /** C2SP tlog-proof. */
  readonly proof: string;
  /** What the entry's `digests.commitment` stands for, where somebody with the right to has opened it. */
  readonly disclosed?: Disclosure;
}

/** SHA-256 over the salt, a line break and the content is the commitment: nobody finds two contents for one entry. */
export interface Disclosure {
  /** 64 hexadecimal digits, without which nobody could guess the content from its commitment. */
  readonly salt: string;
  /** The record as canonical JSON (RFC 8785). */
  readonly content: string;
}

export interface BundleVerdict {
  /** Empty: every event stands in a log that a trusted key has signed, exactly as the bundle has it. */
  readonly faults: readonly Fault[];
  /** Of the events without a fault, in the order of the bundle. */
  readonly proven: readonly ProvenEvent[];
  /** Whose signatures were found. */
  readonly signers: readonly string[];
  /** Time stamps of authorities whose certificates nobody named, and of which nothing is said. */
  readonly stampsUnchecked: number;
}

export interface ProvenEvent {
  readonly index: number;
  readonly treeSize: number;
  readonly origin: string;
  /** When the event was there at the latest, by the clock of a time stamp authority that the auditor named; ISO. */
  readonly witnessedAt?: string;
  /** The record's content, proven to be what the entry commits to. */
  readonly content?: string;
  /** As logged: what the entry says, and nothing beside it. */
  readonly entry: Readonly<Record<string, unknown>>;
}

/**
 * Checks a bundle with nothing but the keys that an auditor typed in: public keys (`name+id+base64`), or fingerprints
 * of keys that the bundle offers and of certificates that its time stamps carry. Reads no file, store or network. Lists every fault; never throws for what the bundle
 * says. That an event was left out of the bundle is for the log's other records to show: no file can prove it.
 */
export async function verifyBundle(bundleText: string, typedKeys: readonly string[]): Promise<BundleVerdict> {
  const bundle = readBundle(bundleText);
  if (bundle === undefined) return { faults: [faultOf('bundle-unreadable')], proven: [], signers: [], stampsUnchecked: 0 };
  const stamps = await checkStamps(bundle.timeStamps ?? [], typedKeys);
  const faults: Fault[] = [];
  const keys: VerifierKey[] = [];
  for (const typed of typedKeys) {
    const key = await trustedKey(typed, bundle.keys ?? []);
    if (typeof key !== 'string') keys.push(key);
    else if (key === 'key-unreadable') faults.push(faultOf(key));
  }
  // Of several fingerprints some may be those of time stamp authorities, which need not have stamped these events.
  if (keys.length === 0 && typedKeys.length > 0 && faults.length === 0) faults.push(faultOf('key-absent'));
  if (bundle.events.length === 0) faults.push(faultOf('bundle-empty'));
  const proven: ProvenEvent[] = [];
  const signers = new Set<string>();
  const rootBySize = new Map<string, string>();
  const seen = new Set<string>();
  const stamped = new Set<string>();
  for (const [at, event] of bundle.events.entries()) {
    const outcome = checkEvent(event, keys);
    if ('code' in outcome) {
      faults.push(faultOf(outcome.code, at + 1));
      continue;
    }
    const { checkpoint, entry, index } = outcome;
    const imprint = toHex(digest('sha256', toUtf8(outcome.text)));
    const witnessedAt = stamps.times.get(imprint);
    if (witnessedAt !== undefined) stamped.add(imprint);
    const codes = [
      ...(bundle.record !== undefined && entry['record'] !== bundle.record ? ['event-of-other-record' as const] : []),
      ...(seen.has(`${checkpoint.origin} ${String(index)}`) ? ['event-twice' as const] : []),
      ...(isSplit(rootBySize, checkpoint) ? ['split-view' as const] : []),
      ...(isAhead(entry['at'], witnessedAt) ? ['clock-ahead' as const] : []),
      ...(isDisclosed(entry, event.disclosed) ? [] : ['disclosure-differs' as const]),
    ];
    seen.add(`${checkpoint.origin} ${String(index)}`);
    for (const signer of outcome.signers) signers.add(signer);
    faults.push(...codes.map((code) => faultOf(code, at + 1)));
    if (codes.length > 0) continue;
    const witnessed = witnessedAt === undefined ? {} : { witnessedAt: witnessedAt.toISOString() };
    const content = event.disclosed === undefined ? {} : { content: event.disclosed.content };
    proven.push({ index, treeSize: checkpoint.size, origin: checkpoint.origin, ...witnessed, ...content, entry });
  }
  faults.push(...stamps.faults);
  if (stamped.size < stamps.times.size) faults.push(faultOf('time-stamp-of-other'));
  return { faults, proven, signers: [...signers], stampsUnchecked: stamps.unchecked };
}

/** One event: its entry, its proof, the checkpoint's signature, and that the proof leads to the checkpoint's root. */
function checkEvent(event: BundledEvent, keys: readonly VerifierKey[]): CheckedEvent | { readonly code: FaultCode } {
  const bytes = fromBase64(event.entry);
  const entry = bytes && readObject(fromUtf8(bytes));
  if (bytes === undefined || entry === undefined) return { code: 'entry-unreadable' };
  const proof = parseProof(event.proof);
  if (proof === undefined) return { code: 'proof-unreadable' };
  const signed = openCheckpoint(proof.checkpoint, keys);
  if ('code' in signed) return signed;
  const { checkpoint } = signed;
  const leaf = leafHashOf(checkpoint.hash, bytes);
  if (!isInclusion(checkpoint.hash, checkpoint, { ...proof, leaf })) return { code: 'event-not-included' };
  return { ...signed, index: proof.index, entry };
}

interface CheckedEvent extends SignedCheckpoint {
  readonly index: number;
  readonly entry: Readonly<Record<string, unknown>>;
}

export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** What is signed, and stamped. */
  readonly text: string;
  /** Written forms of the keys that signed. */
  readonly signers: readonly string[];
}

/** Reads a signed checkpoint and believes it only where the log's own key, one of those given, has signed it. */
export function openCheckpoint(
  text: string,
  keys: readonly VerifierKey[],
): SignedCheckpoint | { readonly code: 'checkpoint-unreadable' | 'checkpoint-forged' | 'checkpoint-unsigned' } {
  const note = parseNote(text);
  const checkpoint = note && parseCheckpoint(note.text);
  if (note === undefined || checkpoint === undefined) return { code: 'checkpoint-unreadable' };
  const signers = signersOf(note, keys);
  if (signers === 'forged') return { code: 'checkpoint-forged' };
  // A witness's signature says that it saw the checkpoint, not whose it is; and a log signs under its own name.
  const isOfLog = signers.some(({ name, algorithm }) => name === checkpoint.origin && algorithm !== 'cosignature');
  if (!isOfLog) return { code: 'checkpoint-unsigned' };
  return { checkpoint, text: note.text, signers: signers.map((key) => key.text) };
}

/** Whether the content is what the entry commits to; true where nothing is disclosed. */
function isDisclosed({ digests }: Readonly<Record<string, unknown>>, disclosed: Disclosure | undefined): boolean {
  if (disclosed === undefined) return true;
  const made = toHex(digest('sha256', toUtf8(`${disclosed.salt}\n${disclosed.content}`)));
  return isObject(digests) && digests['commitment'] === made;
}

/** Whether another checkpoint of this log and size was seen with another root. */
function isSplit(rootBySize: Map<string, string>, { origin, size, root }: Checkpoint): boolean {
  const place = `${origin} ${String(size)}`;
  const text = toBase64(root);
  const known = rootBySize.get(place) ?? text;
  rootBySize.set(place, known);
  return known !== text;
}

function readBundle(text: string): ProofBundle | undefined {
  const bundle = readObject(text);
  if (bundle === undefined) return undefined;
  const { events, keys = [], timeStamps = [], record } = bundle;
  const isSound =
    Array.isArray(events) &&
    events.every((event: unknown) => isObject(event) && typeof event['entry'] === 'string' && typeof event['proof'] === 'string' && isDisclosure(event['disclosed'])) &&
    areTexts(keys) &&
    areTexts(timeStamps) &&
    (record === undefined || typeof record === 'string');
  return isSound ? (bundle as unknown as ProofBundle) : undefined;
}

function isDisclosure(value: unknown): boolean {
  return value === undefined || (isObject(value) && typeof value['salt'] === 'string' && typeof value['content'] === 'string');
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function readObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isObject(value) ? value : undefined;
  } catch {
    // Not JSON: the caller names the fault.
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
