import { GatewayError } from '../../../schemas/errors.js';
import { trustedKey } from '../../exchange-log/verify/trusted-key.js';
import type { VerifierKey } from '../../exchange-log/verify/verifier-key.js';

/** The keys that were typed, or else those that are offered. Throws CLI_KEY_UNUSABLE. */
export async function keysFor(typed: readonly string[], offered: readonly string[]): Promise<VerifierKey[]> {
  const wanted = typed.length > 0 ? typed : offered;
  return Promise.all(
    wanted.map(async (text) => {
      const key = await trustedKey(text, offered);
      if (typeof key === 'string') throw new GatewayError('CLI_KEY_UNUSABLE', { key: text });
      return key;
    }),
  );
}
