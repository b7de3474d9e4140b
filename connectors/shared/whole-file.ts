import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Change } from '../connector.js';
import { pullBytesMax, pullRowsMax } from '../connector.js';
import type { RowFault } from '../row-fault.js';
import { faultyChange } from '../row-fault.js';
import type { FileProgress } from './file-cursor.js';
import type { FileStep } from './file-pull.js';
import type { FoundFile } from './found-file.js';
import { fileError } from './places/local-place.js';

/** How one file is read from its beginning to its end. */
export interface WholeReading {
  readonly changes: (signal: AbortSignal) => AsyncIterable<Change>;
  /** What is wrong with the file itself; undefined for trouble that has another cause. */
  readonly fault: (error: unknown) => RowFault | undefined;
}

/**
 * Reads, in batches, a file of a kind that is saved anew rather than appended to. One with the bytes it had before is
 * gone on with behind the rows already delivered (or left alone when it was done); any other is read whole. A file that
 * is wrong as such is delivered as one faulty row, so that it does not stand in the way of the next.
 */
export async function* readWhole(
  found: FoundFile,
  before: FileProgress | undefined,
  { changes: changesOf, fault: faultOf }: WholeReading,
  signal: AbortSignal,
): AsyncGenerator<FileStep> {
  const sha256 = await hashFile(found, signal);
  const isSame = before?.sha256 === sha256;
  const { name, bytes: fileBytes, modifiedMs } = found;
  const progress = (rowsAfter: number, isDone: boolean): FileProgress => ({
    name,
    bytes: fileBytes,
    modifiedMs,
    offset: 0,
    sha256,
    rowsBefore: 0,
    rowsAfter,
    isDone,
  });
  if (before && isSame && before.isDone) {
    yield { changes: [], progress: { ...progress(before.rowsAfter, true), isFaulty: before.isFaulty } };
    return;
  }
  try {
    let count = 0;
    const skipped = isSame ? before.rowsAfter : 0;
    let changes: Change[] = [];
    let bytes = 0;
    for await (const change of changesOf(signal)) {
      if (++count <= skipped) continue;
      const size = Buffer.byteLength(JSON.stringify(change.row));
      if (changes.length === pullRowsMax || (changes.length > 0 && bytes + size > pullBytesMax)) {
        yield { changes, progress: progress(count - 1, false) };
        signal.throwIfAborted();
        changes = [];
        bytes = 0;
      }
      changes.push(change);
      bytes += size;
    }
    yield { changes, progress: progress(count, true) };
  } catch (error) {
    const fault = faultOf(error);
    if (!fault) throw error;
    yield { changes: [faultyChange(name, name, fault)], progress: { ...progress(0, true), isFaulty: true } };
  }
}

async function hashFile(found: FoundFile, signal: AbortSignal): Promise<string> {
  const taken = createHash('sha256');
  try {
    for await (const chunk of createReadStream(found.path, { signal })) taken.update(chunk as Buffer);
  } catch (error) {
    signal.throwIfAborted();
    throw fileError(error, found.name);
  }
  return taken.digest('base64url');
}
