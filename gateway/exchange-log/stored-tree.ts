import { GatewayError } from '../../schemas/errors.js';
import type { Queryable } from '../store/store.js';
import { TreeEdge } from './tree/edge.js';
import type { TreeHasher } from './tree/hasher.js';
import { hashesOf, tilesOf, type ProofPlan } from './tree/proofs.js';
import { tileName, tileWidth, widthOf, type Tile, type TilePlace } from './tree/tile.js';
import { hashBytes } from './verify/merkle.js';

interface TileRow {
  readonly level: number;
  readonly tile: number;
  readonly hashes: Buffer;
}

/** The right edge of the stored tree, ready to take more leaves. Throws LOG_TREE_DAMAGED where it does not fit the size. */
export async function readEdge(store: Pick<Queryable, 'query'>, hasher: TreeHasher, size: number): Promise<TreeEdge> {
  const rows = await store.query<TileRow>('SELECT level, tile, hashes FROM log_tile_edge');
  const partial: Buffer[] = [];
  for (const { level, tile, hashes } of rows) {
    if (hashes.length !== widthOf({ level, index: tile }, size) * hashBytes) throw new GatewayError('LOG_TREE_DAMAGED', { level, tile });
    partial[level] = hashes;
  }
  const edge = new TreeEdge(hasher, size, Array.from(partial));
  if (edge.partialTiles().length !== widthsOf(size)) throw new GatewayError('LOG_TREE_DAMAGED', { size });
  return edge;
}

/** Writes the tiles that became full, and the new edge. */
export async function writeTiles(transaction: Queryable, full: readonly Tile[], edge: TreeEdge): Promise<void> {
  const columns = ['level', 'tile', 'hashes'];
  const rowOf = ({ level, index, hashes }: Tile): [number, number, Buffer] => [level, index, hashes];
  if (full.length > 0) await transaction.insert('log_tile', { columns, rows: full.map(rowOf) });
  await transaction.query('DELETE FROM log_tile_edge');
  await transaction.insert('log_tile_edge', { columns, rows: edge.partialTiles().map(rowOf) });
}

/** The hashes of these tiles by name, as many as each has now; a tile that the store has not is left out. */
export async function readTiles(store: Pick<Queryable, 'query'>, places: readonly TilePlace[]): Promise<Map<string, Buffer>> {
  const rows = await store.query<TileRow>(
    `SELECT w.level, w.tile, coalesce(t.hashes, e.hashes) AS hashes
     FROM unnest($1::smallint[], $2::bigint[]) AS w (level, tile)
     LEFT JOIN log_tile t ON (t.level, t.tile) = (w.level, w.tile)
     LEFT JOIN log_tile_edge e ON (e.level, e.tile) = (w.level, w.tile)
     WHERE coalesce(t.hashes, e.hashes) IS NOT NULL`,
    [places.map(({ level }) => level), places.map(({ index }) => index)],
  );
  return new Map(rows.map(({ level, tile, hashes }) => [tileName({ level, index: tile }), hashes]));
}

/** The hashes of proofs within a tree of this size. Throws LOG_TREE_DAMAGED. */
export async function readProofs(
  store: Pick<Queryable, 'query'>,
  hasher: TreeHasher,
  plans: readonly ProofPlan[],
  size: number,
): Promise<Buffer[][]> {
  const tiles = await readTiles(store, tilesOf(plans));
  const tileOf = (place: TilePlace): Buffer => {
    const hashes = tiles.get(tileName(place));
    const bytes = widthOf(place, size) * hashBytes;
    if (hashes === undefined || hashes.length < bytes) throw new GatewayError('LOG_TREE_DAMAGED', { ...place });
    return hashes.subarray(0, bytes);
  };
  return plans.map((plan) => hashesOf(plan, hasher, tileOf));
}

/** The newest signed checkpoint, as it was signed; undefined before the first. */
export async function readCheckpoint(store: Pick<Queryable, 'query'>): Promise<string | undefined> {
  const [row] = await store.query<{ note: string }>('SELECT note FROM log_checkpoint ORDER BY id DESC LIMIT 1');
  return row?.note;
}

/** Levels of a tree of this size whose last tile is partly filled. */
function widthsOf(size: number): number {
  let count = 0;
  for (let hashes = size; hashes > 0; hashes = Math.floor(hashes / tileWidth)) count += hashes % tileWidth === 0 ? 0 : 1;
  return count;
}
