import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { GatewayError } from '../../schemas/errors.js';
import { masterKeyBytes } from './sealer.js';

export const masterKeyFile = 'master-key';

const ownerOnly = 0o600;
const groupAndOthers = 0o077;

/**
 * The master key: the given value (64 hexadecimal digits, from the environment) or else the file `master-key`
 * in the data folder, which is made with mode 0600 at the first start. Called once at start. Two processes
 * starting together come to the same key, and a crash leaves a whole key or none.
 *
 * Throws SEALING_MASTER_KEY_MALFORMED, SEALING_MASTER_KEY_EXPOSED (others may read or write the file) and
 * SEALING_MASTER_KEY_UNREADABLE. No value of a key is ever in an error.
 */
export function loadMasterKey(folder: string, given: string | undefined): Buffer {
  if (given !== undefined) return parseKey(given, 'JIANTONG_MASTER_KEY');
  const file = join(folder, masterKeyFile);
  try {
    return readKeyFile(file) ?? makeKeyFile(folder, file);
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    throw new GatewayError('SEALING_MASTER_KEY_UNREADABLE', { file }, error);
  }
}

function readKeyFile(file: string): Buffer | undefined {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return undefined;
  // Windows has no such bits: its files always look open to all.
  if (process.platform !== 'win32' && (mode & groupAndOthers) !== 0) {
    throw new GatewayError('SEALING_MASTER_KEY_EXPOSED', { file, mode: (mode & 0o777).toString(8) });
  }
  return parseKey(readFileSync(file, 'utf8').trim(), file);
}

/** Written beside and linked into place: the name appears at once with the whole key, and only for the first. */
function makeKeyFile(folder: string, file: string): Buffer {
  const key = randomBytes(masterKeyBytes);
  const draft = join(folder, `${masterKeyFile}.${randomBytes(8).toString('hex')}`);
  try {
    writeFileSync(draft, `${key.toString('hex')}\n`, { mode: ownerOnly, flag: 'wx', flush: true });
    // The mode given at creation is narrowed by the process's mask, never widened; this makes it exact.
    chmodSync(draft, ownerOnly);
    linkSync(draft, file);
    syncFolder(folder);
    return key;
  } catch (error) {
    const other = isAlreadyThere(error) ? readKeyFile(file) : undefined;
    if (other) return other;
    throw error;
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

function parseKey(text: string, source: string): Buffer {
  if (!/^[0-9a-fA-F]{64}$/.test(text)) throw new GatewayError('SEALING_MASTER_KEY_MALFORMED', { source });
  return Buffer.from(text, 'hex');
}

function isAlreadyThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
