import type { Queryable } from '../store/store.js';
import { diagnose } from './diagnose.js';
import { readSegments, type PlacedSegment } from './log-reader.js';
import { SignedTree } from './signed-tree.js';
import { readCheckpoints } from './stored-checkpoints.js';
import { storeFault, type StoreFault } from './store-faults.js';
import { TreeEdge } from './tree/edge.js';
import { TreeHasher } from './tree/hasher.js';
import { tileWidth, type Tile } from './tree/tile.js';
import type { Checkpoint } from './verify/checkpoint.js';
import { hashBytes } from './verify/merkle.js';
import type { VerifierKey } from './verify/verifier-key.js';

export interface StoreVerdict {
  readonly origin: string | null;
  /** Events under the newest checkpoint that could be believed. */
  readonly treeSize: number;
  /** Of them those that were read and found as they were logged, from the first on. */
  readonly verified: number;
  readonly checkpoints: number;
  /** Events that are in archives only: that the log had them is verified, what they say is for the archives to show. */
  readonly pruned: number;
  /** Segments that are committed but not sealed yet: nothing can be said of them. */
  readonly waitingSegments: number;
  readonly faults: readonly StoreFault[];
}

export interface VerifyStoreOptions {
  /** Whose signatures are believed. */
  readonly keys: readonly VerifierKey[];
  /** Told now and then how many events were read. */
  readonly onProgress?: (verified: number) => void;
}

/**
 * Recomputes the log from its entries and holds it against every signed checkpoint; believes nothing else of what the
 * store holds. Reads every segment once. Names the first event that was changed, removed, inserted or put elsewhere,
 * and lists what else is wrong with checkpoints, places, hashes and tiles.
 */
export async function verifyStore(store: Pick<Queryable, 'query'>, options: VerifyStoreOptions): Promise<StoreVerdict> {
  const { believed, newest, faults } = await readCheckpoints(store, options.keys);
  const [counts] = await store.query<{ waiting: number; tree_size: number }>(
    'SELECT (SELECT count(*) FROM log_unsequenced) AS waiting, tree_size FROM log_head',
  );
  const waitingSegments = counts?.waiting ?? 0;
  if (newest === undefined) {
    const isEmpty = faults.length === 0;
    const all = isEmpty ? [storeFault('log-empty')] : faults;
    return { origin: null, treeSize: 0, verified: 0, checkpoints: 0, pruned: 0, waitingSegments, faults: all };
  }
  const headFaults = counts?.tree_size === newest.size ? [] : [storeFault('head-changed', { index: newest.size })];
  const months = await store.query<{ month: string }>('SELECT month FROM log_pruned WHERE attached_at IS NULL');
  const walk = new Walk(store, believed, newest, new Set(months.map(({ month }) => month)));
  await walk.run(options.onProgress);
  return {
    origin: newest.origin,
    treeSize: newest.size,
    verified: walk.verified,
    checkpoints: believed.length,
    pruned: walk.pruned,
    waitingSegments,
    faults: [...walk.faults, ...faults, ...headFaults],
  };
}

/** Events that should follow a difference which are looked at to tell what happened. */
const lookAhead = 65_536;

/** One reading of the whole log. */
class Walk {
  readonly faults: StoreFault[] = [];
  /** Events whose hashes were taken from the tiles, because they are in archives. */
  pruned = 0;
  readonly #store: Pick<Queryable, 'query'>;
  readonly #checkpoints: readonly Checkpoint[];
  readonly #newest: Checkpoint;
  readonly #hasher: TreeHasher;
  readonly #signed: SignedTree;
  readonly #edge: TreeEdge;
  readonly #prunedMonths: ReadonlySet<string>;
  /** Checkpoints that were reached, and the size of the last that had the root of what was read. */
  #reached = 0;
  #provenSize = 0;
  #isBroken = false;

  constructor(store: Pick<Queryable, 'query'>, checkpoints: readonly Checkpoint[], newest: Checkpoint, prunedMonths: ReadonlySet<string>) {
    this.#prunedMonths = prunedMonths;
    this.#store = store;
    this.#checkpoints = checkpoints;
    this.#newest = newest;
    this.#hasher = new TreeHasher(newest.hash);
    this.#edge = new TreeEdge(this.#hasher);
    this.#signed = new SignedTree(store, this.#hasher, newest);
  }

  /** Events that stand under a checkpoint whose root they have. */
  get verified(): number {
    return this.#provenSize;
  }

  async run(onProgress: (verified: number) => void = () => undefined): Promise<void> {
    for await (const batch of readSegments(this.#store)) {
      for (const part of this.#partsOf(batch)) {
        if (this.#isBroken) break;
        await (this.#isPruned(part[0]) ? this.#skip(part) : this.#take(part));
      }
      if (this.#isBroken || this.#edge.size >= this.#newest.size) break;
      onProgress(this.#edge.size);
    }
    if (!this.#isBroken && this.#edge.size < this.#newest.size) {
      this.#break(storeFault('events-removed', { index: this.#edge.size, until: this.#newest.size }));
    }
    if (!this.#isBroken) await this.#compareTiles(this.#edge.partialTiles());
  }

  /** The batch in runs of segments that are there, and of those that are in archives. */
  #partsOf(batch: readonly PlacedSegment[]): PlacedSegment[][] {
    const parts: PlacedSegment[][] = [];
    for (const segment of batch) {
      const last = parts.at(-1);
      if (last !== undefined && this.#isPruned(last[0]) === this.#isPruned(segment)) last.push(segment);
      else parts.push([segment]);
    }
    return parts;
  }

  #isPruned(segment: PlacedSegment | undefined): boolean {
    return segment !== undefined && segment.entries === undefined && this.#prunedMonths.has(segment.month);
  }

  /** Goes on behind events that are in archives by the hashes of the tiles, which have to lead to the next signed root. */
  async #skip(segments: readonly PlacedSegment[]): Promise<void> {
    let next = this.#edge.size;
    for (const { id, firstIndex, entryCount } of segments) {
      if (firstIndex !== next && !this.faults.some(({ code }) => code === 'place-changed')) this.faults.push(storeFault('place-changed', { index: next, segment: id }));
      next += entryCount;
    }
    const leaves = await this.#signed.leaves(this.#edge.size, next - this.#edge.size);
    this.pruned += leaves.length / hashBytes;
    await this.#grow(leaves);
  }

  async #take(batch: readonly PlacedSegment[]): Promise<void> {
    const from = this.#edge.size;
    const texts: string[] = [];
    for (const segment of batch) {
      this.#checkPlace(segment, from + texts.length);
      texts.push(...(segment.entries ?? []));
    }
    const sealed = texts.length > this.#newest.size - from ? texts.slice(0, this.#newest.size - from) : texts;
    // Asked for first, so that the store reads the tiles while the entries are hashed.
    const expecting = this.#signed.leaves(from, sealed.length);
    const leaves = this.#hasher.leaves(sealed);
    const expected = await expecting;
    for (;;) {
      const differs = firstDifference(leaves, expected);
      if (differs === undefined) break;
      const whose = await this.#signed.judge(from + differs, this.#tileOf(from, differs, leaves));
      if (whose !== 'tree-changed') {
        await this.#explain(whose, from + differs, batch, leaves.subarray(differs * hashBytes), texts.slice(differs));
        return;
      }
      // Beside the point: what the tile says in place of the entries is not compared again.
      const start = Math.max(0, tileStart(from + differs) - from);
      leaves.copy(expected, start * hashBytes, start * hashBytes, (tileStart(from + differs) + tileWidth - from) * hashBytes);
      this.#tellOfTile(0, tileStart(from + differs) / tileWidth);
    }
    this.#checkHashes(batch, leaves);
    await this.#grow(leaves);
  }

  /** Leaf hashes of the tile in which the batch differs, as far as they were read. */
  #tileOf(from: number, differs: number, leaves: Buffer): Buffer {
    const known = Buffer.concat([this.#edge.partial(0), leaves]);
    const start = tileStart(from + differs) - tileStart(from);
    return known.subarray(start * hashBytes, (start + tileWidth) * hashBytes);
  }

  /** What is beside the entries: told, but no reason to stop. */
  #checkPlace({ id, firstIndex, entryCount, entries }: PlacedSegment, index: number): void {
    if (entries !== undefined && firstIndex === index && entries.length === entryCount) return;
    if (this.faults.some(({ code }) => code === 'place-changed')) return;
    this.faults.push(storeFault('place-changed', { index, segment: id }));
  }

  #checkHashes(batch: readonly PlacedSegment[], leaves: Buffer): void {
    if (this.#hasher.name !== 'sha256') return;
    let at = 0;
    for (const { id, entries = [], leafHashes } of batch) {
      const own = leaves.subarray(at, at + entries.length * hashBytes);
      const isWhole = own.length === entries.length * hashBytes;
      if (isWhole && !own.equals(leafHashes)) {
        this.faults.push(storeFault('leaf-hash-changed', { index: this.#edge.size + at / hashBytes, segment: id }));
      }
      at += entries.length * hashBytes;
    }
  }

  /** Names what happened to the first event that is not as it was; nothing after it can be compared. */
  async #explain(
    whose: 'entries-changed' | 'both-changed',
    index: number,
    batch: readonly PlacedSegment[],
    leaves: Buffer,
    texts: readonly string[],
  ): Promise<void> {
    if (whose === 'both-changed') {
      const until = this.#checkpoints.find(({ size }) => size > index)?.size ?? this.#newest.size;
      this.#break(storeFault('history-rewritten', { index: this.#provenSize, until }));
      return;
    }
    // As far again as one reading goes, so that the end of a batch hides nothing.
    const [more = []] = await firstOf(readSegments(this.#store, (batch.at(-1)?.firstIndex ?? 0) + 1));
    const moreTexts = more.flatMap(({ entries = [] }) => entries);
    const actual = Buffer.concat([leaves, this.#hasher.leaves(moreTexts)]);
    const expected = await this.#signed.leaves(index, lookAhead);
    this.#break(diagnose({ index, expected, actual, texts: [...texts, ...moreTexts] }));
  }

  #break(fault: StoreFault): void {
    this.#isBroken = true;
    // Places that do not fit are how the store came to differ; the event itself is what is told.
    const others = this.faults.filter(({ code }) => code !== 'place-changed');
    this.faults.splice(0, this.faults.length, fault, ...others);
  }

  /** Grows the tree, stopping at each signed size to compare the root. */
  async #grow(leaves: Buffer): Promise<void> {
    let rest = leaves;
    while (rest.length > 0 && !this.#isBroken) {
      const next = this.#checkpoints[this.#reached];
      const wanted = next === undefined ? rest.length : (next.size - this.#edge.size) * hashBytes;
      const taken = rest.subarray(0, Math.min(rest.length, wanted));
      await this.#compareTiles(this.#edge.append(taken).filter(({ level }) => level > 0));
      rest = rest.subarray(taken.length);
      if (next !== undefined && this.#edge.size === next.size) this.#compareRoot(next);
    }
  }

  #compareRoot(checkpoint: Checkpoint): void {
    this.#reached += 1;
    if (this.#edge.root().equals(checkpoint.root)) {
      this.#provenSize = checkpoint.size;
      return;
    }
    this.#break(storeFault('history-rewritten', { index: this.#provenSize, until: checkpoint.size }));
  }

  async #compareTiles(tiles: readonly Tile[]): Promise<void> {
    for (const { level, index } of await this.#signed.differing(tiles)) this.#tellOfTile(level, index);
  }

  #tellOfTile(level: number, tile: number): void {
    const width = tileWidth ** (level + 1);
    const fault = storeFault('tile-changed', { index: tile * width, until: Math.min((tile + 1) * width, this.#newest.size) });
    const isKnown = this.faults.some(({ code, index, until }) => code === fault.code && index === fault.index && until === fault.until);
    if (!isKnown) this.faults.push(fault);
  }
}

/** Index of the first event of an event's tile. */
function tileStart(index: number): number {
  return index - (index % tileWidth);
}

async function firstOf<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  for await (const item of items) return [item];
  return [];
}

/** Which of the hashes that stand side by side is the first that differs; a missing one differs. */
function firstDifference(actual: Buffer, expected: Buffer): number | undefined {
  if (actual.equals(expected)) return undefined;
  const shared = Math.min(actual.length, expected.length);
  for (let at = 0; at < shared; at += hashBytes) {
    if (actual.compare(expected, at, at + hashBytes, at, at + hashBytes) !== 0) return at / hashBytes;
  }
  return shared / hashBytes;
}
