import { describe } from '@jest/globals';
import pg from 'pg';

const ownServer = 'postgres://postgres@127.0.0.1:5432/postgres';
/** A loaded machine is slow to answer; where no server is, it says so at once. */
const answerTimeoutMs = 30_000;

/**
 * Address of a PostgreSQL server on which tests make databases of their own: DATABASE_URL, else 127.0.0.1:5432.
 * Undefined where none answers, with the reason on standard error; throws then where JIANTONG_TEST_NO_SKIP is set,
 * so that a full check never passes by leaving tests out.
 */
async function findServer(): Promise<string | undefined> {
  const url = process.env['DATABASE_URL'] ?? ownServer;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: answerTimeoutMs });
  try {
    await client.connect();
    return url;
  } catch (error) {
    const { host } = new URL(url);
    const reason = `no PostgreSQL server answers at ${host} (${error instanceof Error ? error.message : String(error)})`;
    if (process.env['JIANTONG_TEST_NO_SKIP']) throw new Error(`${reason}, and JIANTONG_TEST_NO_SKIP is set`, { cause: error });
    process.stderr.write(`tests skipped: ${reason}; start one or set DATABASE_URL to run them too\n`);
    return undefined;
  } finally {
    await client.end();
  }
}

/** The server's address, undefined where the tests that need one are skipped. */
export const postgresServer = await findServer();

/** `describe` of tests that need a PostgreSQL server. */
export const describeOnPostgres = postgresServer === undefined ? describe.skip : describe;

/** Address of another database on the server; only for tests inside {@link describeOnPostgres}. */
export function postgresDatabase(name: string): string {
  if (postgresServer === undefined) throw new Error('no PostgreSQL server answers: put the test into describeOnPostgres');
  const url = new URL(postgresServer);
  url.pathname = `/${name}`;
  return url.href;
}
