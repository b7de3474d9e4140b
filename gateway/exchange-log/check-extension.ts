import { GatewayError } from '../../schemas/errors.js';
import type { LogExtension } from './prove.js';
import { storeFault, type StoreFault } from './store-faults.js';
import { openCheckpoint } from './verify/bundle.js';
import { isExtension } from './verify/merkle.js';
import type { VerifierKey } from './verify/verifier-key.js';

export interface ExtensionVerdict {
  readonly faults: readonly StoreFault[];
  /** Events under the kept checkpoint and under the newest; null where that one could not be believed. */
  readonly older: number | null;
  readonly newer: number | null;
}

/**
 * Whether the log is still the one that an auditor kept a checkpoint of. Both checkpoints must be signed by a given key;
 * `prove` asks the log for its newest one and the proof, which is checked here.
 */
export async function checkExtension(
  kept: string,
  keys: readonly VerifierKey[],
  prove: (size: number) => Promise<LogExtension>,
): Promise<ExtensionVerdict> {
  const older = openCheckpoint(kept, keys);
  if ('code' in older) return { faults: [storeFault(older.code)], older: null, newer: null };
  const { origin, size, hash } = older.checkpoint;
  const extension = await proveOrShorter(prove, size);
  if (extension === undefined) return { faults: [storeFault('log-shortened', { index: size })], older: size, newer: null };
  const newer = openCheckpoint(extension.checkpoint, keys);
  if ('code' in newer) return { faults: [storeFault(newer.code)], older: size, newer: null };
  const newSize = newer.checkpoint.size;
  if (newer.checkpoint.origin !== origin) return { faults: [storeFault('checkpoint-of-other-log')], older: size, newer: newSize };
  const path = extension.path.map((line) => Buffer.from(line, 'base64'));
  const isSame = newer.checkpoint.hash === hash && isExtension(hash, older.checkpoint, newer.checkpoint, path);
  return { faults: isSame ? [] : [storeFault('split-view', { index: 0, until: size })], older: size, newer: newSize };
}

async function proveOrShorter(prove: (size: number) => Promise<LogExtension>, size: number): Promise<LogExtension | undefined> {
  try {
    return await prove(size);
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'LOG_SIZE_BEYOND') return undefined;
    throw error;
  }
}
