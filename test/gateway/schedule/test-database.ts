import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';

import pg from 'pg';

import { openStore } from '../../../gateway/store/open.js';
import type { Store } from '../../../gateway/store/store.js';

export interface TestDatabase {
  readonly store: Store;
  readonly url: string;
  /** Closes the store and removes its database. */
  drop(): Promise<void>;
}

const server = 'postgres://postgres@127.0.0.1:5432';

/** A store of the test's own on the PostgreSQL server of this machine, filled by `fill`. */
export async function makeDatabase(
  fill: (store: Store) => Promise<void> = () => Promise.resolve(),
): Promise<TestDatabase> {
  const name = `jiantong_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = `${server}/${name}`;
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
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
