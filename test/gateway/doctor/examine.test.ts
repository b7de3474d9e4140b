import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { CheckStep, Connector } from '../../../connectors/connector.js';
import { systemClock } from '../../../gateway/clock.js';
import { checkDisk } from '../../../gateway/doctor/checks/disk.js';
import { checkDrift } from '../../../gateway/doctor/checks/clock.js';
import { checkMigrations } from '../../../gateway/doctor/checks/store.js';
import { examine, type Patient } from '../../../gateway/doctor/examine.js';
import type { Finding } from '../../../gateway/doctor/finding.js';
import { openServerStore } from '../../../gateway/store/server-store.js';
import { GatewayError } from '../../../schemas/errors.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { makeDatabase, type TestDatabase } from '../schedule/test-database.js';

const gibibyte = 1024 ** 3;
const published = (year: number): { year: number; published: boolean; notices: string[] } => ({
  year,
  published: true,
  notices: ['国办发明电〔2025〕7号'],
});

const healthy: Patient = {
  nodeVersion: '24.1.0',
  clock: { now: () => new Date('2026-11-23T17:00:00Z') },
  dataFolder: tmpdir(),
  calendar: { coverage: () => [published(2026), published(2027)] },
  store: { kind: 'not-made' },
  connectors: [],
};

async function findings(changes: Partial<Patient>): Promise<Finding[]> {
  return examine({ ...healthy, ...changes }, new AbortController().signal);
}

/** `check: state` of each finding but the disk's, which is this computer's own. */
async function states(changes: Partial<Patient>): Promise<string[]> {
  return (await findings(changes))
    .map(({ check, state }) => `${check}: ${state}`)
    .filter((line) => !line.startsWith('disk'));
}

function connector(check: () => AsyncIterable<CheckStep>): { connector: Connector; isClosed: () => boolean } {
  let closed = false;
  return {
    connector: {
      check,
      discover: () => Promise.resolve([]),
      close: async () => {
        closed = true;
      },
    },
    isClosed: () => closed,
  };
}

const step = { step: 'connect', durationMs: 3, zh: '已连接', en: 'connected' };

describe('the doctor', () => {
  it('finds a healthy gateway healthy', async () => {
    expect(new Set(await states({}))).toEqual(new Set(['node: ok', 'clock: ok', 'calendar: ok', 'store: ok']));
  });

  it('says how to mend whatever is not well', async () => {
    const all = await findings({
      nodeVersion: '18.0.0',
      calendar: { coverage: () => [] },
      store: {
        kind: 'closed',
        open: () => Promise.reject(new GatewayError('STORE_NOT_REACHABLE', { sqlState: '28P01' })),
      },
      connectors: [
        {
          name: 'a/b',
          open: () => {
            throw new Error('no setting');
          },
        },
      ],
    });
    const unwell = all.filter(({ check, state }) => state !== 'ok' && check !== 'disk');
    expect(unwell.map(({ check, state }) => `${check}: ${state}`)).toEqual([
      'node: bad',
      'calendar: bad',
      'calendar: warn',
      'store: bad',
      'connector: bad',
    ]);
    for (const { fixZh, fixEn } of unwell)
      expect([fixZh, fixEn]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
  });

  it.each([
    ['20.18.9', 'bad'],
    ['20.19.0', 'ok'],
    ['22.0.0', 'ok'],
    ['9.99.99', 'bad'],
  ])('judges Node.js %s as %s', async (nodeVersion, state) => {
    expect((await states({ nodeVersion }))[0]).toBe(`node: ${state}`);
  });

  it('takes a year whose schedule is only expected for one that is not known', async () => {
    const coverage = [published(2026), { year: 2027, published: false, notices: [] }];
    expect(
      (await findings({ calendar: { coverage: () => coverage } }))
        .filter(({ check }) => check === 'calendar')
        .map(({ state }) => state),
    ).toEqual(['ok', 'warn']);
  });

  it('asks for the year of Shanghai, where the day changes first', async () => {
    const clock = { now: () => new Date('2026-12-31T17:00:00Z') };
    const years = (await findings({ clock })).filter(({ check }) => check === 'calendar');
    expect(years.map(({ subject, state }) => `${subject} ${state}`)).toEqual(['2027 ok', '2028 warn']);
  });

  it.each([
    [6 * gibibyte, 'ok'],
    [2 * gibibyte, 'warn'],
    [gibibyte / 4, 'bad'],
  ])('judges %i bytes of free disk as %s', async (free, state) => {
    expect((await checkDisk('/data', () => Promise.resolve(free))).state).toBe(state);
  });

  it('looks for free disk above a data folder that is not made yet', async () => {
    expect((await checkDisk(join(tmpdir(), 'not', 'made', 'yet'))).zh).toMatch(/^可用空间 \d/);
  });

  it('says where the gateway runs that holds the store', async () => {
    const all = await findings({ store: { kind: 'in-use', address: 'http://127.0.0.1:8620' } });
    expect(all.find(({ check }) => check === 'store')).toMatchObject({
      state: 'ok',
      en: 'held by the gateway that runs at http://127.0.0.1:8620',
    });
  });

  it('runs every step of each connector, stops at the first that fails, and closes it', async () => {
    const well = connector(async function* () {
      yield { ...step, ok: true };
    });
    const unwell = connector(async function* () {
      yield { ...step, ok: true };
      yield {
        step: 'sign-in',
        durationMs: 1,
        ok: false,
        zh: '登录被拒绝',
        en: 'sign-in refused',
        code: 'API_TOKEN_REFUSED',
      };
      throw new Error('a step after one that failed');
    });
    const all = await findings({
      connectors: [
        { name: 'a/well', open: () => well.connector },
        { name: 'a/unwell', open: () => unwell.connector },
      ],
    });
    expect(all.filter(({ check }) => check === 'connector')).toMatchObject([
      { subject: 'a/well', state: 'ok', en: 'works (connect; 3 ms)' },
      {
        subject: 'a/unwell',
        state: 'bad',
        zh: 'sign-in：登录被拒绝 [API_TOKEN_REFUSED]',
        fixZh: expect.stringContaining('api-token'),
      },
    ]);
    expect([well.isClosed(), unwell.isClosed()]).toEqual([true, true]);
  });
});

describeOnPostgres('the doctor at a store', () => {
  let database: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    database = await makeDatabase();
    folder = await mkdtemp(join(tmpdir(), 'jiantong-doctor-'));
  });
  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it('finds one of this program well, and closes it', async () => {
    const store = await openServerStore({ url: database.url, connectionsMax: 2 });
    const all = await findings({ clock: systemClock, store: { kind: 'closed', open: () => Promise.resolve(store) } });
    const seen = all.filter(({ check, subject }) => check === 'store' || subject === 'PostgreSQL');
    expect(seen.map(({ subject, state }) => `${subject}: ${state}`)).toEqual([
      `${tmpdir()}: ok`,
      'migrations: ok',
      'fsync: ok',
      'PostgreSQL: ok',
    ]);
    await expect(store.query('SELECT 1')).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  });

  it('tells a store that waits for an upgrade from one that a newer program has upgraded', async () => {
    await writeFile(join(folder, '0001-first.sql'), '');
    await writeFile(join(folder, '9999-coming.sql'), '');
    expect(await checkMigrations(database.store, folder)).toMatchObject({
      state: 'warn',
      en: '1 upgrades have not run yet',
    });
    await database.store.query(`INSERT INTO migration (number, name, checksum) VALUES (12345, 'x', 'x')`);
    expect(await checkMigrations(database.store, folder)).toMatchObject({ state: 'bad' });
  });

  it.each([
    [0, 'ok'],
    [10_000, 'warn'],
    [3_600_000, 'bad'],
  ])('judges a clock that is %i ms off as %s', async (offMs, state) => {
    const clock = { now: () => new Date(systemClock.now().getTime() + offMs) };
    expect((await checkDrift(clock, database.store)).state).toBe(state);
  });
});
