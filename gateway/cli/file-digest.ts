import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';

import { GatewayError } from '../../schemas/errors.js';
import type { World } from './world.js';

/** SHA-256 of a file that proves something, hex. Throws DELIVERY_PROOF_UNREADABLE. */
export async function digestOfFile({ workingFolder }: Pick<World, 'workingFolder'>, file: string): Promise<string> {
  const digest = createHash('sha256');
  try {
    for await (const bytes of createReadStream(resolve(workingFolder, file))) digest.update(bytes as Buffer);
  } catch (error) {
    throw new GatewayError('DELIVERY_PROOF_UNREADABLE', { file }, error);
  }
  return digest.digest('hex');
}
