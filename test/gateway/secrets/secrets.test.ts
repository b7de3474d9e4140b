import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSealer } from '../../../gateway/sealing/sealer.js';
import { logSecretUse, readSecrets, secretServices } from '../../../gateway/secrets/secrets.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { openEmbedded, openOnServer, withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';
import { describeOnPostgres } from '../../servers/postgres.js';

const now = (): Date => new Date('2026-11-23T01:00:00Z');

function secretSuite(open: OpenTestStore): void {
  let test: TestStore;
  const sealer = createSealer({ masterKey: randomBytes(32) });
  let changes = 0;
  const services = (scope: readonly string[] | 'all' = 'all') =>
    secretServices(
      {
        store: test.store,
        sealer,
        makeId: createIdMaker(now),
        now,
        onChanged: () => {
          changes += 1;
          return Promise.resolve();
        },
      },
      { scope, actor: 'ma-jianguo' },
    );

  beforeAll(async () => {
    test = await withTables(open(), now());
    await test.store.query(`INSERT INTO department (name) VALUES ('housing'), ('market')`);
  });
  afterAll(() => test.drop());

  it('are kept sealed, come back to connectors alone, and count up when they are set again', async () => {
    expect(await services().set({ department: 'housing', name: 'db-password', value: '春天 Spring-2026' })).toMatchObject({ version: 1, setBy: 'ma-jianguo' });
    expect(await services().set({ department: 'housing', name: 'db-password', value: '夏天 Summer-2026' })).toMatchObject({ version: 2 });
    expect((await readSecrets(test.store, sealer)).get('housing')).toEqual({ 'db-password': '夏天 Summer-2026' });
    const rows = await test.store.query('SELECT name, sealed FROM secret');
    expect(JSON.stringify(rows) + JSON.stringify(await services().list())).not.toContain('Summer');
    expect(changes).toBe(2);
  });

  it('belong to their department: another sees none, sets none and removes none', async () => {
    const market = services(['market']);
    expect(await market.list()).toEqual([]);
    await expect(market.remove('housing', 'db-password')).rejects.toMatchObject({ code: 'API_RESOURCE_MISSING' });
    await expect(market.set({ department: 'housing', name: 'x', value: 'y' })).rejects.toMatchObject({ code: 'ACCESS_DEPARTMENT_UNKNOWN' });
  });

  it('open under no other master key and under no other name', async () => {
    const other = createSealer({ masterKey: randomBytes(32) });
    await expect(readSecrets(test.store, other)).rejects.toMatchObject({ code: 'SEALING_SECRET_CLOSED' });
    await test.store.query(`UPDATE secret SET name = 'moved' WHERE name = 'db-password'`);
    await expect(readSecrets(test.store, sealer)).rejects.toMatchObject({ code: 'SEALING_SECRET_CLOSED' });
    await test.store.query(`UPDATE secret SET name = 'db-password' WHERE name = 'moved'`);
  });

  it('leave their changes and uses in the exchange log, never their values', async () => {
    await logSecretUse({ store: test.store, makeId: createIdMaker(now), now }, { connector: 'housing/db', department: 'housing', names: ['db-password'] });
    await services().remove('housing', 'db-password');
    expect((await readSecrets(test.store, sealer)).get('housing')).toBeUndefined();
    const entries = (await test.store.query<{ entries: string }>('SELECT entries FROM log_segment')).map((row) => row.entries).join('');
    expect(entries).toContain('"code":"set db-password"');
    expect(entries).toContain('"code":"removed db-password"');
    expect(entries).toContain('"station":"secret-used","target":"housing/db"');
    expect(entries).not.toMatch(/Spring|Summer/u);
  });
}

describe('secrets in the embedded store', () => secretSuite(openEmbedded));
describeOnPostgres('secrets on a PostgreSQL server', () => secretSuite(openOnServer));
