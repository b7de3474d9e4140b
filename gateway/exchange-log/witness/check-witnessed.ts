import type { Queryable } from '../../store/store.js';
import { storeFault, type StoreFault } from '../store-faults.js';
import { readProofs } from '../stored-tree.js';
import { TreeHasher } from '../tree/hasher.js';
import { planConsistency } from '../tree/proofs.js';
import { openCheckpoint } from '../verify/bundle.js';
import type { Checkpoint } from '../verify/checkpoint.js';
import { isExtension } from '../verify/merkle.js';
import type { VerifierKey } from '../verify/verifier-key.js';

/**
 * Holds every checkpoint that an outsider has seen against the newest: two of one size with different roots, or one that
 * the log does not extend, mean that the log was shown in two ways.
 */
export async function checkWitnessed(
  store: Pick<Queryable, 'query'>,
  keys: readonly VerifierKey[],
  newest: Checkpoint,
): Promise<StoreFault[]> {
  const rows = await store.query<{ size: number; note: string }>('SELECT DISTINCT size, note FROM log_witnessed WHERE size <= $1 ORDER BY size', [newest.size]);
  const hasher = new TreeHasher(newest.hash);
  const faults: StoreFault[] = [];
  for (const { size, note } of rows) {
    const opened = openCheckpoint(note, keys);
    if ('code' in opened) {
      faults.push(storeFault(opened.code, { index: size }));
      continue;
    }
    const { checkpoint } = opened;
    const [path = []] = await readProofs(store, hasher, [planConsistency(checkpoint.size, newest.size)], newest.size);
    if (checkpoint.size !== size || !isExtension(newest.hash, checkpoint, newest, path)) faults.push(storeFault('split-view', { index: 0, until: size }));
  }
  return faults;
}
