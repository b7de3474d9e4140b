import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** The PostgreSQL server of this machine. */
export const postgresServer = { host: '127.0.0.1', port: 5432, user: 'postgres' } as const;

export interface PostgresTestDatabase {
  readonly database: string;
  /** Runs SQL as the owner. */
  query(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** Ends every connection and removes the database. */
  drop(): Promise<void>;
}

/** A database of the test's own, filled by `sql`. */
export async function makePostgresDatabase(sql: string): Promise<PostgresTestDatabase> {
  const database = `connector_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${database}`);
  const client = new Client({ ...postgresServer, database });
  await client.connect();
  await client.query(sql);
  return {
    database,
    query: async (text, values = []) => (await client.query<Record<string, unknown>>(text, [...values])).rows,
    drop: async () => {
      await client.end();
      await onServer(`DROP DATABASE ${database} WITH (FORCE)`);
    },
  };
}

async function onServer(sql: string): Promise<void> {
  const client = new Client({ ...postgresServer, database: 'postgres' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
