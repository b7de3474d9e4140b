import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { describeOnPostgres } from '../../servers/postgres.js';
import { ids } from '../api/books.js';
import { startTestApi, type ApiUnderTest } from '../api/running-api.js';
import { runIn, testWorld, type Outcome } from './test-world.js';

describeOnPostgres('proving and verifying on the command line', () => {
  let test: ApiUnderTest;
  let folder: string;
  let key: string;
  beforeAll(async () => {
    test = await startTestApi();
    folder = await mkdtemp(join(tmpdir(), 'jiantong-audit-'));
    key = (await run('log', 'key')).stdout.trim();
  });
  afterAll(async () => {
    await test.end();
    await rm(folder, { recursive: true });
  });

  /** Beside the running gateway of the test. */
  const run = (...args: string[]): Promise<Outcome> => runIn(testWorld({ JIANTONG_DATA: test.dataFolder }), ...args);
  /** On an auditor's machine, where there is neither a store nor a gateway. */
  const audit = (...args: string[]): Promise<Outcome> => runIn(testWorld({ JIANTONG_DATA: join(folder, 'nothing') }), ...args);
  /** Over the store itself. */
  const inStore = (...args: string[]): Promise<Outcome> =>
    runIn(testWorld({ JIANTONG_DATA: join(folder, 'nothing'), DATABASE_URL: test.database.url }), ...args);
  const inFolder = (name: string): string => join(folder, name);

  it('prints the key alone, so that it can be kept in a file, and its fingerprint beside it', async () => {
    const { code, stdout, stderr } = await run('log', 'key');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^log\.example\/books\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+\n$/u)]);
    expect(stderr).toMatch(/指纹 fingerprint \(ed25519\): [0-9a-f]{64}/u);
    expect((await run('log', 'key', '--all')).stdout).toContain(key);
  });

  it('writes a bundle that is verified with nothing but the key or its fingerprint', async () => {
    const proof = inFolder('proof.json');
    const made = await run('log', 'prove', '--record', ids.record(1), '--out', proof);
    expect([made.code, made.stdout]).toEqual([0, expect.stringContaining('收到并入库')]);
    expect(JSON.parse((await run('log', 'prove', '--event', '0')).stdout)).toMatchObject({ unsealed: 0, events: [{}] });
    const [, fingerprint = ''] = /: ([0-9a-f]{64})/u.exec((await run('log', 'key')).stderr) ?? [];
    for (const given of [key, fingerprint]) {
      const { code, stdout } = await audit('log', 'verify', proof, '--key', given);
      expect([code, stdout]).toEqual([0, expect.stringContaining('✓ 0 2026-11-23 09:00 收到并入库')]);
    }
  });

  it('writes the verifiers for machines without it, with their digests', async () => {
    for (const name of ['verify.html', 'verify.py']) {
      const { code, stdout } = await audit('log', 'verifier', '--out', inFolder(name));
      const digest = createHash('sha256').update(await readFile(inFolder(name))).digest('hex');
      expect([code, stdout]).toEqual([0, `SHA-256 ${digest}  ${inFolder(name)}\n`]);
    }
    expect((await audit('log', 'verifier', '--out', inFolder('verify.txt'))).code).toBe(2);
  });

  it('refuses a bundle that was changed, a key that is another, and none at all', async () => {
    const proof = inFolder('changed.json');
    await run('log', 'prove', '--record', ids.record(1), '--out', proof);
    const text = await readFile(proof, 'utf8');
    await writeFile(proof, text.replace('index 0', 'index 1'));
    const changed = await audit('log', 'verify', proof, '--key', key);
    expect([changed.code, changed.stdout]).toEqual([1, expect.stringContaining('event-not-included')]);
    await writeFile(proof, text);
    expect((await audit('log', 'verify', proof, '--key', 'ab'.repeat(32), '--json')).stdout).toContain('key-absent');
    const none = await audit('log', 'verify', proof);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('CLI_KEY_MISSING')]);
  });

  it('wants to be told what to prove, and knows what it cannot', async () => {
    expect((await run('log', 'prove')).stderr).toContain('CLI_PROOF_OF_WHAT');
    expect((await run('log', 'prove', '--record', ids.record(1), '--event', '1')).code).toBe(2);
    expect(await run('log', 'prove', '--record', ids.record(9))).toMatchObject({ code: 2, stderr: expect.stringContaining('LOG_EVENT_UNKNOWN') });
  });

  it('finds events by what is asked for, page by page, beside the gateway and over the store', async () => {
    for (const where of [run, inStore]) {
      const first = await where('log', 'search', '--station', 'received', '--from', '2026-11-23', '--limit', '2', '--json');
      const page = JSON.parse(first.stdout) as { items: { index: number }[]; next: string };
      expect(page.items.map(({ index }) => index)).toEqual([299, 298]);
      const next = await where('log', 'search', '--station', 'received', '--limit', '1', '--after', page.next);
      expect([next.code, next.stdout]).toEqual([0, expect.stringMatching(/297 +2026-11-23 09:00 +收到并入库 received/u)]);
      expect(await where('log', 'search', '--department', 'nowhere')).toMatchObject({ code: 1, stdout: expect.stringContaining('没有符合条件') });
    }
    expect((await run('log', 'search', '--record', ids.record(1))).stdout).toContain(ids.record(1));
    expect((await inStore('log', 'reindex')).stdout).toContain('300 个事件');
    expect((await run('log', 'search', '--run', '0')).code).toBe(2);
  });

  it('archives a month, which is verified on a machine with nothing but the files and the key', async () => {
    const made = await inStore('log', 'archive', '--month', '2026-11', '--out', inFolder('archives'));
    expect([made.code, made.stdout]).toEqual([0, expect.stringContaining('300 个事件')]);
    const checked = await audit('log', 'verify', inFolder('archives/2026-11.manifest.json'), '--key', key);
    expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('全部 300 个事件')]);
    expect((await inStore('log', 'archive', '--month', '2026-13', '--out', inFolder('archives'))).code).toBe(2);
  });

  it('verifies the whole store, with its own keys or with one that was given', async () => {
    const own = await inStore('log', 'verify');
    expect([own.code, own.stdout]).toEqual([0, expect.stringContaining('已核验 verified: 300 / 300')]);
    expect(own.stdout).toContain('所用公钥取自存储本身');
    const given = await inStore('log', 'verify', '--key', key, '--json');
    expect(JSON.parse(given.stdout)).toMatchObject({ verified: 300, faults: [] });
    expect(await inStore('log', 'verify', '--key', 'nonsense')).toMatchObject({ code: 2, stderr: expect.stringContaining('CLI_KEY_UNUSABLE') });
  });

  it('proves that the log extends a checkpoint that was kept, and tells of one that it does not extend', async () => {
    const kept = inFolder('kept.checkpoint');
    await writeFile(kept, (await run('log', 'checkpoint')).stdout);
    const same = await run('log', 'verify', '--since', kept, '--key', key);
    expect([same.code, same.stdout]).toEqual([0, expect.stringContaining('从 300 个事件延续到 300 个')]);
    await test.database.store.query("UPDATE log_checkpoint SET size = 299, note = replace(note, '300', '299')");
    const rewritten = await run('log', 'verify', '--since', kept, '--key', key, '--json');
    expect(rewritten.code).toBe(1);
    expect(JSON.parse(rewritten.stdout)).toMatchObject({ faults: [{ code: 'log-shortened' }] });
    await test.database.store.query("UPDATE log_checkpoint SET size = 300, note = replace(note, '299', '300')");
    await writeFile(kept, (await readFile(kept, 'utf8')).replace('300', '200'));
    expect((await run('log', 'verify', '--since', kept, '--key', key)).stdout).toContain('checkpoint-forged');
    const whole = await inStore('log', 'verify', '--key', key);
    expect(whole.code).toBe(0);
  });
});
