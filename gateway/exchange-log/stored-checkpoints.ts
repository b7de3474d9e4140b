import type { Queryable } from '../store/store.js';
import { storeFault, type StoreFault } from './store-faults.js';
import { openCheckpoint } from './verify/bundle.js';
import type { Checkpoint } from './verify/checkpoint.js';
import type { VerifierKey } from './verify/verifier-key.js';

/** The log's signed tree heads as the store has them, checked against keys. */
export interface StoredCheckpoints {
  /** Those with a good signature, by size. */
  readonly believed: readonly Checkpoint[];
  readonly newest: Checkpoint | undefined;
  readonly faults: readonly StoreFault[];
}

/** Reads every checkpoint and checks its signature. */
export async function readCheckpoints(
  store: Pick<Queryable, 'query'>,
  keys: readonly VerifierKey[],
): Promise<StoredCheckpoints> {
  const rows = await store.query<{ size: number; note: string }>('SELECT size, note FROM log_checkpoint ORDER BY size, id');
  const believed: Checkpoint[] = [];
  const faults: StoreFault[] = [];
  for (const { size, note } of rows) {
    const opened = openCheckpoint(note, keys);
    if ('code' in opened) faults.push(storeFault(opened.code, { index: size }));
    else if (opened.checkpoint.size !== size) faults.push(storeFault('checkpoint-forged', { index: size }));
    else believed.push(opened.checkpoint);
  }
  return { believed, newest: believed.at(-1), faults };
}
