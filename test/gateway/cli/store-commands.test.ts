import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { assetPath } from '../../../schemas/assets.js';
import { fillBooks, ids } from '../api/books.js';
import { makeDatabase, type TestDatabase } from '../schedule/test-database.js';
import { runIn, testWorld, type Outcome } from './test-world.js';

describe('a command without a running gateway', () => {
  let books: TestDatabase;
  let empty: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    [books, empty] = await Promise.all([makeDatabase(fillBooks), makeDatabase()]);
    folder = await mkdtemp(join(tmpdir(), 'jiantong-store-'));
  });
  afterAll(async () => {
    await Promise.all([books.drop(), empty.drop()]);
    await rm(folder, { recursive: true });
  });

  function run({ url }: TestDatabase, ...args: string[]): Promise<Outcome> {
    return runIn(testWorld({ JIANTONG_DATA: folder, DATABASE_URL: url }), ...args);
  }

  it('reads the store itself and needs no connector for it', async () => {
    const list = await run(books, 'quarantine', 'list', '--json');
    expect(list.code).toBe(0);
    expect(JSON.parse(list.stdout)).toMatchObject({ items: [{ id: ids.quarantine(1) }], next: null });
    expect((await run(books, 'quarantine', 'show', ids.quarantine(1))).stdout).toContain('RECORD_FIELD_MISSING');
    expect((await run(books, 'target', 'list')).stdout).toContain('data-office/credit-china');
    expect((await run(books, 'deadlines', 'list')).code).toBe(1);
  });

  it('ends with 1 for a record that the exchange log does not know', async () => {
    expect((await run(books, 'log', 'show', ids.record(1))).code).toBe(1);
  });

  it('makes the first administrator and a key, shows their secrets once, and takes them away again', async () => {
    const added = await run(books, 'person', 'add', 'ma-jianguo', '--title', '马建国', '--department', 'gannan-housing', '--role', 'engineer');
    expect(added.code).toBe(0);
    expect(added.stdout).toMatch(/First password: ([a-z2-9]{4}-){3}[a-z2-9]{4}\n/);
    const list = await run(books, 'person', 'list');
    expect(list.stdout).toContain('马建国');
    expect(list.stdout).not.toMatch(/([a-z2-9]{4}-){3}/);
    const twice = await run(books, 'person', 'add', 'ma-jianguo', '--title', '马', '--department', 'gannan-housing', '--role', 'reader');
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining('ACCESS_PERSON_EXISTS')]);
    const lost = await run(books, 'person', 'add', 'somebody', '--title', '某', '--department', 'gannan-hosing', '--role', 'reader');
    expect(lost.stderr).toContain('known=gannan-housing, gannan-market');
    expect((await run(books, 'person', 'disable', 'ma-jianguo')).stdout).toContain('停用 disabled');
    expect((await run(books, 'person', 'enable', 'ma-jianguo')).stdout).toContain('启用 active');
    expect((await run(books, 'person', 'reset', 'ma-jianguo')).stdout).toContain('First password');

    const key = JSON.parse((await run(books, 'api-key', 'add', '住建业务系统', '--department', 'gannan-housing', '--role', 'reader', '--json')).stdout) as {
      id: string;
      key: string;
    };
    expect(key.key).toMatch(/^jtk_[\w-]{43}$/);
    expect((await run(books, 'api-key', 'list')).stdout).not.toContain(key.key);
    expect((await run(books, 'api-key', 'revoke', key.id)).stdout).toContain('已吊销 revoked');
  });

  it('puts configuration into force once, lists what it asks for, and gives it back as files', async () => {
    const examples = assetPath('examples/gannan');
    const foreseen = await run(empty, 'apply', '-f', examples, '--dry-run', '--json');
    expect(foreseen.code).toBe(0);
    const applied = await run(empty, 'apply', '-f', examples, '--json');
    expect(JSON.parse(applied.stdout)).toEqual(JSON.parse(foreseen.stdout));
    const again = await run(empty, 'apply', '-f', examples, '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ created: [], changed: [] });

    const { exchanges } = JSON.parse((await run(empty, 'exchange', 'list', '--json')).stdout) as { exchanges: unknown[] };
    expect(exchanges).toContainEqual({
      name: 'gannan-housing/housing-inspections',
      dataset: 'inspection',
      source: 'gannan-housing/housing-db t_inspection',
      targets: ['data-office/gansu-internet-plus'],
      cron: '*/10 * * * *',
      timeZone: 'Asia/Shanghai',
      lastRun: null,
      paused: null,
      nextRunAt: null,
    });

    expect((await run(empty, 'export', '--out', join(folder, 'exported'))).code).toBe(0);
    expect(await readdir(join(folder, 'exported'))).toContain('gannan-housing');
    const given = await run(empty, 'apply', '-f', join(folder, 'exported'), '--json');
    expect(JSON.parse(given.stdout)).toMatchObject({ created: [], changed: [] });
  });
});
