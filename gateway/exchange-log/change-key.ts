import { GatewayError } from '../../schemas/errors.js';
import { readKeyFile, replaceKeyFile } from '../sealing/key-file.js';
import type { Store } from '../store/store.js';
import { makeSignerKey, parseSignerKey, signNote, type NoteSigner } from './note-signer.js';
import { nextLogKeyFile, openSeal, type SealSettings } from './seal.js';
import { readCheckpoint } from './stored-tree.js';
import { parseNote } from './verify/note.js';

export interface KeyChange {
  /** Written forms of the keys. */
  readonly retired: string;
  readonly inUse: string;
}

/**
 * Puts a new Ed25519 key into use. The newest checkpoint is signed once more, by both keys, so that whoever trusts the
 * old one has its word for the new one; what the old key signed stays verifiable by it. A crash on the way leaves either
 * the old key in use or the new one, never none: `openSeal` finishes what was begun.
 *
 * Throws LOG_KEY_GIVEN where the key came from the environment and cannot be changed here, LOG_KEY_AWAY where another
 * process has it, and what `openSeal` throws.
 */
export async function changeKey(store: Store, settings: SealSettings): Promise<KeyChange> {
  if (settings.logKey !== undefined) throw new GatewayError('LOG_KEY_GIVEN');
  const seal = await openSeal(store, settings);
  const [old] = seal?.signers ?? [];
  if (seal === undefined || old === undefined) throw new GatewayError('LOG_KEY_AWAY');
  const next = await prepareKey(settings, seal.origin);
  await store.transaction(async (transaction) => {
    const [head] = await transaction.query<{ key_id: number }>(
      `SELECT (SELECT id FROM log_key WHERE algorithm = 'ed25519' AND until_size IS NULL) AS key_id FROM log_head FOR UPDATE`,
    );
    if (head?.key_id !== seal.keyId) throw new GatewayError('LOG_KEY_AWAY');
    await transaction.query(`UPDATE log_key SET until_size = tree_size FROM log_head WHERE log_key.id = $1`, [seal.keyId]);
    await transaction.query(
      `INSERT INTO log_key (algorithm, verifier, from_size) SELECT 'ed25519', $1, tree_size FROM log_head`,
      [next.verifierKey.text],
    );
    const text = parseNote((await readCheckpoint(transaction)) ?? '')?.text;
    if (text === undefined) return;
    await transaction.query('INSERT INTO log_checkpoint (size, note) SELECT tree_size, $1 FROM log_head', [
      signNote(text, [next, ...seal.signers]),
    ]);
  });
  // Finishes by the same way as a start does that finds a change of keys cut off here.
  await openSeal(store, settings);
  return { retired: old.verifierKey.text, inUse: next.verifierKey.text };
}

/** Durable before it comes into use: a key that signed and is lost could not be replaced by itself. */
async function prepareKey(settings: SealSettings, origin: string): Promise<NoteSigner> {
  const file = nextLogKeyFile(settings);
  replaceKeyFile(file, makeSignerKey(origin));
  const signer = await parseSignerKey(readKeyFile(file, 'LOG_KEY_EXPOSED') ?? '');
  if (signer === undefined) throw new GatewayError('LOG_KEY_MALFORMED', { source: file });
  return signer;
}
