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
    });

    expect((await run(empty, 'export', '--out', join(folder, 'exported'))).code).toBe(0);
    expect(await readdir(join(folder, 'exported'))).toContain('gannan-housing');
    const given = await run(empty, 'apply', '-f', join(folder, 'exported'), '--json');
    expect(JSON.parse(given.stdout)).toMatchObject({ created: [], changed: [] });
  });
});
