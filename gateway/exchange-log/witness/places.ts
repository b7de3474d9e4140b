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
  | { readonly kind: 'time-stamp'; readonly label: string; readonly url: string; readonly fingerprint: string }
  /** A chain-evidence platform, with the token that it knows us by. */
  | { readonly kind: 'chain'; readonly label: string; readonly url: string; readonly token: string | undefined };

/**
 * Reads the setting: places with spaces between them. `file:///mnt/audit` is a folder, `https://…` is sent each
 * checkpoint by POST, `name+id+base64@https://…` is a cosigning witness (C2SP tlog-witness) with its key, and
 * `<64 hexadecimal digits>@https://…` a time stamp authority (RFC 3161) with the fingerprint of its certificate;
 * `chain+https://:token@…` is a chain-evidence platform.
 * Throws LOG_WITNESS_WRONG; addresses are never in the error, because they may hold secrets.
 */
export async function parseWitnesses(setting: string | undefined): Promise<WitnessPlace[]> {
  const texts = (setting ?? '').split(/\s+/).filter((text) => text !== '');
  return Promise.all(texts.map(parsePlace));
}

async function parsePlace(text: string, at: number): Promise<WitnessPlace> {
  const chain = text.startsWith('chain+') ? text.slice('chain+'.length) : undefined;
  if (chain !== undefined) return chainPlace(chain, at);
  const [, keyText, address = ''] = /^(?:([^@]+)@)?((?:https?|file):\/\/\S+)$/.exec(text) ?? [];
  if (!URL.canParse(address)) throw new GatewayError('LOG_WITNESS_WRONG', { place: at + 1 });
  const url = new URL(address);
  if (url.protocol === 'file:') {
    if (keyText !== undefined || url.host !== '') throw new GatewayError('LOG_WITNESS_WRONG', { place: at + 1 });
    const path = fileURLToPath(url);
    return { kind: 'folder', label: path, path };
  }
  const label = labelOf(url, address);
  if (keyText === undefined) return { kind: 'webhook', label, url: address };
  const fingerprint = fingerprintIn(keyText);
  if (/^[0-9a-f]{64}$/.test(fingerprint)) return { kind: 'time-stamp', label, url: address, fingerprint };
  const key = await parseVerifierKey(keyText);
  if (key?.algorithm !== 'cosignature') throw new GatewayError('LOG_WITNESS_WRONG', { place: at + 1 });
  return { kind: 'cosigner', label, url: address.replace(/\/$/, ''), key };
}

function chainPlace(address: string, at: number): WitnessPlace {
  if (!/^https?:/.test(address) || !URL.canParse(address)) throw new GatewayError('LOG_WITNESS_WRONG', { place: at + 1 });
  const url = new URL(address);
  const label = labelOf(url, address);
  const token = url.password === '' ? undefined : decodeURIComponent(url.password);
  [url.username, url.password] = ['', ''];
  return { kind: 'chain', label, url: url.href.replace(/\/$/, ''), token };
}

/** Tells places of one host apart without showing what may be a secret. */
function labelOf({ host }: URL, address: string): string {
  return `${host} ${createHash('sha256').update(address).digest('hex').slice(0, 8)}`;
}
