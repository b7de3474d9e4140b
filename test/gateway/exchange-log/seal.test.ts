import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { changeKey } from '../../../gateway/exchange-log/change-key.js';
import { makeSignerKey, parseSignerKey } from '../../../gateway/exchange-log/note-signer.js';
import { openSeal, type LogSeal, type SealSettings } from '../../../gateway/exchange-log/seal.js';
import { SegmentWriter } from '../../../gateway/exchange-log/segment.js';
import { sequenceSegments } from '../../../gateway/exchange-log/sequencer.js';
import { readCheckpoint } from '../../../gateway/exchange-log/stored-tree.js';
import { openCheckpoint } from '../../../gateway/exchange-log/verify/bundle.js';
import { leafHashOf } from '../../../gateway/exchange-log/verify/merkle.js';
import { verifyStore } from '../../../gateway/exchange-log/verify-store.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { openEmbedded, withTables, type TestStore } from '../store/test-stores.js';

const now = new Date('2026-11-23T04:00:00Z');
const sm2Key = '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8';

describe('the keys of a log', () => {
  let opened: TestStore;
  let dataFolder: string;
  beforeAll(async () => {
    opened = await withTables(openEmbedded(), now);
  });
  afterAll(async () => {
    await opened.drop();
  });
  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'jiantong-log-'));
  });
  afterEach(async () => {
    await rm(dataFolder, { recursive: true });
    await opened.store.execute(`DELETE FROM log_identity; DELETE FROM log_key; DELETE FROM log_sequence; DELETE FROM log_segment;
      DELETE FROM log_tile_edge; DELETE FROM log_checkpoint; UPDATE log_head SET next_index = 0, tree_size = 0`);
  });

  const seal = (settings: Partial<SealSettings> = {}): Promise<LogSeal | undefined> =>
    openSeal(opened.store, { dataFolder, ...settings });
  const keys = (): Promise<unknown[]> => opened.store.query('SELECT algorithm, until_size FROM log_key ORDER BY id');

  async function sealOneEvent(by: LogSeal | undefined): Promise<string> {
    if (by === undefined) throw new Error('the key is not at hand');
    const makeId = createIdMaker(() => now);
    const segment = new SegmentWriter();
    segment.add({ id: makeId(), at: now.toISOString(), station: 'received', actor: '监通', department: 'gannan-housing' });
    await opened.store.transaction((transaction) => segment.write(transaction, makeId, now));
    await sequenceSegments(opened.store, by);
    return (await readCheckpoint(opened.store)) ?? '';
  }

  it('are made at the first start, readable by their owner alone, and are the same ever after', async () => {
    const first = await seal();
    const again = await seal();
    expect(again?.signers[0]?.verifierKey.text).toBe(first?.signers[0]?.verifierKey.text);
    expect(first?.hash).toBe('sha256');
    expect(first?.origin).toMatch(/^jiantong\/[0-9a-f-]{36}$/u);
    expect(await readdir(dataFolder)).toEqual(['log-key']);
    expect((await stat(join(dataFolder, 'log-key'))).mode & 0o777).toBe(0o600);
    expect(await keys()).toEqual([{ algorithm: 'ed25519', until_size: null }]);
  });

  it('may be given, and name the log then', async () => {
    const logKey = makeSignerKey('log.example/jiantong');
    const given = await seal({ logKey });
    expect(given?.origin).toBe('log.example/jiantong');
    expect(await readdir(dataFolder)).toEqual([]);
    await expect(seal({ logKey: makeSignerKey('log.example/other') })).rejects.toMatchObject({ code: 'LOG_KEY_OF_OTHER_LOG' });
  });

  it('give the log the name that was set, when it is made', async () => {
    expect((await seal({ logOrigin: 'data.gannan.example/log' }))?.origin).toBe('data.gannan.example/log');
    expect((await seal({ logOrigin: 'another.example' }))?.origin).toBe('data.gannan.example/log');
  });

  it('are not made anew by a process that lacks them: it leaves the log to the one that has them', async () => {
    await seal();
    const elsewhere = await mkdtemp(join(tmpdir(), 'jiantong-log-'));
    expect(await seal({ dataFolder: elsewhere })).toBeUndefined();
    expect(await readdir(elsewhere)).toEqual([]);
    const { origin } = (await seal()) ?? { origin: '' };
    expect(await seal({ dataFolder: elsewhere, logKey: makeSignerKey(origin) })).toBeUndefined();
    await rm(elsewhere, { recursive: true });
  });

  it('are refused where others can read them or they are none, and no error shows them', async () => {
    await seal();
    const file = join(dataFolder, 'log-key');
    await chmod(file, 0o640);
    await expect(seal()).rejects.toMatchObject({ code: 'LOG_KEY_EXPOSED' });
    await chmod(file, 0o600);
    await writeFile(file, `${(await readFile(file, 'utf8')).slice(0, -5)}\n`);
    await expect(seal()).rejects.toMatchObject({ code: 'LOG_KEY_MALFORMED', facts: { source: file } });
    await expect(seal({ dataFolder: join(dataFolder, 'log-key') })).rejects.toMatchObject({ code: 'LOG_KEY_UNREADABLE' });
  });

  it('sign every checkpoint twice where an SM2 key is given, and another such key takes the place of the first', async () => {
    const both = await seal({ logSm2Key: sm2Key });
    const note = await sealOneEvent(both);
    const trusted = both?.signers.map(({ verifierKey }) => verifierKey) ?? [];
    expect(openCheckpoint(note, trusted)).toMatchObject({ signers: trusted.map(({ text }) => text) });
    for (const key of trusted) expect(openCheckpoint(note, [key])).toMatchObject({ checkpoint: { size: 1 } });
    await seal({ logSm2Key: sm2Key.replace('3945', '4945') });
    expect(await keys()).toEqual([
      { algorithm: 'ed25519', until_size: null },
      { algorithm: 'sm2', until_size: 1 },
      { algorithm: 'sm2', until_size: null },
    ]);
  });

  it('go with one hash for the whole life of a log: SM3 where it was made so, which the checkpoint says', async () => {
    const note = await sealOneEvent(await seal({ logHash: 'sm3' }));
    const [row] = await opened.store.query<{ entries: string }>('SELECT entries FROM log_segment');
    const root = Buffer.from(leafHashOf('sm3', Buffer.from(row?.entries.trimEnd() ?? '')));
    expect(note).toContain(`\n1\n${root.toString('base64')}\nhash sm3\n\n`);
    await expect(seal({ logHash: 'sha256' })).rejects.toMatchObject({ code: 'LOG_HASH_FIXED' });
    expect((await seal())?.hash).toBe('sm3');
  });

  it('are changed with a checkpoint that both sign; what the old one signed stays verifiable, and nothing new is', async () => {
    const old = await seal();
    const oldKey = old?.signers[0]?.verifierKey;
    const before = await sealOneEvent(old);
    const change = await changeKey(opened.store, { dataFolder });
    const next = await seal();
    const nextKey = next?.signers[0]?.verifierKey;
    if (oldKey === undefined || nextKey === undefined) throw new Error('no key');
    expect(change).toEqual({ retired: oldKey.text, inUse: nextKey.text });
    expect(nextKey.text).not.toBe(oldKey.text);
    expect(await readdir(dataFolder)).toEqual(['log-key']);
    const both = (await readCheckpoint(opened.store)) ?? '';
    for (const key of [oldKey, nextKey]) expect(openCheckpoint(both, [key])).toMatchObject({ checkpoint: { size: 1 } });
    expect(openCheckpoint(before, [oldKey])).toMatchObject({ checkpoint: { size: 1 } });
    const after = await sealOneEvent(next);
    expect(openCheckpoint(after, [nextKey])).toMatchObject({ checkpoint: { size: 2 } });
    expect(openCheckpoint(after, [oldKey])).toEqual({ code: 'checkpoint-unsigned' });
    expect(await verifyStore(opened.store, { keys: [oldKey, nextKey] })).toMatchObject({ verified: 2, faults: [] });
  });

  it('come into use also where a change of keys was cut off before the new one was in its place', async () => {
    const file = join(dataFolder, 'log-key');
    await seal();
    const old = await readFile(file, 'utf8');
    const { inUse } = await changeKey(opened.store, { dataFolder });
    const next = await readFile(file, 'utf8');
    await writeFile(file, old, { mode: 0o600 });
    await writeFile(`${file}.next`, next, { mode: 0o600 });
    expect((await seal())?.signers[0]?.verifierKey.text).toBe(inUse);
    expect([await readdir(dataFolder), await readFile(file, 'utf8')]).toEqual([['log-key'], next]);
  });

  it('are not changed where they came from outside, or are not here', async () => {
    const logKey = makeSignerKey('log.example/jiantong');
    await seal({ logKey });
    await expect(changeKey(opened.store, { dataFolder, logKey })).rejects.toMatchObject({ code: 'LOG_KEY_GIVEN' });
    await expect(changeKey(opened.store, { dataFolder })).rejects.toMatchObject({ code: 'LOG_KEY_AWAY' });
  });

  it('no longer sign once another is in use', async () => {
    const old = await seal();
    await opened.store.execute('UPDATE log_key SET until_size = 0');
    const next = await parseSignerKey(makeSignerKey(old?.origin ?? ''));
    await opened.store.query("INSERT INTO log_key (algorithm, verifier, from_size) VALUES ('ed25519', $1, 0)", [next?.verifierKey.text]);
    expect(old && (await sequenceSegments(opened.store, old))).toEqual({ state: 'key-changed' });
    expect(await seal()).toBeUndefined();
  });
});
