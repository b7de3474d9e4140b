import { GatewayError } from '../../../schemas/errors.js';
import type { Queryable } from '../../store/store.js';
import { readProofs } from '../stored-tree.js';
import { TreeHasher } from '../tree/hasher.js';
import { planConsistency } from '../tree/proofs.js';
import { parseCheckpoint } from '../verify/checkpoint.js';
import { parseNote } from '../verify/note.js';
import { collectFromChain, submitToChain } from './chain.js';
import { askToCosign } from './cosigner.js';
import { leaveInFolder } from './folder.js';
import type { LogHistory } from './history.js';
import type { WitnessPlace } from './places.js';
import { askToStamp } from './stamp.js';
import { keepWitnessed, type Witnessed } from './witnessed.js';

const answerTimeoutMs = 10_000;

/** Authorities that charge or count are asked less often than the others. */
const isPaced = ({ kind }: WitnessPlace): boolean => kind === 'time-stamp' || kind === 'chain';

export interface SendOptions {
  readonly store: Pick<Queryable, 'query'>;
  readonly places: readonly WitnessPlace[];
  /** The least time between two stamps of one authority. */
  readonly stampMinutes: number;
  readonly now: () => Date;
  /** Told of each place that did not take the checkpoint; LOG_SPLIT_VIEW is a finding for people, not a failure. */
  readonly onError: (error: unknown, place: string) => void;
}

/**
 * Sends the newest checkpoint to every witness that has not got it yet. A cosignature is kept with the checkpoint, so
 * that every proof under it carries it. One place's failure is no other's; it is tried again at the next call. Safe to
 * call from several processes: what is sent twice is the same.
 */
export async function sendToWitnesses({ store, places, stampMinutes, now, onError }: SendOptions): Promise<void> {
  const [row] = await store.query<{ id: number; note: string }>('SELECT id, note FROM log_checkpoint ORDER BY id DESC LIMIT 1');
  if (!row) return;
  const history = historyOf(store, row.note);
  const { size } = history.checkpoint;
  let { note } = row;
  // Those that add their signatures come first: what is stamped is kept with all of them.
  for (const place of places.toSorted((one, other) => Number(isPaced(one)) - Number(isPaced(other)))) {
    const [known] = await store.query<KnownWitness>(
      `SELECT size, error_code, sent_at > now() - make_interval(mins => $2) AS is_fresh FROM log_witness WHERE place = $1`,
      [place.label, stampMinutes],
    );
    const hasIt = known?.error_code === null && (known.size === size || (isPaced(place) && known.is_fresh === true));
    try {
      if (place.kind === 'chain') await collectFromChain(store, place, now());
      if (hasIt) continue;
      const witnessed = await send(place, { ...history, note }, { store, known: known?.size ?? 0, now: now() });
      if (witnessed?.kind === 'cosignature') {
        note += witnessed.evidence;
        await store.query('UPDATE log_checkpoint SET note = note || $2 WHERE id = $1', [row.id, witnessed.evidence]);
      }
      if (witnessed !== undefined) await keepWitnessed(store, { ...witnessed, place: place.label, size, note }, now());
      await remember(store, place.label, size, null);
    } catch (error) {
      await remember(store, place.label, null, error instanceof GatewayError ? error.code : 'LOG_WITNESS_REFUSED');
      onError(error, place.label);
    }
  }
}

interface KnownWitness {
  readonly size: number | null;
  readonly error_code: string | null;
  readonly is_fresh: boolean | null;
}

interface Sending {
  readonly store: Pick<Queryable, 'query'>;
  /** Size that the place got last. */
  readonly known: number;
  readonly now: Date;
}

/** Gives what the place says of the checkpoint, where it says anything. */
async function send(place: WitnessPlace, history: LogHistory, { store, known, now }: Sending): Promise<Witnessed | undefined> {
  switch (place.kind) {
    case 'cosigner':
      return askToCosign(place.url, place.key, history, known);
    case 'time-stamp':
      return askToStamp(place.url, place.fingerprint, parseNote(history.note)?.text ?? '');
    case 'chain':
      // What it says comes with the block.
      await submitToChain(store, place, history.note, now);
      return undefined;
    case 'folder':
      await leaveInFolder(place.path, history);
      return undefined;
    case 'webhook':
      await post(place.url, history.note);
      return undefined;
  }
}

async function post(url: string, note: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: note,
    redirect: 'error',
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  await response.body?.cancel();
  if (!response.ok) throw new GatewayError('LOG_WITNESS_REFUSED', { status: response.status });
}

function historyOf(store: Pick<Queryable, 'query'>, note: string): LogHistory {
  const checkpoint = parseCheckpoint(parseNote(note)?.text ?? '');
  if (checkpoint === undefined) throw new GatewayError('LOG_TREE_DAMAGED', { checkpoint: 'unreadable' });
  const hasher = new TreeHasher(checkpoint.hash);
  return {
    note,
    checkpoint,
    prove: async (size) => (await readProofs(store, hasher, [planConsistency(size, checkpoint.size)], checkpoint.size))[0] ?? [],
  };
}

async function remember(store: Pick<Queryable, 'query'>, place: string, size: number | null, code: string | null): Promise<void> {
  await store.query(
    `INSERT INTO log_witness AS w (place, size, sent_at, error_code, tried_at)
     VALUES ($1, $2, CASE WHEN $3::text IS NULL THEN now() END, $3, now())
     ON CONFLICT (place) DO UPDATE SET size = coalesce(excluded.size, w.size), sent_at = coalesce(excluded.sent_at, w.sent_at),
       error_code = excluded.error_code, tried_at = excluded.tried_at`,
    [place, size, code],
  );
}
