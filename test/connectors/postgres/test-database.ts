import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** The PostgreSQL server of this machine. */
export const server = { host: '127.0.0.1', port: 5432, user: 'postgres' } as const;

export interface TestDatabase {
  readonly name: string;
  /** Runs SQL as the owner; without values it may be several statements. */
  readonly run: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  /** Ends whatever is still connected and removes the database. */
  readonly drop: () => Promise<void>;
}

/** A database of the test's own, made with `sql`. */
export async function makeDatabase(sql = ''): Promise<TestDatabase> {
  const name = `jiantong_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name}`);
  const client = new pg.Client({ ...server, database: name });
  await client.connect();
  const run = async (text: string, values?: unknown[]): Promise<Record<string, unknown>[]> =>
    (await client.query<Record<string, unknown>>(text, values)).rows;
  if (sql !== '') await run(sql);
  return {
    name,
    run,
    drop: async () => {
      await client.end();
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

export async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ ...server, database: 'postgres' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
