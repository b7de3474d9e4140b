import { hashBytes } from '../verify/merkle.js';

/** Levels of the tree that one tile spans (C2SP tlog-tiles): 256 hashes side by side. */
export const tileHeight = 8;
export const tileWidth = 2 ** tileHeight;
export const tileBytes = tileWidth * hashBytes;

/**
 * Hashes side by side at one height of the tree: at level 0 leaves, at level l the roots of 256^l leaves each, only of
 * those subtrees that are whole.
 */
export interface Tile {
  readonly level: number;
  /** Which of its level, from the left, counted from 0. */
  readonly index: number;
  /** 1 to 256 hashes; fewer than 256 only at the right edge of the tree. */
  readonly hashes: Buffer;
}

export type TilePlace = Pick<Tile, 'level' | 'index'>;

/** `level/index`, to find tiles by. */
export function tileName({ level, index }: TilePlace): string {
  return `${String(level)}/${String(index)}`;
}

/** Hashes that the tile has in a tree of this size: 0 to 256. */
export function widthOf({ level, index }: TilePlace, treeSize: number): number {
  const hashesOfLevel = Math.floor(treeSize / tileWidth ** level);
  return Math.max(0, Math.min(tileWidth, hashesOfLevel - index * tileWidth));
}
