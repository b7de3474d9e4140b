import { GatewayError } from '../../schemas/errors.js';
import type { Queryable } from '../store/store.js';
import { TreeEdge } from './tree/edge.js';
import type { TreeHasher } from './tree/hasher.js';
import { hashesOf, tilesOf, type ProofPlan } from './tree/proofs.js';
import { widthOf, type Tile, type TilePlace } from './tree/tile.js';
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

/**
 * Tiles as a tree of this size has them, in the order asked for. Read in one statement; more than full ones may have
 * come since. Throws LOG_TREE_DAMAGED where one is missing or too short.
 */
async function readTiles(
  store: Pick<Queryable, 'query'>,
  places: readonly TilePlace[],
  size: number,
): Promise<Tile[]> {
  const rows = await store.query<TileRow>(
    `SELECT w.level, w.tile, coalesce(t.hashes, e.hashes) AS hashes
     FROM unnest($1::smallint[], $2::bigint[]) AS w (level, tile)
     LEFT JOIN log_tile t ON (t.level, t.tile) = (w.level, w.tile)
     LEFT JOIN log_tile_edge e ON (e.level, e.tile) = (w.level, w.tile)
     WHERE coalesce(t.hashes, e.hashes) IS NOT NULL`,
    [places.map(({ level }) => level), places.map(({ index }) => index)],
  );
  const known = new Map(rows.map((row) => [nameOf({ level: row.level, index: row.tile }), row.hashes]));
  return places.map((place) => {
    const bytes = widthOf(place, size) * hashBytes;
    const hashes = known.get(nameOf(place));
    if (hashes === undefined || hashes.length < bytes) throw new GatewayError('LOG_TREE_DAMAGED', { ...place });
    return { ...place, hashes: hashes.subarray(0, bytes) };
  });
}

/** The hashes of proofs within a tree of this size. Throws LOG_TREE_DAMAGED. */
export async function readProofs(
  store: Pick<Queryable, 'query'>,
  hasher: TreeHasher,
  plans: readonly ProofPlan[],
  size: number,
): Promise<Buffer[][]> {
  const tiles = await readTiles(store, tilesOf(plans), size);
  const known = new Map(tiles.map((tile) => [nameOf(tile), tile.hashes]));
  // `tilesOf` names every tile that `hashesOf` asks for.
  return plans.map((plan) => hashesOf(plan, hasher, (place) => known.get(nameOf(place)) ?? Buffer.alloc(0)));
}

/** The newest signed checkpoint, as it was signed; undefined before the first. */
export async function readCheckpoint(store: Pick<Queryable, 'query'>): Promise<string | undefined> {
  const [row] = await store.query<{ note: string }>('SELECT note FROM log_checkpoint ORDER BY id DESC LIMIT 1');
  return row?.note;
}

/** Levels of a tree of this size whose last tile is partly filled. */
function widthsOf(size: number): number {
  let count = 0;
  for (let hashes = size; hashes > 0; hashes = Math.floor(hashes / 256)) count += hashes % 256 === 0 ? 0 : 1;
  return count;
}

function nameOf({ level, index }: TilePlace): string {
  return `${String(level)}/${String(index)}`;
}
