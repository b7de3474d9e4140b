import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { pullChecks, type PullSource } from '../../../connectors/conformance/pull-checks.js';
import type { SampleRow } from '../../../connectors/conformance/sample-rows.js';
import type { Connector } from '../../../connectors/connector.js';
import { postgresConnector } from '../../../connectors/postgres/index.js';
import { makePostgresDatabase, postgresServer, type PostgresTestDatabase } from '../../servers/postgres-database.js';
import { startTcpProxy, type TcpProxy } from '../../servers/tcp-proxy.js';

let database: PostgresTestDatabase;
let proxy: TcpProxy;

beforeAll(async () => {
  database = await makePostgresDatabase(`
    CREATE TABLE sample (
      id bigint PRIMARY KEY, name text, code numeric(18,0), amount numeric(18,2), day date, updated_at timestamptz);
    CREATE INDEX ON sample (updated_at, id);
    CREATE TABLE sample_local (
      id bigint PRIMARY KEY, name text, code bigint, amount numeric(18,2), day date, updated_at timestamp);`);
  proxy = await startTcpProxy(postgresServer);
});
afterAll(async () => {
  await proxy.close();
  await database.drop();
});

const context = { name: 'office/database', now: () => new Date(), workspaceFolder: '/', log: () => {} };

function open(overrides: object = {}): Connector {
  return postgresConnector.create({ ...postgresServer, database: database.database, ...overrides }, context);
}

const upsert = (table: string): string => `
  INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, code = excluded.code, amount = excluded.amount, day = excluded.day,
    updated_at = excluded.updated_at`;

function sourceOf(table: string, expectedTime: (iso: string) => string, overrides: object = {}): PullSource {
  const put = async (rows: readonly SampleRow[]): Promise<void> => {
    await database.query(upsert(table), [JSON.stringify(rows)]);
  };
  return {
    open: () => open(overrides),
    request: { stream: table, key: ['id'], mode: 'incremental', cursorColumns: ['updated_at'], cursor: null },
    refill: async (rows) => {
      await database.query(`TRUNCATE ${table}`);
      await put(rows);
    },
    put,
    expected: (row) => ({ ...row, updated_at: expectedTime(row.updated_at) }),
    openFragile: () => ({ connector: open({ ...overrides, host: proxy.host, port: proxy.port }), cut: () => proxy.cut() }),
  };
}

/** As PostgreSQL writes them: no digits behind the second that are noughts. */
const shortened = (iso: string): string => iso.replace(/\.?0*Z$/u, '');

describe('a table with timestamptz', () => {
  for (const { title, run } of pullChecks(sourceOf('sample', (iso) => `${shortened(iso)}Z`))) it(title, run);
});

describe('a table with times without a zone', () => {
  for (const { title, run } of pullChecks(sourceOf('sample_local', shortened, { timeZone: 'UTC' }))) it(title, run);
});
