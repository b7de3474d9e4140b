import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { GatewayError } from '../../schemas/errors.js';
import { makeKeyFile, readKeyFile } from './key-file.js';
import { masterKeyBytes } from './sealer.js';

export const masterKeyFile = 'master-key';

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
    return read(file) ?? make(file);
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    throw new GatewayError('SEALING_MASTER_KEY_UNREADABLE', { file }, error);
  }
}

function read(file: string): Buffer | undefined {
  const text = readKeyFile(file, 'SEALING_MASTER_KEY_EXPOSED');
  return text === undefined ? undefined : parseKey(text, file);
}

function make(file: string): Buffer {
  const key = randomBytes(masterKeyBytes);
  const isOurs = makeKeyFile(file, key.toString('hex'));
  return (isOurs ? undefined : read(file)) ?? key;
}

function parseKey(text: string, source: string): Buffer {
  if (!/^[0-9a-fA-F]{64}$/.test(text)) throw new GatewayError('SEALING_MASTER_KEY_MALFORMED', { source });
  return Buffer.from(text, 'hex');
}
