import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { declareChecks } from '../../../connectors/conformance/checks.js';
import { failureChecks, healthChecks } from '../../../connectors/conformance/failure-checks.js';
import type { PullBench } from '../../../connectors/conformance/pull-bench.js';
import { pullChecks } from '../../../connectors/conformance/pull-checks.js';
import { pushChecks, type PushBench } from '../../../connectors/conformance/push-checks.js';
import type { Connector } from '../../../connectors/connector.js';
import { exchangeTableConnector } from '../../../connectors/exchange-table/index.js';
import type { ExchangeStream, ExchangeTableConfig } from '../../../connectors/exchange-table/spec.js';
import { cellText } from '../../../connectors/shared/cell-text.js';
import { startTcpProxy } from '../../servers/tcp-proxy.js';
import { makeDatabase, onServer, server, type TestDatabase } from '../postgres/test-database.js';
import { testContext } from '../test-context.js';

const writer = `jiantong_test_${randomUUID().replaceAll('-', '')}`;
let database: TestDatabase;

beforeAll(async () => {
  database = await makeDatabase(`
    CREATE TABLE outgoing (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, cd_id text NOT NULL, cd_operation text NOT NULL, cd_time text,
      cd_source text, cd_batch text, sign text NOT NULL DEFAULT '0', words text, idempotency_key text NOT NULL UNIQUE, amount numeric(10,2));
    CREATE TABLE incoming (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, cd_id text NOT NULL, cd_operation text, cd_time timestamptz NOT NULL,
      sign text NOT NULL DEFAULT '0', name text)`);
  await onServer(`CREATE ROLE ${writer} LOGIN`);
  await database.run(`GRANT SELECT, INSERT ON outgoing, incoming TO ${writer}`);
});
afterAll(async () => {
  await database.drop();
  await onServer(`DROP ROLE ${writer}`);
});

const columns = { id: 'cd_id', operation: 'cd_operation', time: 'cd_time', state: 'sign' };
const roles: Pick<ExchangeStream, 'operations' | 'states'> = {
  operations: { insert: 'i', update: 'u', withdraw: 'd' },
  states: { initial: '0', accepted: ['1'], rejected: ['9'] },
};
const streams: ExchangeTableConfig['streams'] = {
  outgoing: {
    ...roles, table: 'outgoing', source: '623000gannan',
    columns: { ...columns, source: 'cd_source', batch: 'cd_batch', message: 'words', idempotencyKey: 'idempotency_key' },
  },
  incoming: { ...roles, table: 'incoming', direction: 'receive', columns, key: ['seq'] },
};

function open(more: Partial<ExchangeTableConfig['database']> = {}, more2: ExchangeTableConfig['streams'] = {}): Connector {
  const config: ExchangeTableConfig = { database: { dialect: 'postgres', ...server, database: database.name, ...more }, streams: { ...streams, ...more2 } };
  const context = testContext({ name: 'office/front' });
  return exchangeTableConnector.create(config, context);
}

const pushBench: PushBench = {
  stream: 'outgoing',
  taken: 'pending',
  open,
  empty: async () => void (await database.run('TRUNCATE outgoing')),
  good: (place) => ({ idempotencyKey: `k${place}`, recordKey: `r${place}`, version: 1, op: 'upsert', row: { amount: `${place}.50` } }),
  bad: (place) => ({ idempotencyKey: `k${place}`, recordKey: `r${place}`, version: 1, op: 'upsert', row: { amount: '123456789.00' } }),
  held: async () => {
    const rows = await database.run('SELECT cd_id, count(*) AS times FROM outgoing GROUP BY cd_id');
    return new Map(rows.map((row) => [String(row['cd_id']), Number(row['times'])]));
  },
  openCut: async (when) => {
    const proxy = await startTcpProxy(server);
    proxy.cutAt(when === 'sending' ? 'INSERT' : 'COMMIT', when === 'answering' ? 'after' : 'before');
    return { connector: open({ port: proxy.port }), end: proxy.close };
  },
};

const pullBench: PullBench = {
  stream: 'incoming',
  key: ['seq'],
  cursorColumns: ['cd_time'],
  modes: ['incremental', 'full', 'snapshot'],
  open,
  fill: async (rows) => {
    await database.run('TRUNCATE incoming');
    await database.run(
      `INSERT INTO incoming (cd_id, cd_operation, cd_time, sign, name)
       SELECT 'r' || i, 'i', now() - interval '1 day' + (i % 40) * interval '1 ms', CASE WHEN i > $1::int THEN '1' ELSE '0' END, '行' || i
       FROM generate_series(1, $1::int + 10) i`,
      [rows],
    );
  },
  change: async (rows) => {
    await database.run(`INSERT INTO incoming (cd_id, cd_operation, cd_time, name) SELECT 'n' || i, 'u', clock_timestamp(), 'new' FROM generate_series(1, $1::int) i`, [rows]);
  },
  contents: async () => {
    const rows = await database.run(`SELECT seq, name FROM incoming WHERE sign = '0'`);
    return new Map(rows.map((row) => [String(row['seq']), String(row['name'])]));
  },
  keyOf: (row) => cellText(row, 'seq'),
  contentOf: (row) => cellText(row, 'name'),
  openCuttable: async () => {
    const proxy = await startTcpProxy(server);
    return { connector: open({ port: proxy.port }), cut: proxy.cut, end: proxy.close };
  },
};

const request = { stream: 'incoming', key: ['seq'], mode: 'incremental', cursorColumns: [], cursor: null } as const;
const runner = { describe, it };
declareChecks(runner, 'exchange-table: pushing', pushChecks(pushBench));
declareChecks(runner, 'exchange-table: pulling', pullChecks(pullBench));
declareChecks(runner, 'exchange-table: looking', healthChecks(() => open(), 'outgoing'));
declareChecks(
  runner,
  'exchange-table: failing',
  failureChecks([
    { title: 'a port nobody listens on', code: 'CONNECTOR_CONNECTION_REFUSED', step: 'connect', open: () => open({ port: 1 }), request },
    { title: 'an unknown user', code: 'CONNECTOR_LOGIN_REFUSED', step: 'sign-in', open: () => open({ user: 'nobody-here' }), request },
    {
      title: 'a table that is not there', code: 'CONNECTOR_TABLE_MISSING', step: 'rights',
      open: () => open({}, { incoming: { ...streams['incoming'], table: 'gone' } }), request,
    },
    {
      title: 'a column with a role that the table has not', code: 'CONNECTOR_COLUMN_MISSING', step: 'rights',
      open: () => open({}, { incoming: { ...roles, table: 'incoming', direction: 'receive', columns: { ...columns, state: 'done' } } }),
    },
    {
      title: 'a user that may insert rows and not change them', code: 'CONNECTOR_RIGHT_MISSING', step: 'rights',
      open: () => open({ user: writer }),
    },
    { title: 'a stream of the other direction', code: 'CONNECTOR_STREAM_MISSING', open: () => open(), request: { ...request, stream: 'outgoing' } },
    {
      title: 'a state column without its words', code: 'CONNECTOR_CONFIG_INVALID',
      open: () => open({}, { incoming: { table: 'incoming', direction: 'receive', columns } }), request,
    },
  ]),
);
