import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { declareChecks } from '../../../connectors/conformance/checks.js';
import { failureChecks, healthChecks } from '../../../connectors/conformance/failure-checks.js';
import type { PullBench } from '../../../connectors/conformance/pull-bench.js';
import { pullChecks } from '../../../connectors/conformance/pull-checks.js';
import type { PushBench } from '../../../connectors/conformance/push-checks.js';
import { pushChecks } from '../../../connectors/conformance/push-checks.js';
import type { Connector, PullRequest, SourceRow } from '../../../connectors/connector.js';
import { postgresConnector } from '../../../connectors/postgres/index.js';
import type { PostgresConfig } from '../../../connectors/postgres/spec.js';
import { cellText } from '../../../connectors/shared/cell-text.js';
import { startRefusingPostgres, type Refusal } from '../../servers/refusing-postgres.js';
import { startTcpProxy } from '../../servers/tcp-proxy.js';
import { makeDatabase, onServer, server, type TestDatabase } from './test-database.js';
import { testContext } from '../test-context.js';

const stranger = `jiantong_test_${randomUUID().replaceAll('-', '')}`;
let database: TestDatabase;

beforeAll(async () => {
  database = await makeDatabase(`
    CREATE TABLE source (id bigint PRIMARY KEY, name text, amount numeric(18,2), updated_at timestamptz NOT NULL);
    CREATE TABLE exact (id bigint PRIMARY KEY, whole int, code text, empty text, amount numeric, born date, at timestamptz, local_at timestamp,
      fits boolean, tags text[], extra jsonb, ratio double precision, updated_at timestamptz NOT NULL DEFAULT '2026-01-01');
    CREATE VIEW slow AS SELECT i AS id, timestamptz '2026-01-01' AS updated_at, pg_sleep(0.05)::text AS slept FROM generate_series(1, 2000) i;
    CREATE TABLE target (id text PRIMARY KEY, amount numeric(10,2), writes int NOT NULL DEFAULT 1);
    CREATE TABLE hidden (id bigint PRIMARY KEY, updated_at timestamptz)`);
  await onServer(`CREATE ROLE ${stranger} LOGIN`);
});
afterAll(async () => {
  await database.drop();
  await onServer(`DROP ROLE ${stranger}`);
});

function open(more: Partial<PostgresConfig> = {}): Connector {
  const streams = { target: { table: 'target', write: { key: ['id'], fields: { recordKey: 'id' } } } };
  const config = { ...server, database: database.name, lookBackSeconds: 60, ...more };
  return postgresConnector.create(more.streams ? { ...config, streams: { ...streams, ...more.streams } } : config, testContext());
}

const pullBench: PullBench = {
  stream: 'source',
  key: ['id'],
  cursorColumns: ['updated_at'],
  modes: ['incremental', 'full', 'snapshot'],
  open,
  fill: async (rows) => {
    await database.run('TRUNCATE source');
    const sql = `INSERT INTO source SELECT i, '行' || i, i / 7.0, now() - interval '1 day' + (i % 40) * interval '1 ms' FROM generate_series(1, $1::int) i`;
    await database.run(sql, [rows]);
  },
  change: async (rows) => {
    const add = `INSERT INTO source SELECT m.id + i, 'new', 1, clock_timestamp() FROM (SELECT max(id) AS id FROM source) m, generate_series(1, $1::int) i`;
    await database.run(add, [rows]);
    const touch = `UPDATE source SET name = name || '改', updated_at = clock_timestamp() WHERE id IN (SELECT id FROM source ORDER BY random() LIMIT $1)`;
    await database.run(touch, [rows]);
  },
  contents: async () => {
    const rows = await database.run('SELECT id, name, amount FROM source');
    return new Map(rows.map((row) => [String(row['id']), `${String(row['name'])} ${String(row['amount'])}`]));
  },
  keyOf: (row) => cellText(row, 'id'),
  contentOf: (row) => `${cellText(row, 'name')} ${cellText(row, 'amount')}`,
  openCuttable: async () => {
    const proxy = await startTcpProxy(server);
    return { connector: open({ port: proxy.port }), cut: proxy.cut, end: proxy.close };
  },
  openSlow: async () => {
    const request: PullRequest = { ...requestFor('slow'), cursorColumns: ['updated_at'] };
    return { connector: open(), request, end: async () => undefined };
  },
};

const exactRows: SourceRow[] = [
  {
    id: '9223372036854775807', whole: -2_147_483_648, code: '116230000000000018', empty: '', amount: '123456789012345678.90',
    born: '1937-07-07', at: '1969-12-31T23:59:59.999999Z', local_at: '1901-01-01T00:00:00.1', fits: true,
    tags: ['㐂', '䶮"、\\', null, 'NULL', ''], extra: { 𠮷: ['12345678901234567890', '1.10', 7] }, ratio: '0.1', updated_at: '2026-01-01T00:00:00Z',
  },
  {
    id: '-1', whole: null, code: '㐂䶮𠮷\n\t"\'\\', empty: null, amount: '-0.000000000000000001', born: '0001-01-01', at: null, local_at: null,
    fits: null, tags: [], extra: null, ratio: 'NaN', updated_at: '2026-01-01T00:00:00Z',
  },
];

const exactBench: PullBench = {
  ...pullBench,
  stream: 'exact',
  fillExact: async () => {
    await database.run('TRUNCATE exact');
    const sql = `INSERT INTO exact SELECT * FROM json_populate_recordset(NULL::exact, $1)`;
    const written = exactRows.map((row) => (row['id'] === '-1' ? row : { ...row, extra: null }));
    await database.run(sql, [JSON.stringify(written)]);
    await database.run(`UPDATE exact SET extra = '{"𠮷": [12345678901234567890, 1.10, 7]}' WHERE id > 0`);
    return exactRows;
  },
};

const pushBench: PushBench = {
  stream: 'target',
  taken: 'accepted',
  open: () => open({ streams: {} }),
  empty: async () => void (await database.run('TRUNCATE target')),
  good: (place) => ({ idempotencyKey: `k${place}`, recordKey: `r${place}`, version: 1, op: 'upsert', row: { amount: `${place}.50` } }),
  bad: (place) => ({ idempotencyKey: `k${place}`, recordKey: `r${place}`, version: 1, op: 'upsert', row: { amount: '123456789.00' } }),
  held: async () => new Map((await database.run('SELECT id, writes FROM target')).map((row) => [String(row['id']), Number(row['writes'])])),
  openCut: async (when) => {
    const proxy = await startTcpProxy(server);
    proxy.cutAt(when === 'sending' ? 'INSERT' : 'COMMIT', when === 'answering' ? 'after' : 'before');
    return { connector: open({ port: proxy.port, streams: {} }), end: proxy.close };
  },
};

function requestFor(stream: string): PullRequest {
  return { stream, key: ['id'], mode: 'incremental', cursorColumns: ['updated_at'], cursor: null };
}

/** A connector to a server that turns everybody away; the server goes with it. */
async function refused(refusal: Refusal): Promise<Connector> {
  const far = await startRefusingPostgres(refusal);
  const connector = open({ port: far.port, connectTimeoutSeconds: 1 });
  return {
    ...connector,
    close: async () => {
      await connector.close();
      await far.close();
    },
  };
}

const request = requestFor('source');
const runner = { describe, it };
declareChecks(runner, 'postgres: pulling', pullChecks(pullBench));
declareChecks(runner, 'postgres: values', pullChecks(exactBench).filter(({ title }) => title === 'gives values exactly as they are'));
declareChecks(runner, 'postgres: pushing', pushChecks(pushBench));
declareChecks(runner, 'postgres: looking', healthChecks(() => open(), 'source'));
declareChecks(
  runner,
  'postgres: failing',
  failureChecks([
    { title: 'a host that is not there', code: 'CONNECTOR_HOST_NOT_FOUND', step: 'resolve', open: () => open({ host: 'nowhere.invalid' }), request },
    { title: 'a port nobody listens on', code: 'CONNECTOR_CONNECTION_REFUSED', step: 'connect', open: () => open({ port: 1 }), request },
    { title: 'a server that never answers', code: 'CONNECTOR_TIMED_OUT', step: 'sign-in', open: async () => await refused('silence'), request },
    {
      title: 'a wrong password', code: 'CONNECTOR_LOGIN_REFUSED', step: 'sign-in',
      open: async () => await refused({ sqlState: '28P01', asksPassword: true }), request,
    },
    { title: 'an unknown user', code: 'CONNECTOR_LOGIN_REFUSED', step: 'sign-in', open: () => open({ user: 'nobody-here' }), request },
    { title: 'too many connections', code: 'CONNECTOR_BUSY', step: 'sign-in', open: async () => await refused({ sqlState: '53300' }), request },
    { title: 'an unknown database', code: 'CONNECTOR_DATABASE_MISSING', step: 'sign-in', open: () => open({ database: 'not-there' }), request },
    { title: 'a server without TLS where it is asked for', code: 'CONNECTOR_CONNECTION_REFUSED', step: 'sign-in', open: () => open({ sslMode: 'require' }), request },
    { title: 'a table without a right to it', code: 'CONNECTOR_RIGHT_MISSING', step: 'rights', open: () => open({ user: stranger, streams: { source: { table: 'source' } } }), request },
    { title: 'a table that is not there', code: 'CONNECTOR_TABLE_MISSING', step: 'rights', open: () => open({ streams: { source: { table: 'gone' } } }), request },
    { title: 'a column that is not there', code: 'CONNECTOR_COLUMN_MISSING', open: () => open(), request: { ...request, cursorColumns: ['changed_on'] } },
    { title: 'a stream that is not configured', code: 'CONNECTOR_STREAM_MISSING', open: () => open({ streams: {} }), request },
    { title: 'a statement beyond its time limit', code: 'CONNECTOR_TIMED_OUT', open: () => open({ statementTimeoutSeconds: 1 }), request: requestFor('slow') },
  ]),
);
