import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayError } from '../../../schemas/errors.js';
import type { LogHistory } from './history.js';
import { parseCheckpoint, type Checkpoint } from '../verify/checkpoint.js';
import { isExtension } from '../verify/merkle.js';
import { parseNote } from '../verify/note.js';

const fileName = /^(\d{16})\.checkpoint$/;

/**
 * Leaves the checkpoint as `<size>.checkpoint` in the folder, after holding it against the newest that is there.
 * Throws LOG_SPLIT_VIEW where that one is of another history or of a longer log.
 */
export async function leaveInFolder(folder: string, history: LogHistory): Promise<void> {
  const kept = (await readdir(folder)).filter((name) => fileName.test(name)).toSorted();
  const newest = kept.at(-1);
  if (newest !== undefined) await compare(await readFile(join(folder, newest), 'utf8'), history, newest);
  const name = `${String(history.checkpoint.size).padStart(16, '0')}.checkpoint`;
  // What was left once is never written over.
  if (name !== newest) await writeFile(join(folder, name), history.note, { flag: 'wx', flush: true });
}

async function compare(text: string, { checkpoint, prove }: LogHistory, file: string): Promise<void> {
  const older: Checkpoint | undefined = parseCheckpoint(parseNote(text)?.text ?? '');
  if (older === undefined || older.origin !== checkpoint.origin || older.size > checkpoint.size) {
    throw new GatewayError('LOG_SPLIT_VIEW', { file, kept: older?.size, log: checkpoint.size });
  }
  const path = await prove(older.size);
  if (!isExtension(checkpoint.hash, older, checkpoint, path)) throw new GatewayError('LOG_SPLIT_VIEW', { file, kept: older.size, log: checkpoint.size });
}
