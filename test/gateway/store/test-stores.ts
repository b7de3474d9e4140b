import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbeddedStore } from '../../../gateway/store/embedded-store.js';
import { migrate } from '../../../gateway/store/migrate.js';
import { ensurePartitions } from '../../../gateway/store/partitions.js';
import { openServerStore } from '../../../gateway/store/server-store.js';
import type { Store } from '../../../gateway/store/store.js';
import { postgresDatabase, postgresServer } from '../../servers/postgres.js';

/** A store of a test's own. It has no tables yet: `withTables` makes them. */
export interface TestStore {
  readonly store: Store;
  /** A second way into the same store, as another process has it; on the embedded store there is only the one. */
  readonly another: Store;
  /** Closes and removes everything. */
  readonly drop: () => Promise<void>;
}

export type OpenTestStore = () => Promise<TestStore>;

/** The embedded store in a folder of its own. */
export async function openEmbedded(): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'jiantong-store-'));
  const store = await openEmbeddedStore(folder);
  return {
    store,
    another: store,
    drop: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A store on a server, which another process may enter too. */
export interface ServerTestStore extends TestStore {
  readonly url: string;
}

/** A database of its own on the PostgreSQL server, entered twice; only for tests inside `describeOnPostgres`. */
export async function openOnServer(): Promise<ServerTestStore> {
  const name = `jiantong_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = postgresDatabase(name);
  const [store, another] = await Promise.all([
    openServerStore({ url, connectionsMax: 8 }),
    openServerStore({ url, connectionsMax: 8 }),
  ]);
  return {
    store,
    another,
    url,
    drop: async () => {
      await Promise.all([store.close(), another.close()]);
      await onServer(`DROP DATABASE ${name}`);
    },
  };
}

/** The same store with the gateway's tables and the partitions of the instant's month. */
export async function withTables<Opened extends TestStore>(opening: Promise<Opened>, now: Date): Promise<Opened> {
  const opened = await opening;
  try {
    await migrate(opened.store);
    await ensurePartitions(opened.store, now);
    return opened;
  } catch (error) {
    await opened.drop();
    throw error;
  }
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
