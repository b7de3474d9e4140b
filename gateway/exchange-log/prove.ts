import { GatewayError } from '../../schemas/errors.js';
import type { Queryable } from '../store/store.js';
import type { LogEntry } from './entry.js';
import { findEvent, findEventAt, findRecordEvents, type FoundEvent } from './find-events.js';
import { storyLine } from './story.js';
import { readCheckpoint, readProofs } from './stored-tree.js';
import { planConsistency, planInclusion } from './tree/proofs.js';
import { TreeHasher } from './tree/hasher.js';
import type { ProofBundle } from './verify/bundle.js';
import { parseCheckpoint, type Checkpoint } from './verify/checkpoint.js';
import { parseNote } from './verify/note.js';
import { proofText } from './verify/proof.js';
import { firstWitnesses, type FirstWitness } from './witness/witnessed.js';

/** What is to be proven: all that the log says of a record, or one event by its id or its index. */
export type ProofWish = { readonly record: string } | { readonly event: string };

/** A bundle as it is handed out: with the story in words, and the keys to compare fingerprints with. */
export interface MadeBundle extends ProofBundle {
  readonly story: readonly string[];
  readonly keys: readonly string[];
  readonly timeStamps: readonly string[];
  /** Events of the record that no checkpoint covers yet; prove again in a second to have them too. */
  readonly unsealed: number;
}

/**
 * Proves that events stand in the log, under its newest checkpoint; those that the caller may not see are left out.
 * Throws LOG_EVENT_UNKNOWN, LOG_EVENT_NOT_SEALED where no checkpoint covers any of them yet, LOG_TREE_DAMAGED.
 */
export async function proveEvents(
  store: Pick<Queryable, 'query'>,
  wish: ProofWish,
  maySee: (entry: LogEntry) => boolean,
): Promise<MadeBundle> {
  const found = (await find(store, wish)).filter(({ entry }) => maySee(entry));
  if (found.length === 0) throw new GatewayError('LOG_EVENT_UNKNOWN', { ...wish });
  const signed = await readSigned(store);
  const sealed = found.filter(({ index }) => signed !== undefined && index !== null && index < signed.checkpoint.size);
  if (signed === undefined || sealed.length === 0) throw new GatewayError('LOG_EVENT_NOT_SEALED', { ...wish });
  const events = sealed.flatMap(({ text, index }) => (index === null ? [] : [{ text, index }]));
  const stamps = await firstWitnesses(store, events.map(({ index }) => index), ['time-stamp']);
  const proofs = await proofsOf(store, events.map(({ index }) => index), signed, stamps);
  return {
    ...('record' in wish ? { record: wish.record } : {}),
    story: sealed.map(({ entry }) => storyLine(entry)),
    keys: await readKeyTexts(store),
    timeStamps: [...new Set([...stamps.values()].map(({ evidence }) => evidence))],
    unsealed: found.length - sealed.length,
    events: events.map(({ text, index }) => ({ entry: Buffer.from(text, 'utf8').toString('base64'), proof: proofs.get(index) ?? '' })),
  };
}

interface SignedCheckpoint {
  readonly note: string;
  readonly checkpoint: Checkpoint;
}

/**
 * Proof of each event: under the first checkpoint that a time stamp authority has seen, which tells when the event was
 * there at the latest; else under the newest.
 */
async function proofsOf(
  store: Pick<Queryable, 'query'>,
  indexes: readonly number[],
  newest: SignedCheckpoint,
  stamps: ReadonlyMap<number, FirstWitness>,
): Promise<Map<number, string>> {
  const under = (index: number): SignedCheckpoint => {
    const stamped = stamps.get(index);
    return stamped === undefined ? newest : { note: stamped.note, checkpoint: checkpointOf(stamped.note) };
  };
  const wanted = indexes.map((index) => ({ index, ...under(index) }));
  const proofs = new Map<number, string>();
  for (const size of new Set(wanted.map(({ checkpoint }) => checkpoint.size))) {
    const group = wanted.filter(({ checkpoint }) => checkpoint.size === size);
    const plans = group.map(({ index }) => planInclusion(index, size));
    const paths = await readProofs(store, new TreeHasher(newest.checkpoint.hash), plans, size);
    for (const [at, { index, note }] of group.entries()) proofs.set(index, proofText({ index, path: paths[at] ?? [], checkpoint: note }));
  }
  return proofs;
}

/** Proof that the log still begins with what it had when it was of this size. */
export interface LogExtension {
  /** The newest checkpoint, signed. */
  readonly checkpoint: string;
  /** Base64, empty where the sizes are equal. */
  readonly path: readonly string[];
}

/** Throws LOG_SIZE_BEYOND where the log is not as large, LOG_EVENT_NOT_SEALED where it has no checkpoint, LOG_TREE_DAMAGED. */
export async function proveExtension(store: Pick<Queryable, 'query'>, size: number): Promise<LogExtension> {
  const signed = await readSigned(store);
  if (signed === undefined) throw new GatewayError('LOG_EVENT_NOT_SEALED', { size });
  const { note, checkpoint } = signed;
  if (size > checkpoint.size) throw new GatewayError('LOG_SIZE_BEYOND', { size, log: checkpoint.size });
  const plan = planConsistency(size, checkpoint.size);
  const [path = []] = await readProofs(store, new TreeHasher(checkpoint.hash), [plan], checkpoint.size);
  return { checkpoint: note, path: path.map((hash) => hash.toString('base64')) };
}

/** Written forms of every key that signs or has signed the log, the newest first. */
async function readKeyTexts(store: Pick<Queryable, 'query'>): Promise<string[]> {
  const rows = await store.query<{ verifier: string }>('SELECT verifier FROM log_key ORDER BY until_size IS NULL DESC, id DESC');
  return rows.map(({ verifier }) => verifier);
}

async function readSigned(store: Pick<Queryable, 'query'>): Promise<SignedCheckpoint | undefined> {
  const note = await readCheckpoint(store);
  return note === undefined ? undefined : { note, checkpoint: checkpointOf(note) };
}

function checkpointOf(note: string): Checkpoint {
  const checkpoint = parseCheckpoint(parseNote(note)?.text ?? '');
  if (checkpoint === undefined) throw new GatewayError('LOG_TREE_DAMAGED', { checkpoint: 'unreadable' });
  return checkpoint;
}

async function find(store: Pick<Queryable, 'query'>, wish: ProofWish): Promise<FoundEvent[]> {
  if ('record' in wish) return findRecordEvents(store, wish.record);
  const event = /^\d{1,15}$/.test(wish.event) ? await findEventAt(store, Number(wish.event)) : await findEvent(store, wish.event);
  return event === undefined ? [] : [event];
}
