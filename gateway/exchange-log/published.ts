import type { Queryable } from '../store/store.js';
import { entriesOf } from './log-reader.js';
import { readTiles } from './stored-tree.js';
import { tileName, tileWidth, widthOf, type TilePlace } from './tree/tile.js';
import { hashBytes } from './verify/merkle.js';

/** Bytes of an entry that a bundle can hold: its length is written in 16 bits. */
const entryBytesMax = 0xffff;

/** Hashes of a tile in the width asked for; undefined where the log does not have so many yet. */
export async function readTile(
  store: Pick<Queryable, 'query'>,
  place: TilePlace,
  width: number,
): Promise<Buffer | undefined> {
  const hashes = (await readTiles(store, [place])).get(tileName(place));
  return hashes === undefined || hashes.length < width * hashBytes ? undefined : hashes.subarray(0, width * hashBytes);
}

/**
 * The entries under a tile of leaves, each with its length in 16 bits before it (C2SP tlog-tiles). Undefined where the
 * log does not have so many yet, or one of them is longer than the form allows.
 */
export async function readEntryBundle(
  store: Pick<Queryable, 'query'>,
  index: number,
  width: number,
): Promise<Buffer | undefined> {
  const [head] = await store.query<{ tree_size: number }>('SELECT tree_size FROM log_head');
  if (width > widthOf({ level: 0, index }, head?.tree_size ?? 0)) return undefined;
  const from = index * tileWidth;
  const segments = await store.query<{ first_index: number; entries: string }>(
    `SELECT q.first_index, s.entries FROM log_sequence q JOIN log_segment s ON s.id = q.segment_id AND s.month = q.month
     WHERE q.first_index >= coalesce((SELECT max(first_index) FROM log_sequence WHERE first_index <= $1), 0) AND q.first_index < $2
     ORDER BY q.first_index`,
    [from, from + width],
  );
  const [first] = segments;
  // Not there any more where the month was pruned.
  if (first === undefined || first.first_index > from) return undefined;
  const texts = segments.flatMap(({ entries }) => entriesOf(entries)).slice(from - first.first_index).slice(0, width);
  const entries = texts.map((text) => Buffer.from(text, 'utf8'));
  if (entries.length < width || entries.some(({ length }) => length > entryBytesMax)) return undefined;
  return Buffer.concat(
    entries.flatMap((entry) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}
