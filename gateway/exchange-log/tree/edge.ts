import { hashBytes } from '../verify/merkle.js';
import type { TreeHasher } from './hasher.js';
import { tileBytes, tileWidth, type Tile } from './tile.js';

/**
 * The right edge of a growing tree: the tile of each level that is not full yet. That is all that must be known of a
 * tree of any size to add leaves to it and to know its root.
 */
export class TreeEdge {
  readonly #hasher: TreeHasher;
  readonly #partial: Buffer[];
  #size: number;

  /** The edge of a tree of `size` leaves, its partial tiles by level; a level without one is empty or left out. */
  constructor(hasher: TreeHasher, size = 0, partial: readonly (Buffer | undefined)[] = []) {
    this.#hasher = hasher;
    this.#size = size;
    this.#partial = partial.map((hashes) => hashes ?? Buffer.alloc(0));
  }

  get size(): number {
    return this.#size;
  }

  /** Adds leaf hashes, one after the other; gives the tiles that became full by it. */
  append(leaves: Buffer): Tile[] {
    const full: Tile[] = [];
    this.#size += leaves.length / hashBytes;
    let added = leaves;
    for (let level = 0; added.length > 0; level += 1) {
      const hashes = Buffer.concat([this.#partial[level] ?? Buffer.alloc(0), added]);
      const fullBytes = hashes.length - (hashes.length % tileBytes);
      const rest = Buffer.from(hashes.subarray(fullBytes));
      const lastIndex = Math.floor(this.#size / tileWidth ** (level + 1));
      const above: Buffer[] = [];
      for (let at = 0; at < fullBytes; at += tileBytes) {
        const tile = hashes.subarray(at, at + tileBytes);
        full.push({ level, index: lastIndex - (fullBytes - at) / tileBytes, hashes: tile });
        above.push(this.#hasher.wholeRoot(tile));
      }
      this.#partial[level] = rest;
      added = Buffer.concat(above);
    }
    return full;
  }

  /** RFC 6962's Merkle Tree Hash over all leaves. */
  root(): Buffer {
    const subtrees = this.#partial.toReversed().flatMap((hashes) => wholeSubtrees(hashes).map((part) => this.#hasher.wholeRoot(part)));
    return this.#hasher.joined(subtrees);
  }

  /** The hashes of the level's tile that is not full; none where the last one is. */
  partial(level: number): Buffer {
    return this.#partial[level] ?? Buffer.alloc(0);
  }

  /** The tiles that are not full, without those that are empty. */
  partialTiles(): Tile[] {
    return this.#partial
      .map((hashes, level) => ({ level, index: Math.floor(this.#size / tileWidth ** (level + 1)), hashes }))
      .filter(({ hashes }) => hashes.length > 0);
  }
}

/** Cuts hashes that stand side by side into runs of 2^n, the longest first: each run is a whole subtree. */
function wholeSubtrees(hashes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let at = 0;
  for (let width = tileWidth; width >= 1; width /= 2) {
    if (hashes.length - at < width * hashBytes) continue;
    parts.push(hashes.subarray(at, at + width * hashBytes));
    at += width * hashBytes;
  }
  return parts;
}
