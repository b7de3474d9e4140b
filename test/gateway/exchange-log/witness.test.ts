import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { proveEvents } from '../../../gateway/exchange-log/prove.js';
import type { LogSeal } from '../../../gateway/exchange-log/seal.js';
import { readCheckpoint } from '../../../gateway/exchange-log/stored-tree.js';
import { verifyBundle } from '../../../gateway/exchange-log/verify/bundle.js';
import { parseWitnesses } from '../../../gateway/exchange-log/witness/places.js';
import { sendToWitnesses } from '../../../gateway/exchange-log/witness/send.js';
import { TestWitness } from '../../servers/witness.js';
import { openEmbedded, withTables, type TestStore } from '../store/test-stores.js';
import { LogMaker, now } from './sealed-log.js';
import { sealOf } from './sequencer-suite.js';

describe('the witnesses of a log', () => {
  let opened: TestStore;
  let folder: string;
  let kept: string;
  let seal: LogSeal;
  let maker: LogMaker;
  let witness: TestWitness;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-log-'));
    opened = await withTables(openEmbedded(), now);
    seal = await sealOf(opened.store, folder);
    maker = new LogMaker(opened.store, seal);
    await grow();
  });
  afterAll(async () => {
    await opened.drop();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    kept = join(folder, 'kept elsewhere');
    await mkdir(kept);
    const key = seal.signers[0]?.verifierKey;
    if (key === undefined) throw new Error('no key');
    witness = await TestWitness.open(key);
  });
  afterEach(async () => {
    await witness.close();
    await rm(kept, { recursive: true });
    await opened.store.execute('DELETE FROM log_witness');
  });

  async function grow(): Promise<void> {
    await maker.write(1, 30);
    await maker.seal();
  }

  /** Sends to all three kinds; what went wrong, by code. */
  async function send(setting = `${pathToFileURL(kept).href} ${witness.url}/hook ${witness.verifierKey}@${witness.url}/`): Promise<string[]> {
    const failures: string[] = [];
    const places = await parseWitnesses(setting);
    await sendToWitnesses({ store: opened.store, places, stampMinutes: 10, now: () => now, onError: (error) => failures.push((error as { code: string }).code) });
    return failures;
  }

  it('get every checkpoint once: a file of a folder, a post, and a request to cosign, which every later proof carries', async () => {
    expect(await send()).toEqual([]);
    expect(await send()).toEqual([]);
    const size = maker.entries.length;
    expect(await readdir(kept)).toEqual([`${String(size).padStart(16, '0')}.checkpoint`]);
    expect(witness.posted).toHaveLength(1);
    expect(witness.latest?.size).toBe(size);
    await grow();
    expect(await send()).toEqual([]);
    expect([(await readdir(kept)).length, witness.posted.length, witness.latest?.size]).toEqual([2, 2, size + 30]);
    const bundle = await proveEvents(opened.store, { event: '0' }, () => true);
    const { signers, faults } = await verifyBundle(JSON.stringify(bundle), [seal.signers[0]?.verifierKey.text ?? '', witness.verifierKey]);
    expect(faults).toEqual([]);
    expect(signers).toContain(witness.verifierKey);
    const alone = await verifyBundle(JSON.stringify(bundle), [witness.verifierKey]);
    expect(alone.faults).toMatchObject([{ code: 'checkpoint-unsigned' }]);
  });

  it('that remember more than we do are asked again from where they are', async () => {
    expect(await send()).toEqual([]);
    await opened.store.execute('DELETE FROM log_witness');
    await grow();
    expect(await send()).toEqual([]);
    expect(witness.latest?.size).toBe(maker.entries.length);
  });

  it('find a split view: another root of the same size, another history, or a log that became shorter', async () => {
    expect(await send()).toEqual([]);
    const [name = ''] = await readdir(kept);
    const text = await readFile(join(kept, name), 'utf8');
    const root = text.split('\n')[2] ?? '';
    const otherRoot = Buffer.alloc(32, 9);
    await opened.store.execute('DELETE FROM log_witness');
    await writeFile(join(kept, name), text.replace(root, otherRoot.toString('base64')));
    if (witness.latest) witness.latest = { ...witness.latest, root: otherRoot };
    expect(await send()).toEqual(['LOG_SPLIT_VIEW', 'LOG_SPLIT_VIEW']);
    await grow();
    expect(await send()).toEqual(['LOG_SPLIT_VIEW', 'LOG_SPLIT_VIEW']);
    const size = maker.entries.length + 1;
    await writeFile(join(kept, `${String(size).padStart(16, '0')}.checkpoint`), text.replace(/\n\d+\n/u, `\n${String(size)}\n`));
    if (witness.latest) witness.latest = { ...witness.latest, size };
    expect(await send()).toEqual(['LOG_SPLIT_VIEW', 'LOG_SPLIT_VIEW']);
    expect(await opened.store.query("SELECT count(*) AS places FROM log_witness WHERE error_code = 'LOG_SPLIT_VIEW'")).toEqual([{ places: 2 }]);
  });

  it('that are away are told of, keep no other from its turn, and are tried again', async () => {
    const url = witness.url;
    const setting = `${pathToFileURL(join(kept, 'missing')).href} ${witness.verifierKey}@${url} ${pathToFileURL(kept).href}`;
    await witness.close();
    expect(await send(setting)).toHaveLength(2);
    expect(await readdir(kept)).toHaveLength(1);
    const key = seal.signers[0]?.verifierKey;
    if (key !== undefined) witness = await TestWitness.open({ ...key, name: 'other.example' });
    expect(await send(`${witness.verifierKey}@${witness.url}`)).toEqual(['LOG_WITNESS_REFUSED']);
  });

  it('are refused in the settings where they are none, without showing their address', async () => {
    for (const setting of ['ftp://audit.example', '/mnt/audit', 'file://host/share', 'nonsense@https://audit.example', `${(await readCheckpoint(opened.store))?.split('\n')[0] ?? ''}@https://a.example`]) {
      await expect(parseWitnesses(`https://fine.example ${setting}`)).rejects.toMatchObject({ code: 'LOG_WITNESS_WRONG', facts: { place: 2 } });
    }
    expect(await parseWitnesses(undefined)).toEqual([]);
  });
});
