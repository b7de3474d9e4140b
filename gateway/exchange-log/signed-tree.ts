import type { Queryable } from '../store/store.js';
import { readTiles } from './stored-tree.js';
import { hashesOf, planInclusion, tilesOf } from './tree/proofs.js';
import type { TreeHasher } from './tree/hasher.js';
import { tileName, tileWidth, widthOf, type Tile, type TilePlace } from './tree/tile.js';
import type { Checkpoint } from './verify/checkpoint.js';
import { hashBytes, isInclusion } from './verify/merkle.js';

/** The stored tiles of the tree under one signed checkpoint, which say what each event's hash ought to be. */
export class SignedTree {
  readonly #store: Pick<Queryable, 'query'>;
  readonly #hasher: TreeHasher;
  readonly #checkpoint: Checkpoint;

  constructor(store: Pick<Queryable, 'query'>, hasher: TreeHasher, checkpoint: Checkpoint) {
    this.#store = store;
    this.#hasher = hasher;
    this.#checkpoint = checkpoint;
  }

  /** Leaf hashes from an index on, as the tiles have them; fewer than asked for at the end of the tree, zeros where a tile is gone. */
  async leaves(from: number, count: number): Promise<Buffer> {
    const until = Math.min(from + count, this.#checkpoint.size);
    if (until <= from) return Buffer.alloc(0);
    const first = Math.floor(from / tileWidth);
    const last = Math.floor((until - 1) / tileWidth);
    const tiles = await this.#read(Array.from({ length: last - first + 1 }, (_, at) => ({ level: 0, index: first + at })));
    const start = first * tileWidth;
    return Buffer.concat(tiles.map(({ hashes }) => hashes)).subarray((from - start) * hashBytes, (until - start) * hashBytes);
  }

  /**
   * Whose fault it is that the tile's hash of an event is not that of its entry: whichever of the two leads to the
   * signed root is as it was. `known`: leaf hashes of entries that were read, from the beginning of the event's tile on.
   */
  async judge(index: number, known: Buffer): Promise<'entries-changed' | 'tree-changed' | 'both-changed'> {
    const { size, hash } = this.#checkpoint;
    const own = { level: 0, index: Math.floor(index / tileWidth) };
    const plan = planInclusion(index, size);
    const tiles = await this.#read([...tilesOf([plan]), own]);
    const stored = new Map(tiles.map((tile) => [tileName(tile), tile.hashes]));
    const tile = stored.get(tileName(own)) ?? Buffer.alloc(0);
    const leadsToRoot = (hashes: Buffer): boolean => {
      stored.set(tileName(own), hashes);
      const path = hashesOf(plan, this.#hasher, (place) => stored.get(tileName(place)) ?? Buffer.alloc(0));
      const at = (index % tileWidth) * hashBytes;
      return isInclusion(hash, this.#checkpoint, { index, leaf: hashes.subarray(at, at + hashBytes), path });
    };
    if (leadsToRoot(tile)) return 'entries-changed';
    const mended = Buffer.from(tile);
    known.copy(mended);
    return leadsToRoot(mended) ? 'tree-changed' : 'both-changed';
  }

  /** Of these tiles, which are right, those that the store has otherwise or not at all. */
  async differing(tiles: readonly Tile[]): Promise<Tile[]> {
    if (tiles.length === 0) return [];
    const stored = await this.#read(tiles);
    return tiles.filter(({ hashes }, at) => stored[at]?.hashes.equals(hashes) !== true);
  }

  /** Tiles in the width that they have in this tree; zeros stand for what is missing. */
  async #read(places: readonly TilePlace[]): Promise<Tile[]> {
    const stored = await readTiles(this.#store, places);
    return places.map((place) => {
      const hashes = Buffer.alloc(widthOf(place, this.#checkpoint.size) * hashBytes);
      stored.get(tileName(place))?.copy(hashes);
      return { ...place, hashes };
    });
  }
}
