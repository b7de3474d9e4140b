import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';

import pg from 'pg';

import { openStore } from '../../../gateway/store/open.js';
import type { Store } from '../../../gateway/store/store.js';
import { postgresDatabase, postgresServer } from '../../servers/postgres.js';

export interface TestDatabase {
  readonly store: Store;
  readonly url: string;
  /** Closes the store and removes its database. */
  drop(): Promise<void>;
}

/** A store of the test's own on the PostgreSQL server, filled by `fill`; for tests in `describeOnPostgres`. */
export async function makeDatabase(
  fill: (store: Store) => Promise<void> = () => Promise.resolve(),
): Promise<TestDatabase> {
  const name = `jiantong_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = postgresDatabase(name);
  const store = await openStore(
    { dataFolder: tmpdir(), databaseUrl: url, connectionsMax: 4 },
    new Date('2026-11-23T00:00:00Z'),
  );
  const drop = async (): Promise<void> => {
    await store.close();
    await onServer(`DROP DATABASE ${name}`);
  };
  try {
    await fill(store);
  } catch (error) {
    await drop();
    throw error;
  }
  return { store, url, drop };
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresServer });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
