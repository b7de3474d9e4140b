import { createHash } from 'node:crypto';
import { GatewayError } from '../../../schemas/errors.js';
import type { Queryable } from '../../store/store.js';
import { parseCheckpoint } from '../verify/checkpoint.js';
import { parseNote } from '../verify/note.js';
import type { WitnessPlace } from './places.js';
import { keepWitnessed } from './witnessed.js';

type ChainPlace = Extract<WitnessPlace, { kind: 'chain' }>;

/** What a chain-evidence platform (区块链存证) says of a digest once it stands in a block; kept as it came. */
export interface ChainReceipt {
  readonly transaction: string;
  readonly block: number;
  /** The platform's time of the block, ISO with a zone. */
  readonly blockTime: string;
  readonly digest: string;
}

const answerTimeoutMs = 10_000;
const answerCharactersMax = 64 * 1024;
/** Submissions asked about in one turn. */
const pendingMax = 50;

interface PendingRow {
  readonly size: number;
  readonly transaction: string;
  readonly note: string;
}

/**
 * Submits the digest of a checkpoint's text; the platform gives it a transaction, and a block some time later.
 * Throws LOG_WITNESS_REFUSED.
 */
export async function submitToChain(store: Pick<Queryable, 'query'>, place: ChainPlace, note: string, now: Date): Promise<void> {
  const { origin, size, text } = checkpointIn(note);
  const answer = await ask(place, {}, { digest: digestOf(text), algorithm: 'SHA-256', name: `${origin} ${String(size)}` });
  const { transaction } = answer;
  if (typeof transaction !== 'string' || transaction === '' || transaction.length > 200) throw refused(200, 'transaction');
  await store.query(
    'INSERT INTO log_chain_submission (place, size, transaction, note, submitted_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    [place.label, size, transaction, note, now],
  );
}

/**
 * Asks what became of the submissions that are not in a block yet, and keeps the receipts of those that are by now.
 * Throws LOG_SPLIT_VIEW where the chain holds another digest under our transaction, LOG_WITNESS_REFUSED.
 */
export async function collectFromChain(store: Pick<Queryable, 'query'>, place: ChainPlace, now: Date): Promise<void> {
  const pending = await store.query<PendingRow>(
    'SELECT size, transaction, note FROM log_chain_submission WHERE place = $1 ORDER BY size LIMIT $2',
    [place.label, pendingMax],
  );
  for (const { size, transaction, note } of pending) {
    const receipt = receiptIn(await ask(place, { transaction }));
    if (receipt === undefined) continue;
    if (receipt.digest.toLowerCase() !== digestOf(checkpointIn(note).text)) throw new GatewayError('LOG_SPLIT_VIEW', { chain: transaction, log: size });
    const witnessed = { kind: 'chain', at: new Date(receipt.blockTime), evidence: JSON.stringify(receipt) } as const;
    await keepWitnessed(store, { ...witnessed, place: place.label, size, note }, now);
    await store.query('DELETE FROM log_chain_submission WHERE place = $1 AND size = $2', [place.label, size]);
  }
}

/** Undefined while the transaction is in no block. */
function receiptIn(answer: Readonly<Record<string, unknown>>): ChainReceipt | undefined {
  const { transaction, block, blockTime, digest } = answer;
  if (block === undefined || block === null) return undefined;
  const isSound = typeof transaction === 'string' && typeof block === 'number' && typeof blockTime === 'string' && typeof digest === 'string';
  if (!isSound || Number.isNaN(Date.parse(blockTime))) throw refused(200, 'receipt');
  return { transaction, block, blockTime, digest };
}

async function ask({ url, token }: ChainPlace, query: Readonly<Record<string, string>>, body?: object): Promise<Readonly<Record<string, unknown>>> {
  const address = new URL(url);
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  const response = await fetch(address, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: 'error',
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  const text = await response.text();
  if (!response.ok || text.length > answerCharactersMax) throw refused(response.status, 'answer');
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === 'object' && answer !== null) return answer as Readonly<Record<string, unknown>>;
  } catch {
    // Told below, as everything else that is no answer.
  }
  throw refused(response.status, 'answer');
}

function refused(status: number, part: string): GatewayError {
  return new GatewayError('LOG_WITNESS_REFUSED', { status, part });
}

function checkpointIn(note: string): { readonly origin: string; readonly size: number; readonly text: string } {
  const text = parseNote(note)?.text ?? '';
  const checkpoint = parseCheckpoint(text);
  if (checkpoint === undefined) throw new GatewayError('LOG_TREE_DAMAGED', { checkpoint: 'unreadable' });
  return { origin: checkpoint.origin, size: checkpoint.size, text };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
