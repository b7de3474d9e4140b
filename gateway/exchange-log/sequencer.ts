import { GatewayError } from '../../schemas/errors.js';
import type { Queryable, Store } from '../store/store.js';
import { signNote } from './note-signer.js';
import type { LogSeal } from './seal.js';
import { readEdge, writeTiles } from './stored-tree.js';
import { TreeHasher } from './tree/hasher.js';
import { checkpointText } from './verify/checkpoint.js';
import { hashBytes } from './verify/merkle.js';

/** Segments placed, and segments taken into the tree, in one transaction. */
const segmentsMax = 1000;
/** Events taken into the tree in one transaction, if not more stand in one segment: some 20 ms of hashing. */
const entriesMax = 50_000;

/**
 * `elsewhere`: another sequencer is at it. `key-changed`: the key that signs is no longer the seal's. `idle`: everything
 * that was committed before has its place and stands under a signed checkpoint. `sealed`: some work was done; there may
 * be more.
 */
export type SequencerTurn =
  | { readonly state: 'elsewhere' | 'key-changed' | 'idle' }
  | { readonly state: 'sealed'; readonly placed: number; readonly entries: number; readonly treeSize: number };

/**
 * One turn: gives committed segments their places in the log, contiguous and in the order of their ids, takes what is
 * placed into the tree, and signs a checkpoint over it; all in one transaction, so that a process that dies in it leaves
 * nothing behind. The row lock on the head makes it one sequencer at a time over all processes.
 * A store from before the tree is caught up with in the same bounded steps.
 *
 * @param waits for another sequencer to end its turn; otherwise the work is left to that one
 * Throws LOG_SEGMENT_DAMAGED, LOG_TREE_DAMAGED.
 */
export async function sequenceSegments(
  store: Pick<Store, 'transaction'>,
  seal: LogSeal,
  { waits = false } = {},
): Promise<SequencerTurn> {
  return store.transaction(async (transaction) => {
    const [head] = await transaction.query<{ next_index: number; tree_size: number; key_id: number | null }>(
      `SELECT next_index, tree_size, (SELECT id FROM log_key WHERE algorithm = 'ed25519' AND until_size IS NULL) AS key_id
       FROM log_head FOR UPDATE ${waits ? '' : 'SKIP LOCKED'}`,
    );
    if (!head) return { state: 'elsewhere' };
    if (head.key_id !== seal.keyId) return { state: 'key-changed' };
    const { placed, nextIndex } = await placeSegments(transaction, head.next_index);
    const entries = await growTree(transaction, seal, head.tree_size);
    if (placed === 0 && entries === 0) return { state: 'idle' };
    const treeSize = head.tree_size + entries;
    await transaction.query('UPDATE log_head SET next_index = $1, tree_size = $2', [nextIndex, treeSize]);
    return { state: 'sealed', placed, entries, treeSize };
  });
}

async function placeSegments(transaction: Queryable, nextIndex: number): Promise<{ placed: number; nextIndex: number }> {
  const placed = await transaction.query<{ entry_count: number }>(
    `WITH taken AS (
       DELETE FROM log_unsequenced WHERE segment_id IN
         (SELECT segment_id FROM log_unsequenced ORDER BY segment_id LIMIT $2)
       RETURNING segment_id, month, entry_count)
     INSERT INTO log_sequence (first_index, entry_count, segment_id, month)
     SELECT $1 + (sum(entry_count) OVER (ORDER BY segment_id)) - entry_count, entry_count, segment_id, month
     FROM taken
     RETURNING entry_count`,
    [nextIndex, segmentsMax],
  );
  return { placed: placed.length, nextIndex: placed.reduce((sum, segment) => sum + segment.entry_count, nextIndex) };
}

/** Takes the segments that follow on the tree into it. Returns how many events that were. */
async function growTree(transaction: Queryable, seal: LogSeal, treeSize: number): Promise<number> {
  const hasher = new TreeHasher(seal.hash);
  const leaves = await leavesFrom(transaction, hasher, treeSize);
  if (leaves.length === 0) return 0;
  const edge = await readEdge(transaction, hasher, treeSize);
  await writeTiles(transaction, edge.append(leaves), edge);
  const { origin, hash, signers } = seal;
  const note = signNote(checkpointText({ origin, hash, size: edge.size, root: edge.root() }), signers);
  // Under load there is one every second; those in between say nothing that the last of their minute does not prove.
  await transaction.query("DELETE FROM log_checkpoint WHERE signed_at >= date_trunc('minute', now()) AND size < $1", [edge.size]);
  await transaction.query('INSERT INTO log_checkpoint (size, note) VALUES ($1, $2)', [edge.size, note]);
  return leaves.length / hashBytes;
}

interface PlacedSegment {
  readonly first_index: number;
  readonly entry_count: number;
  readonly segment_id: string;
  readonly month: string;
}

/** Leaf hashes of placed segments from this index on, as many as one turn may take. */
async function leavesFrom(transaction: Queryable, hasher: TreeHasher, index: number): Promise<Buffer> {
  const placed = await transaction.query<PlacedSegment>(
    'SELECT first_index, entry_count, segment_id, month FROM log_sequence WHERE first_index >= $1 ORDER BY first_index LIMIT $2',
    [index, segmentsMax],
  );
  const turn = placed.filter((one, at) => at === 0 || one.first_index + one.entry_count - index <= entriesMax);
  const leavesOf = new Map<string, Buffer>();
  // By month, so that each statement reads one partition by its key.
  for (const month of new Set(turn.map((segment) => segment.month))) {
    const ids = turn.filter((segment) => segment.month === month).map((segment) => segment.segment_id);
    for (const [id, leaves] of await readLeaves(transaction, hasher, month, ids)) leavesOf.set(id, leaves);
  }
  let next = index;
  return Buffer.concat(
    turn.map((segment) => {
      const leaves = leavesOf.get(segment.segment_id);
      if (segment.first_index !== next || leaves?.length !== segment.entry_count * hashBytes) {
        throw new GatewayError('LOG_SEGMENT_DAMAGED', { index: next, segment: segment.segment_id });
      }
      next += segment.entry_count;
      return leaves;
    }),
  );
}

/** SHA-256 leaves were made when the segment was written; those of another hash are made from the entries. */
async function readLeaves(
  transaction: Queryable,
  hasher: TreeHasher,
  month: string,
  ids: readonly string[],
): Promise<[id: string, leaves: Buffer][]> {
  const isMade = hasher.name === 'sha256';
  const rows = await transaction.query<{ id: string; leaf_hashes?: Buffer; entries?: string }>(
    `SELECT id, ${isMade ? 'leaf_hashes' : 'entries'} FROM log_segment WHERE month = $1 AND id = ANY($2::uuid[])`,
    [month, ids],
  );
  return rows.map(({ id, leaf_hashes: made, entries = '' }) => [id, made ?? hasher.leaves(entries.split('\n').slice(0, -1))]);
}
