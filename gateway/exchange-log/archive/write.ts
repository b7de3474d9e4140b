import { createWriteStream } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { GatewayError } from '../../../schemas/errors.js';
import type { Queryable } from '../../store/store.js';
import { readSegments } from '../log-reader.js';
import { proveExtension } from '../prove.js';
import { readTiles } from '../stored-tree.js';
import { TreeHasher } from '../tree/hasher.js';
import { tileName, tileWidth, widthOf } from '../tree/tile.js';
import { parseCheckpoint } from '../verify/checkpoint.js';
import { hashBytes } from '../verify/merkle.js';
import { parseNote } from '../verify/note.js';
import type { ArchiveManifest } from './manifest.js';

/**
 * Writes the events of a month into a folder: entries, leaf hashes and, last of all, `<month>.manifest.json`. Nothing is
 * written over. A few events of the months beside it may be among them, for processes have clocks of their own.
 * Throws LOG_ARCHIVE_NOTHING where the log has no sealed event of that month, LOG_TREE_DAMAGED, LOG_SEGMENT_DAMAGED.
 */
export async function writeArchive(store: Pick<Queryable, 'query'>, month: string, folder: string): Promise<ArchiveManifest> {
  const [range] = await store.query<{ first: number | null; until: number }>(
    `SELECT min(first_index) AS first, max(first_index + entry_count) AS until FROM log_sequence
     WHERE month = $1 AND first_index < (SELECT tree_size FROM log_head)`,
    [`${month}-01`],
  );
  if (range?.first === undefined || range.first === null) throw new GatewayError('LOG_ARCHIVE_NOTHING', { month });
  const { first, until } = { first: range.first, until: range.until };
  const { checkpoint, path } = await proveExtension(store, until);
  const { hash = 'sha256' } = parseCheckpoint(parseNote(checkpoint)?.text ?? '') ?? {};
  const names = { entries: `${month}.entries.gz`, leaves: `${month}.leaves` };
  await writeEvents(store, new TreeHasher(hash), { first, until }, { entries: join(folder, names.entries), leaves: join(folder, names.leaves) });
  const keys = await store.query<{ verifier: string }>('SELECT verifier FROM log_key ORDER BY id');
  const manifest: ArchiveManifest = {
    archive: 'jiantong/log-archive/v1',
    month,
    first,
    until,
    ...names,
    edge: await readEdgeAt(store, first),
    checkpoint,
    path,
    keys: keys.map(({ verifier }) => verifier),
  };
  await writeFile(join(folder, `${month}.manifest.json`), `${JSON.stringify(manifest, null, 2)}\n`, { flag: 'wx', flush: true });
  return manifest;
}

interface Range {
  readonly first: number;
  readonly until: number;
}

async function writeEvents(
  store: Pick<Queryable, 'query'>,
  hasher: TreeHasher,
  { first, until }: Range,
  files: { readonly entries: string; readonly leaves: string },
): Promise<void> {
  const leaves = await open(files.leaves, 'wx');
  async function* lines(): AsyncGenerator<string> {
    let next = first;
    for await (const batch of readSegments(store, first)) {
      for (const { id, firstIndex, entries } of batch) {
        if (next >= until) return;
        if (entries === undefined || firstIndex !== next) throw new GatewayError('LOG_SEGMENT_DAMAGED', { index: next, segment: id });
        await leaves.write(hasher.leaves(entries));
        next += entries.length;
        yield `${entries.join('\n')}\n`;
      }
    }
  }
  try {
    await pipeline(Readable.from(lines()), createGzip(), createWriteStream(files.entries, { flags: 'wx', flush: true }));
    await leaves.sync();
  } finally {
    await leaves.close();
  }
}

/** The tiles that were not full when the tree had this size, by level: the beginnings of what stands there now. */
async function readEdgeAt(store: Pick<Queryable, 'query'>, size: number): Promise<string[]> {
  const places = [];
  for (let level = 0; size >= tileWidth ** level; level += 1) places.push({ level, index: Math.floor(size / tileWidth ** (level + 1)) });
  const wanted = places.filter((place) => widthOf(place, size) > 0);
  const tiles = await readTiles(store, wanted);
  return places.map((place) => {
    const bytes = widthOf(place, size) * hashBytes;
    const hashes = tiles.get(tileName(place)) ?? Buffer.alloc(0);
    if (hashes.length < bytes) throw new GatewayError('LOG_TREE_DAMAGED', { ...place });
    return hashes.subarray(0, bytes).toString('base64');
  });
}
