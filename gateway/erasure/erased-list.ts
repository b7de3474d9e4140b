import { appendFileSync, closeSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../store/store.js';
import { systemErrorCode } from '../system-error.js';

/** In the data folder and part of no backup of the store: a backup of before an erasure still has the keys. */
const erasedListFile = 'erased-keys';
const ownerOnly = 0o600;
const keyForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Adds keys to the list of those that were erased; on the disk when it returns. */
export function keepErased(dataFolder: string, keyIds: readonly string[]): void {
  if (keyIds.length === 0) return;
  const handle = openSync(join(dataFolder, erasedListFile), 'a', ownerOnly);
  try {
    appendFileSync(handle, keyIds.map((id) => `${id}\n`).join(''));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Erases again what a restored store has back, and takes into the list what it lacks. Called once at the start, before
 * anything is read. Returns how many keys had come back.
 */
export async function eraseAgain(store: Store, dataFolder: string): Promise<number> {
  const listed = readList(dataFolder);
  const erased = await store.query<{ id: string }>('SELECT DISTINCT unnest(erased_keys) AS id FROM erasure');
  keepErased(dataFolder, erased.map(({ id }) => id).filter((id) => !listed.has(id)));
  if (listed.size === 0) return 0;
  const back = await store.query('DELETE FROM data_key WHERE id = ANY ($1::uuid[]) RETURNING id', [[...listed]]);
  // What the finder had of these persons cannot be told from the rest any more: it is made again from what can be read.
  if (back.length > 0) await store.execute('TRUNCATE record_finder; UPDATE record_finder_place SET next_index = 0');
  return back.length;
}

/** A line that a crash cut short names no key. */
function readList(dataFolder: string): Set<string> {
  try {
    const lines = readFileSync(join(dataFolder, erasedListFile), 'utf8').split('\n');
    return new Set(lines.filter((line) => keyForm.test(line)));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return new Set();
    throw error;
  }
}
