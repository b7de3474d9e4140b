import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { GatewayError } from '../../schemas/errors.js';
import { makeKeyFile, readKeyFile, replaceKeyFile } from '../sealing/key-file.js';
import type { Queryable, Store } from '../store/store.js';
import { createSm2Signer, makeSignerKey, parseSignerKey, type NoteSigner } from './note-signer.js';
import type { HashName } from './verify/primitives.js';

export interface SealSettings {
  readonly dataFolder: string;
  /** What the log is called; only asked for when it is made. */
  readonly logOrigin?: string;
  /** Likewise; a log that is made already must have it. */
  readonly logHash?: HashName;
  /** Ed25519 private key; absent: the file `log-key` in the data folder. */
  readonly logKey?: string;
  /** SM2 private key, 64 hexadecimal digits; absent: no second signature. */
  readonly logSm2Key?: string;
}

/** What it takes to sign this log's checkpoints. */
export interface LogSeal {
  readonly origin: string;
  readonly hash: HashName;
  /** Row of the Ed25519 key; no longer the one in use once the key has been changed. */
  readonly keyId: number;
  readonly signers: readonly NoteSigner[];
}

interface LogIdentity {
  readonly origin: string;
  readonly hash: HashName;
}

/** Holds the key that a change of keys is about to bring into use, until it is. */
const nextKeyFile = 'log-key.next';

function logKeyFile(settings: SealSettings): string {
  return join(settings.dataFolder, 'log-key');
}

export function nextLogKeyFile(settings: SealSettings): string {
  return join(settings.dataFolder, nextKeyFile);
}

/**
 * Finds what the log is called and the keys that sign it; on a new log makes and remembers both. Answers undefined where
 * the key is in the hands of another process: that one seals the log then.
 * Throws LOG_KEY_MALFORMED, LOG_KEY_EXPOSED, LOG_KEY_UNREADABLE, LOG_KEY_OF_OTHER_LOG, LOG_HASH_FIXED.
 */
export async function openSeal(store: Store, settings: SealSettings): Promise<LogSeal | undefined> {
  const given = await readKey(settings);
  const identity = await findIdentity(store, settings, given);
  const inUse = await keyInUse(store, 'ed25519');
  const own = given ?? (inUse === undefined ? await makeKey(settings, identity) : undefined);
  if (own === undefined) return undefined;
  if (own.verifierKey.name !== identity.origin) {
    throw new GatewayError('LOG_KEY_OF_OTHER_LOG', { log: identity.origin, key: own.verifierKey.name });
  }
  const signer = inUse?.verifier === own.verifierKey.text ? own : ((await takeNextKey(settings, inUse)) ?? own);
  const key = inUse ?? (await rememberKey(store, 'ed25519', signer));
  if (key.verifier !== signer.verifierKey.text) return undefined;
  const second = await openSm2(store, settings, identity);
  return { ...identity, keyId: key.id, signers: second ? [signer, second] : [signer] };
}

/** What the log is called and hashed with; undefined before it is made. */
async function readIdentity(store: Pick<Queryable, 'query'>): Promise<LogIdentity | undefined> {
  const [row] = await store.query<LogIdentity>('SELECT origin, hash FROM log_identity');
  return row;
}

async function findIdentity(store: Store, settings: SealSettings, key: NoteSigner | undefined): Promise<LogIdentity> {
  const known = await readIdentity(store);
  if (known) {
    const { logHash } = settings;
    if (logHash !== undefined && logHash !== known.hash) throw new GatewayError('LOG_HASH_FIXED', { log: known.hash, logHash });
    return known;
  }
  // Two processes that start at once may both try: the first one's stands.
  await store.query(
    `INSERT INTO log_identity (origin, hash) SELECT coalesce($1, 'jiantong/' || id), $2 FROM store_origin ON CONFLICT DO NOTHING`,
    [key?.verifierKey.name ?? settings.logOrigin, settings.logHash ?? 'sha256'],
  );
  return findIdentity(store, settings, key);
}

interface KeyRow {
  readonly id: number;
  readonly verifier: string;
}

async function keyInUse(store: Pick<Queryable, 'query'>, algorithm: 'ed25519' | 'sm2'): Promise<KeyRow | undefined> {
  const [row] = await store.query<KeyRow>('SELECT id, verifier FROM log_key WHERE algorithm = $1 AND until_size IS NULL', [algorithm]);
  return row;
}

/** The key that is in use afterwards, which may be another's that came first. */
async function rememberKey(store: Store, algorithm: 'ed25519' | 'sm2', { verifierKey }: NoteSigner): Promise<KeyRow> {
  await store.query(
    'INSERT INTO log_key (algorithm, verifier, from_size) SELECT $1, $2, tree_size FROM log_head ON CONFLICT DO NOTHING',
    [algorithm, verifierKey.text],
  );
  const key = await keyInUse(store, algorithm);
  if (key === undefined) throw new GatewayError('LOG_KEY_OF_OTHER_LOG', { key: verifierKey.text });
  return key;
}

async function readKey({ logKey, ...settings }: SealSettings): Promise<NoteSigner | undefined> {
  const source = logKey === undefined ? logKeyFile(settings) : 'JIANTONG_LOG_KEY';
  const text = logKey ?? readFile(source);
  return text === undefined ? undefined : parse(text, source);
}

async function parse(text: string, source: string): Promise<NoteSigner> {
  const signer = await parseSignerKey(text);
  if (signer === undefined) throw new GatewayError('LOG_KEY_MALFORMED', { source });
  return signer;
}

async function makeKey(settings: SealSettings, { origin }: LogIdentity): Promise<NoteSigner> {
  const file = logKeyFile(settings);
  const text = makeSignerKey(origin);
  return parse(withFile(file, () => makeKeyFile(file, text)) ? text : (readFile(file) ?? text), file);
}

/** A change of keys that was cut off after the new one came into use is finished here. */
async function takeNextKey(settings: SealSettings, inUse: KeyRow | undefined): Promise<NoteSigner | undefined> {
  const file = nextLogKeyFile(settings);
  const text = settings.logKey === undefined ? readFile(file) : undefined;
  if (text === undefined) return undefined;
  const signer = await parse(text, file);
  if (signer.verifierKey.text !== inUse?.verifier) return undefined;
  withFile(file, () => {
    replaceKeyFile(logKeyFile(settings), text);
    rmSync(file, { force: true });
  });
  return signer;
}

/** The second signature. Another SM2 key than before takes its place: only whoever holds the first key can do that. */
async function openSm2(store: Store, { logSm2Key }: SealSettings, { origin }: LogIdentity): Promise<NoteSigner | undefined> {
  if (logSm2Key === undefined) return undefined;
  const signer = await createSm2Signer(origin, logSm2Key);
  if (signer === undefined) throw new GatewayError('LOG_KEY_MALFORMED', { source: 'JIANTONG_LOG_SM2_KEY' });
  await store.query(
    `UPDATE log_key SET until_size = tree_size FROM log_head
     WHERE algorithm = 'sm2' AND until_size IS NULL AND verifier <> $1`,
    [signer.verifierKey.text],
  );
  await rememberKey(store, 'sm2', signer);
  return signer;
}

function readFile(file: string): string | undefined {
  return withFile(file, () => readKeyFile(file, 'LOG_KEY_EXPOSED'));
}

function withFile<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    throw new GatewayError('LOG_KEY_UNREADABLE', { file }, error);
  }
}
