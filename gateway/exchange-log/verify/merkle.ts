import { areEqual } from './bytes.js';
import { digest, type HashName } from './primitives.js';

/** Length of either hash. */
export const hashBytes = 32;

/** RFC 6962 section 2.1: a zero byte stands before a leaf, so that an inner node is never taken for one. */
export function leafHashOf(hash: HashName, entry: Uint8Array): Uint8Array {
  return digest(hash, Uint8Array.of(0), entry);
}

/** RFC 6962 section 2.1: a one stands before the two halves of an inner node. */
export function nodeHashOf(hash: HashName, left: Uint8Array, right: Uint8Array): Uint8Array {
  return digest(hash, Uint8Array.of(1), left, right);
}

/** The root of a tree with nothing in it: RFC 6962 hashes no bytes at all. */
export function emptyRoot(hash: HashName): Uint8Array {
  return digest(hash);
}

/** A tree's head, as a checkpoint tells it. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether the leaf stands at `index` of the tree, as `path` proves. */
export function isInclusion(
  hash: HashName,
  { size, root }: TreeHead,
  { index, leaf, path }: { readonly index: number; readonly leaf: Uint8Array; readonly path: readonly Uint8Array[] },
): boolean {
  const found = rootOfInclusion(hash, { index, size, leaf, path });
  return found !== undefined && areEqual(found, root);
}

/**
 * The root that a tree of `size` leaves must have if the leaf stands at `index` and `path` are the hashes beside its
 * way up, from the leaf's neighbour on (RFC 9162 section 2.1.3.2). Undefined where the path has not the one length
 * that the index and the size ask for, or the index is not in the tree.
 */
function rootOfInclusion(
  hash: HashName,
  { index, size, leaf, path }: { index: number; size: number; leaf: Uint8Array; path: readonly Uint8Array[] },
): Uint8Array | undefined {
  if (index >= size) return undefined;
  let [here, last] = [index, size - 1];
  let node = leaf;
  for (const beside of path) {
    if (last === 0) return undefined;
    if (isOdd(here) || here === last) {
      node = nodeHashOf(hash, beside, node);
      while (!isOdd(here) && here !== 0) [here, last] = [half(here), half(last)];
    } else {
      node = nodeHashOf(hash, node, beside);
    }
    [here, last] = [half(here), half(last)];
  }
  return last === 0 ? node : undefined;
}

/**
 * Whether the newer tree begins with exactly the leaves of the older one, as `path` proves (RFC 9162 section
 * 2.1.4.2). An empty tree is the beginning of every other; trees of one size must have one root; for both the path
 * is empty.
 */
export function isExtension(hash: HashName, older: TreeHead, newer: TreeHead, path: readonly Uint8Array[]): boolean {
  if (older.size > newer.size) return false;
  if (older.size === 0) return path.length === 0 && areEqual(emptyRoot(hash), older.root);
  if (older.size === newer.size) return path.length === 0 && areEqual(older.root, newer.root);
  let [here, last] = [older.size - 1, newer.size - 1];
  while (isOdd(here)) [here, last] = [half(here), half(last)];
  // Where the older tree is a whole subtree of the newer one, its root is known and left out of the path.
  const [start, ...rest] = here === 0 ? [older.root, ...path] : path;
  if (start === undefined) return false;
  let [olderRoot, newerRoot] = [start, start];
  for (const beside of rest) {
    if (last === 0) return false;
    if (isOdd(here) || here === last) {
      olderRoot = nodeHashOf(hash, beside, olderRoot);
      newerRoot = nodeHashOf(hash, beside, newerRoot);
      while (!isOdd(here) && here !== 0) [here, last] = [half(here), half(last)];
    } else {
      newerRoot = nodeHashOf(hash, newerRoot, beside);
    }
    [here, last] = [half(here), half(last)];
  }
  return last === 0 && areEqual(olderRoot, older.root) && areEqual(newerRoot, newer.root);
}

/** Not with bit operators, which cut indexes to 32 bits. */
function isOdd(index: number): boolean {
  return index % 2 === 1;
}

function half(index: number): number {
  return Math.floor(index / 2);
}
