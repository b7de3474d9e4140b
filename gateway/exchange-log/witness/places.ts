import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { GatewayError } from '../../../schemas/errors.js';
import { fingerprintIn } from '../verify/trusted-key.js';
import { parseVerifierKey, type VerifierKey } from '../verify/verifier-key.js';

/** Where checkpoints are sent, out of the hands of whoever runs the gateway. */
export type WitnessPlace =
  | { readonly kind: 'folder'; readonly label: string; readonly path: string }
  | { readonly kind: 'webhook'; readonly label: string; readonly url: string }
  | { readonly kind: 'cosigner'; readonly label: string; readonly url: string; readonly key: VerifierKey }
  /** `fingerprint`: SHA-256 of the authority's certificate, or of that which vouches for it, hex. */
  | { readonly kind: 'time-stamp'; readonly label: string; readonly url: string; readonly fingerprint: string };

/**
 * Reads the setting: places with spaces between them. `file:///mnt/audit` is a folder, `https://…` is sent each
 * checkpoint by POST, `name+id+base64@https://…` is a cosigning witness (C2SP tlog-witness) with its key, and
 * `<64 hexadecimal digits>@https://…` a time stamp authority (RFC 3161) with the fingerprint of its certificate.
 * Throws LOG_WITNESS_WRONG; addresses are never in the error, because they may hold secrets.
 */
export async function parseWitnesses(setting: string | undefined): Promise<WitnessPlace[]> {
  const texts = (setting ?? '').split(/\s+/).filter((text) => text !== '');
  return Promise.all(texts.map(parsePlace));
}

async function parsePlace(text: string, at: number): Promise<WitnessPlace> {
  const [, keyText, address = ''] = /^(?:([^@]+)@)?((?:https?|file):\/\/\S+)$/.exec(text) ?? [];
  if (!URL.canParse(address)) throw new GatewayError('LOG_WITNESS_WRONG', { place: at + 1 });
  const url = new URL(address);
  if (url.protocol === 'file:') {
    if (keyText !== undefined || url.host !== '') throw new GatewayError('LOG_WITNESS_WRONG', { place: at + 1 });
    const path = fileURLToPath(url);
    return { kind: 'folder', label: path, path };
  }
  const label = `${url.host} ${createHash('sha256').update(address).digest('hex').slice(0, 8)}`;
  if (keyText === undefined) return { kind: 'webhook', label, url: address };
  const fingerprint = fingerprintIn(keyText);
  if (/^[0-9a-f]{64}$/.test(fingerprint)) return { kind: 'time-stamp', label, url: address, fingerprint };
  const key = await parseVerifierKey(keyText);
  if (key?.algorithm !== 'cosignature') throw new GatewayError('LOG_WITNESS_WRONG', { place: at + 1 });
  return { kind: 'cosigner', label, url: address.replace(/\/$/, ''), key };
}
