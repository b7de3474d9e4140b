import { parseVerifierKey, type VerifierKey } from './verifier-key.js';

/**
 * The key that an auditor typed: a public key (`name+id+base64`), or the fingerprint of one that is offered (64
 * hexadecimal digits, spaces and colons passed over). Nothing that is offered is trusted for being offered.
 */
export async function trustedKey(
  typed: string,
  offered: readonly string[],
): Promise<VerifierKey | 'key-unreadable' | 'key-absent'> {
  const key = await parseVerifierKey(typed.trim());
  if (key !== undefined) return key;
  const fingerprint = fingerprintIn(typed);
  if (!/^[0-9a-f]{64}$/.test(fingerprint)) return 'key-unreadable';
  for (const text of offered) {
    const candidate = await parseVerifierKey(text);
    if (candidate?.fingerprint === fingerprint) return candidate;
  }
  return 'key-absent';
}

/** A fingerprint as people type it, spaced, with colons or in capitals, in its one written form. */
export function fingerprintIn(typed: string): string {
  return typed.replaceAll(/[\s:]/gu, '').toLowerCase();
}
