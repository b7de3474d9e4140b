import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { declareChecks } from '../../../connectors/conformance/checks.js';
import { failureChecks, healthChecks } from '../../../connectors/conformance/failure-checks.js';
import type { PullBench } from '../../../connectors/conformance/pull-bench.js';
import { pullChecks } from '../../../connectors/conformance/pull-checks.js';
import { pushChecks, type PushBench } from '../../../connectors/conformance/push-checks.js';
import type { Connector, PushRecord, PushResult, Receipt } from '../../../connectors/connector.js';
import { exchangeTableConnector } from '../../../connectors/exchange-table/index.js';
import type { ExchangeStream, ExchangeTableConfig } from '../../../connectors/exchange-table/spec.js';
import { cellText } from '../../../connectors/shared/cell-text.js';
import { describeOnMysql } from '../../servers/mariadb.js';
import { startTcpProxy } from '../../servers/tcp-proxy.js';
import { makeMysqlDatabase, type MysqlTestDatabase } from '../mysql/test-database.js';
import { testContext } from '../test-context.js';

const runner = { describe: describeOnMysql, it };
const now = new Date('2026-11-22T17:30:00Z');
const opened: Connector[] = [];
let database: MysqlTestDatabase;

const columns = { id: 'cd_id', operation: 'cd_operation', time: 'cd_time', state: 'sign' };
const roles: Pick<ExchangeStream, 'operations' | 'states'> = {
  operations: { insert: 'i', update: 'u', withdraw: 'd' },
  states: { initial: '0', accepted: ['1'], rejected: ['9'] },
};
const outgoing: ExchangeStream = {
  ...roles,
  table: 'outgoing',
  source: '623000gannan',
  temporaryCodes: ['G10'],
  columns: { ...columns, source: 'cd_source', batch: 'cd_batch', message: 'words', idempotencyKey: 'idempotency_key' },
};
const streams: ExchangeTableConfig['streams'] = {
  outgoing,
  incoming: { ...roles, table: 'incoming', direction: 'receive', columns, key: ['seq'] },
  province: { table: 'province', preset: 'sync-sign' },
  outbox: { table: 'outbox', preset: 'outbox', columns: { id: 'id' } },
};

function open(more: Partial<ExchangeTableConfig['database']> = {}, more2: ExchangeTableConfig['streams'] = {}): Connector {
  const { host, port, user, password } = database.server;
  const settings = { host, port, user, password, database: database.name, ...more, dialect: 'mysql' } as const;
  const context = testContext({ name: 'office/front', now: () => now });
  const one = exchangeTableConnector.create({ database: settings, streams: { ...streams, ...more2 } }, context);
  opened.push(one);
  return one;
}

const record = (more: Partial<PushRecord> = {}): PushRecord => ({ idempotencyKey: 'r1.1', recordKey: 'r1', version: 1, op: 'upsert', row: {}, ...more });

async function push(stream: string, ...records: PushRecord[]): Promise<PushResult[]> {
  return (await open().push?.({ stream, records, attemptId: 'attempt' }, AbortSignal.timeout(20_000))) ?? [];
}

async function receipts(stream: string, results: PushResult[]): Promise<Receipt[]> {
  const tokens = results.flatMap((result) => (result.outcome === 'pending' ? [result.token] : []));
  const all: Receipt[] = [];
  for await (const some of open().receipts?.({ stream, tokens }, AbortSignal.timeout(20_000)) ?? []) all.push(...some);
  return all.toSorted((a, b) => (a.token < b.token ? -1 : 1));
}

describeOnMysql('an exchange table on MySQL', () => {
  beforeAll(async () => {
    database = await makeMysqlDatabase(`
      CREATE TABLE outgoing (seq bigint AUTO_INCREMENT PRIMARY KEY, cd_id varchar(100) NOT NULL, cd_operation varchar(1) NOT NULL, cd_time datetime,
        cd_source varchar(100), cd_batch char(20), sign varchar(2) NOT NULL DEFAULT '0', words varchar(500), idempotency_key varchar(200) NOT NULL UNIQUE, amount decimal(10,2));
      CREATE TABLE incoming (seq bigint AUTO_INCREMENT PRIMARY KEY, cd_id varchar(100) NOT NULL, cd_operation varchar(1), cd_time timestamp(6) NOT NULL,
        sign int NOT NULL DEFAULT 0, name varchar(50));
      CREATE TABLE province (rowguid char(36), version bigint, versiontime datetime, sync_sign char(2), sync_error_desc text, PRIMARY KEY (rowguid, version));
      CREATE TABLE outbox (id bigint PRIMARY KEY, oper_status tinyint, note text);
      CREATE USER IF NOT EXISTS writer@'127.0.0.1' IDENTIFIED BY 'demo'`);
    await database.run(`GRANT SELECT, INSERT ON ${database.name}.* TO writer@'127.0.0.1'`);
  });
  afterAll(async () => {
    await Promise.all(opened.map(async (one) => await one.close()));
    await database.drop();
  });
  beforeEach(async () => void (await database.run('TRUNCATE outgoing; TRUNCATE province; TRUNCATE outbox')));

  it('is written with batch number, words and local time, and asked for answers', async () => {
    const results = await push('outgoing', record(), record({ recordKey: 'r2', idempotencyKey: 'r2.1', version: 2 }));
    expect(await database.run('SELECT cd_id, cd_operation, cd_time, cd_source, cd_batch, sign FROM outgoing ORDER BY seq')).toEqual([
      { cd_id: 'r1', cd_operation: 'i', cd_time: '2026-11-23 01:30:00', cd_source: '623000gannan', cd_batch: '2026112300001', sign: '0' },
      { cd_id: 'r2', cd_operation: 'u', cd_time: '2026-11-23 01:30:00', cd_source: '623000gannan', cd_batch: '2026112300001', sign: '0' },
    ]);
    await database.run(`UPDATE outgoing SET sign = '1' WHERE cd_id = 'r1'; UPDATE outgoing SET sign = '9', words = 'G03 校验位错误' WHERE cd_id = 'r2'`);
    expect(await receipts('outgoing', results)).toMatchObject([
      { token: 'k:r1.1', outcome: 'accepted', code: '1' },
      { token: 'k:r2.1', outcome: 'rejected', code: 'G03', text: 'G03 校验位错误', permanent: true },
    ]);
  });

  it('goes on with the day’s batch numbers', async () => {
    await database.run(`INSERT INTO outgoing (cd_id, cd_operation, cd_batch, idempotency_key) VALUES ('x', 'i', '2026112300041', 'x'), ('y', 'i', '2026112299999', 'y')`);
    await push('outgoing', record());
    expect(await database.run(`SELECT cd_batch FROM outgoing WHERE cd_id = 'r1'`)).toEqual([{ cd_batch: '2026112300042' }]);
  });

  it('takes rows that were refused for now again in their places, without the old answers', async () => {
    const first = [record(), record({ recordKey: 'r2', idempotencyKey: 'r2.1' })];
    await push('outgoing', ...first);
    await database.run(`UPDATE outgoing SET sign = '9', words = 'G10 稍后'`);
    await push('outgoing', ...first.map((one, at) => ({ ...one, row: { amount: `${at + 1}.50` } })));
    expect(await database.run('SELECT cd_id, sign, words, amount FROM outgoing ORDER BY seq')).toEqual([
      { cd_id: 'r1', sign: '0', words: null, amount: '1.50' },
      { cd_id: 'r2', sign: '0', words: null, amount: '2.50' },
    ]);
  });

  it('finds rows by key and version, also where both are numbers or padded', async () => {
    const key = '0198c0de-0000-7000-8000-000000000001';
    const results = await push('province', record({ recordKey: key }), record({ recordKey: key, version: 2, idempotencyKey: 'r1.2' }));
    expect(await push('province', record({ recordKey: key }))).toEqual(results.slice(0, 1));
    await database.run(`UPDATE province SET sync_sign = '1' WHERE version = 2`);
    expect(await receipts('province', results)).toMatchObject([{ token: `v:2:${key}`, outcome: 'accepted', version: 2 }]);
    const numbered = await push('outbox', record({ recordKey: '900719925474099201' }), record({ recordKey: '900719925474099202' }));
    await database.run('UPDATE outbox SET oper_status = 2 WHERE id = 900719925474099201');
    expect(await receipts('outbox', numbered)).toMatchObject([{ token: 'i:900719925474099201', outcome: 'rejected' }]);
  });

  const pushBench: PushBench = {
    stream: 'outgoing',
    taken: 'pending',
    open,
    empty: async () => void (await database.run('TRUNCATE outgoing')),
    good: (place) => record({ idempotencyKey: `k${place}`, recordKey: `r${place}`, row: { amount: `${place}.50` } }),
    bad: (place) => record({ idempotencyKey: `k${place}`, recordKey: `r${place}`, row: { amount: '123456789.00' } }),
    held: async () => {
      const rows = await database.run('SELECT cd_id, count(*) AS times FROM outgoing GROUP BY cd_id');
      return new Map(rows.map((row) => [String(row['cd_id']), Number(row['times'])]));
    },
    openCut: async (when) => {
      const proxy = await startTcpProxy(database.server);
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
         SELECT CONCAT('r', seq), 'i', now(6) - INTERVAL 1 DAY + INTERVAL (seq % 40) * 1000 MICROSECOND, seq > ${rows}, CONCAT('行', seq) FROM seq_1_to_${rows + 10}`,
      );
    },
    change: async (rows) => {
      await database.run(`INSERT INTO incoming (cd_id, cd_operation, cd_time, name) SELECT CONCAT('n', seq), 'u', now(6), 'new' FROM seq_1_to_${rows}`);
    },
    contents: async () => {
      const rows = await database.run('SELECT seq, name FROM incoming WHERE sign = 0');
      return new Map(rows.map((row) => [String(row['seq']), String(row['name'])]));
    },
    keyOf: (row) => cellText(row, 'seq'),
    contentOf: (row) => cellText(row, 'name'),
    openCuttable: async () => {
      const proxy = await startTcpProxy(database.server);
      return { connector: open({ port: proxy.port }), cut: proxy.cut, end: proxy.close };
    },
  };

  declareChecks(runner, 'pushing', pushChecks(pushBench));
  declareChecks(runner, 'pulling', pullChecks(pullBench));
  declareChecks(runner, 'looking', healthChecks(() => open(), 'outgoing'));
  declareChecks(
    runner,
    'failing',
    failureChecks([
      {
        title: 'a column with a role that the table has not', code: 'CONNECTOR_COLUMN_MISSING', step: 'rights',
        open: () => open({}, { outgoing: { ...outgoing, columns: { ...outgoing.columns, code: 'answer_code' } } }),
      },
      {
        title: 'a user that may insert rows and not change them', code: 'CONNECTOR_RIGHT_MISSING', step: 'rights',
        open: () => open({ user: 'writer', password: 'demo' }),
      },
    ]),
  );
});
