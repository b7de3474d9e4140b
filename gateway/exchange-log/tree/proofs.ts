import { hashBytes } from '../verify/merkle.js';
import type { TreeHasher } from './hasher.js';
import { tileHeight, tileWidth, type TilePlace } from './tile.js';

/** Leaves from `start` up to but without `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** A whole subtree: 2^height leaves, the `index`-th such from the left. */
interface Subtree {
  readonly height: number;
  readonly index: number;
}

/** Gives the hashes of a tile, at least as many as the tree of the proof has. */
export type TileLookup = (place: TilePlace) => Buffer;

/** Which parts of the tree a proof is made of; each becomes one hash of it. */
export type ProofPlan = readonly Range[];

/** RFC 6962 section 2.1.1: the proof that the leaf at `index` is in the tree of `size` leaves. Wants index < size. */
export function planInclusion(index: number, size: number): ProofPlan {
  let [start, end] = [0, size];
  const path: Range[] = [];
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start);
    path.unshift(index < middle ? { start: middle, end } : { start, end: middle });
    [start, end] = index < middle ? [start, middle] : [middle, end];
  }
  return path;
}

/** RFC 6962 section 2.1.2: the proof that a tree of `newer` leaves begins with the one of `older`. Wants older ≤ newer. */
export function planConsistency(older: number, newer: number): ProofPlan {
  if (older === 0) return [];
  let [start, end] = [0, newer];
  const path: Range[] = [];
  // Down to the subtree that ends where the older tree does.
  while (end !== older) {
    const middle = start + largestPowerBelow(end - start);
    path.unshift(older <= middle ? { start: middle, end } : { start, end: middle });
    [start, end] = older <= middle ? [start, middle] : [middle, end];
  }
  // Where that is the whole older tree its root is known already.
  return start === 0 ? path : [{ start, end }, ...path];
}

/** The tiles that these proofs are read from, each once. */
export function tilesOf(plans: readonly ProofPlan[]): TilePlace[] {
  const places = new Map<string, TilePlace>();
  for (const range of plans.flat()) {
    for (const subtree of subtreesOf(range)) {
      const { level, index } = placeOf(subtree);
      places.set(`${String(level)}/${String(index)}`, { level, index });
    }
  }
  return [...places.values()];
}

/** The proof's hashes, first those deepest in the tree. */
export function hashesOf(plan: ProofPlan, hasher: TreeHasher, tile: TileLookup): Buffer[] {
  return plan.map((range) => hasher.joined(subtreesOf(range).map((subtree) => subtreeHash(subtree, hasher, tile))));
}

function subtreeHash(subtree: Subtree, hasher: TreeHasher, tile: TileLookup): Buffer {
  const { level, index, offset, width } = placeOf(subtree);
  const hashes = tile({ level, index }).subarray(offset * hashBytes, (offset + width) * hashBytes);
  return hasher.wholeRoot(hashes);
}

/** Where in the tiles the hashes stand that a subtree's root is made of. */
function placeOf({ height, index }: Subtree): TilePlace & { readonly offset: number; readonly width: number } {
  const level = Math.floor(height / tileHeight);
  const width = 2 ** (height % tileHeight);
  const first = index * width;
  return { level, index: Math.floor(first / tileWidth), offset: first % tileWidth, width };
}

/** Cuts a range of a proof into whole subtrees, from the left: a range's start is a multiple of its largest one. */
function subtreesOf({ start, end }: Range): Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = start; at < end; ) {
    // Counted up, because logarithms of large numbers are rounded.
    let [height, width] = [0, 1];
    while (width * 2 <= end - at) [height, width] = [height + 1, width * 2];
    subtrees.push({ height, index: at / width });
    at += width;
  }
  return subtrees;
}

/** The largest power of two that is smaller than a count of at least 2. */
function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
