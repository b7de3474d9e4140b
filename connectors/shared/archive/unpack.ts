import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { GatewayError } from '../../../schemas/errors.js';
import { errnoOf } from '../errno.js';
import type { FoundFile } from '../found-file.js';
import { globPattern } from '../places/ready-files.js';
import { archiveLimits, ZipFile } from './zip-file.js';

/** Most files that are taken out of one archive: the cursor remembers each of them while it is read. */
const partsMax = 500;
/** Tables of text pack to a tenth or a thirtieth; what is far beyond that was made to fill a disk. */
const ratioMax = 200;
/** Up to here nothing is asked. */
const ratioFreeBytes = 64 * 1024 * 1024;
const faults = { damaged: 'FILE_ARCHIVE_DAMAGED', tooLarge: 'FILE_ARCHIVE_TOO_LARGE' } as const;

/** Whether the file is an archive of several, each of them with a way of its own through the cursor. */
export function isArchive(name: string): boolean {
  return name.toLowerCase().endsWith('.zip');
}

/**
 * The files that a file holds: for `.gz` the one in it, under the name of the archive; for `.zip` those whose names
 * match, in name order, as `<archive>/<entry>`; any other file is itself. What was unpacked lies in a folder of our
 * own and is removed before the next one is asked for, so that one file at a time takes up room.
 * @param entries glob over the bare names of a ZIP archive's entries
 * @throws FILE_ARCHIVE_DAMAGED, FILE_ARCHIVE_TOO_LARGE, FILE_ARCHIVE_EMPTY
 */
export async function* unpack(file: FoundFile, entries: string, signal: AbortSignal): AsyncGenerator<FoundFile> {
  const isGzip = file.name.toLowerCase().endsWith('.gz');
  if (!isGzip && !isArchive(file.name)) {
    yield file;
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'jiantong-'));
  try {
    const path = join(folder, 'part');
    yield* isGzip ? gunzip(file, path, signal) : unzip(file, path, entries, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* gunzip(file: FoundFile, path: string, signal: AbortSignal): AsyncGenerator<FoundFile> {
  const bytesMax = Math.min(archiveLimits.bytes, Math.max(ratioFreeBytes, file.bytes * ratioMax));
  let bytes = 0;
  const limit = new Transform({
    transform: (chunk: Buffer, _, done) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) return done(null, chunk);
      done(new GatewayError('FILE_ARCHIVE_TOO_LARGE', { file: file.name, limit: bytesMax }));
    },
  });
  try {
    await pipeline(createReadStream(file.path), createGunzip(), limit, createWriteStream(path, { mode: ownerOnly }), { signal });
  } catch (error) {
    signal.throwIfAborted();
    const isPacking = errnoOf(error)?.startsWith('Z_') === true;
    throw isPacking ? new GatewayError('FILE_ARCHIVE_DAMAGED', { file: file.name, reason: 'gzip' }, error) : error;
  }
  yield { ...file, path, bytes };
}

async function* unzip(
  file: FoundFile,
  path: string,
  pattern: string,
  signal: AbortSignal,
): AsyncGenerator<FoundFile> {
  const zip = await ZipFile.open(file.path, file.name, faults);
  try {
    const matches = globPattern(pattern);
    const wanted = Array.from(zip.entries.values())
      .filter(({ name }) => !name.endsWith('/') && matches.test(basename(name)))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    if (wanted.length === 0) throw new GatewayError('FILE_ARCHIVE_EMPTY', { file: file.name, entries: pattern });
    if (wanted.length > partsMax)
      throw new GatewayError('FILE_ARCHIVE_TOO_LARGE', { file: file.name, entries: wanted.length, limit: partsMax });
    for (const entry of wanted) {
      await pipeline(zip.read(entry), createWriteStream(path, { mode: ownerOnly }), { signal });
      yield { ...file, name: `${file.name}/${entry.name}`, path, bytes: (await stat(path)).size };
      await rm(path);
    }
  } finally {
    await zip.close();
  }
}

/** Rights of an unpacked file: its bytes may be personal. */
const ownerOnly = 0o600;
