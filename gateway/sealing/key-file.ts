import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { GatewayError } from '../../schemas/errors.js';

const ownerOnly = 0o600;
const groupAndOthers = 0o077;

/**
 * What a file with a key holds, without the line break at its end; undefined where there is none. Throws `exposed`
 * where others may read or write the file; no value of a key is ever in an error.
 */
export function readKeyFile(file: string, exposed: 'SEALING_MASTER_KEY_EXPOSED' | 'LOG_KEY_EXPOSED'): string | undefined {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return undefined;
  // Windows has no such bits: its files always look open to all.
  if (process.platform !== 'win32' && (mode & groupAndOthers) !== 0) {
    throw new GatewayError(exposed, { file, mode: (mode & 0o777).toString(8) });
  }
  return readFileSync(file, 'utf8').trim();
}

/**
 * Writes a key that its owner alone can read. Made beside and linked into place: the name appears at once with the whole
 * key, and only for the first of several. Answers false where the file was there already and is left as it is.
 */
export function makeKeyFile(file: string, key: string): boolean {
  return withDraft(file, key, (draft) => {
    try {
      linkSync(draft, file);
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      throw error;
    }
  });
}

/** Puts another key in the file's place, whole or not at all. */
export function replaceKeyFile(file: string, key: string): void {
  withDraft(file, key, (draft) => renameSync(draft, file));
}

function withDraft<Result>(file: string, key: string, place: (draft: string) => Result): Result {
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  try {
    writeFileSync(draft, `${key}\n`, { mode: ownerOnly, flag: 'wx', flush: true });
    // The mode given at creation is narrowed by the process's mask, never widened; this makes it exact.
    chmodSync(draft, ownerOnly);
    const result = place(draft);
    syncFolder(dirname(file));
    return result;
  } finally {
    rmSync(draft, { force: true });
  }
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
