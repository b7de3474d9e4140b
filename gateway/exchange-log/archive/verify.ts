import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { systemErrorCode } from '../../system-error.js';
import { diagnose } from '../diagnose.js';
import { storeFault, type StoreFault } from '../store-faults.js';
import { TreeEdge } from '../tree/edge.js';
import { TreeHasher } from '../tree/hasher.js';
import { openCheckpoint } from '../verify/bundle.js';
import { hashBytes, isExtension } from '../verify/merkle.js';
import type { VerifierKey } from '../verify/verifier-key.js';
import type { ArchiveManifest } from './manifest.js';

export interface ArchiveVerdict {
  readonly origin: string | null;
  readonly first: number;
  readonly until: number;
  /** All events, or none. */
  readonly verified: number;
  readonly faults: readonly StoreFault[];
}

/**
 * Checks an archive offline, with nothing but keys: hashes its entries and holds the tree over them against the signed
 * checkpoint. Where they do not lead to it, the kept leaf hashes tell which event is not as it was, if they do.
 */
export async function verifyArchive(manifest: ArchiveManifest, folder: string, keys: readonly VerifierKey[]): Promise<ArchiveVerdict> {
  const { first, until, checkpoint } = manifest;
  const opened = openCheckpoint(checkpoint, keys);
  if ('code' in opened) return { origin: null, first, until, verified: 0, faults: [storeFault(opened.code)] };
  const hasher = new TreeHasher(opened.checkpoint.hash);
  const path = manifest.path.map((line) => Buffer.from(line, 'base64'));
  const leadsToRoot = (leaves: Buffer): boolean => {
    if (leaves.length !== (until - first) * hashBytes) return false;
    const edge = new TreeEdge(hasher, first, manifest.edge.map((tile) => Buffer.from(tile, 'base64')));
    edge.append(leaves);
    return isExtension(hasher.name, { size: until, root: edge.root() }, opened.checkpoint, path);
  };
  const verdict = { origin: opened.checkpoint.origin, first, until };
  const actual = await hashEntries(join(folder, manifest.entries), hasher);
  if (actual !== undefined && leadsToRoot(actual)) return { ...verdict, verified: until - first, faults: [] };
  const kept = await readFile(join(folder, manifest.leaves));
  const fault = actual !== undefined && leadsToRoot(kept) ? difference(first, kept, actual) : storeFault('history-rewritten', { index: first, until });
  return { ...verdict, verified: 0, faults: [fault] };
}

function difference(first: number, kept: Buffer, actual: Buffer): StoreFault {
  let at = 0;
  while (at < kept.length && at < actual.length && kept.compare(actual, at, at + hashBytes, at, at + hashBytes) === 0) at += hashBytes;
  return diagnose({ index: first + at / hashBytes, expected: kept.subarray(at), actual: actual.subarray(at), texts: [] });
}

/** Leaf hashes of the entries of a file; undefined where it is damaged so that it cannot be unpacked. */
async function hashEntries(file: string, hasher: TreeHasher): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let rest = '';
  try {
    await pipeline(createReadStream(file), createGunzip(), async (source: AsyncIterable<Buffer>) => {
      const decoder = new TextDecoder();
      for await (const chunk of source) {
        const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
        rest = lines.pop() ?? '';
        parts.push(hasher.leaves(lines));
      }
    });
  } catch (error) {
    if (systemErrorCode(error)?.startsWith('Z_') === true) return undefined;
    throw error;
  }
  if (rest !== '') parts.push(hasher.leaves([rest]));
  return Buffer.concat(parts);
}
