import { afterAll, beforeAll, it } from '@jest/globals';
import { declareChecks } from '../../../connectors/conformance/checks.js';
import { failureChecks, healthChecks } from '../../../connectors/conformance/failure-checks.js';
import type { PullBench } from '../../../connectors/conformance/pull-bench.js';
import { pullChecks } from '../../../connectors/conformance/pull-checks.js';
import type { PushBench } from '../../../connectors/conformance/push-checks.js';
import { pushChecks } from '../../../connectors/conformance/push-checks.js';
import type { Connector, PullRequest, SourceRow } from '../../../connectors/connector.js';
import { mysqlConnector } from '../../../connectors/mysql/index.js';
import type { MysqlConfig } from '../../../connectors/mysql/spec.js';
import { cellText } from '../../../connectors/shared/cell-text.js';
import { describeOnMysql } from '../../servers/mariadb.js';
import { isOwnServer } from '../../servers/mariadb-program.js';
import { startRefusingMysql, type MysqlRefusal } from '../../servers/refusing-mysql.js';
import { startTcpProxy } from '../../servers/tcp-proxy.js';
import { makeMysqlDatabase, type MysqlTestDatabase } from './test-database.js';
import { testContext } from '../test-context.js';

const runner = { describe: describeOnMysql, it };
let database: MysqlTestDatabase;

describeOnMysql('the mysql connector', () => {
  beforeAll(async () => {
    database = await makeMysqlDatabase(`
      CREATE TABLE source (id bigint PRIMARY KEY, name text COMMENT '名称', amount decimal(18,2), updated_at timestamp(6) NOT NULL, KEY (updated_at, id)) COMMENT '来源';
      CREATE TABLE exact (id bigint PRIMARY KEY, whole int, big bigint unsigned, code text, empty varchar(10), amount decimal(38,18), born date,
        at timestamp(6) NULL, local_at datetime(1), fits bit(1), ratio double, bytes varbinary(20), kind enum('甲','乙'), old_words varchar(20) CHARACTER SET gbk,
        updated_at timestamp NOT NULL DEFAULT '2026-01-01 00:00:00');
      CREATE VIEW slow AS SELECT seq AS id, timestamp '2026-01-01 00:00:00' AS updated_at, SLEEP(0.05) AS slept FROM seq_1_to_2000;
      CREATE TABLE target (id varchar(50) PRIMARY KEY, amount decimal(10,2), writes int NOT NULL DEFAULT 1);
      CREATE TABLE loose (id varchar(50), KEY (id));
      CREATE TABLE hidden (id bigint PRIMARY KEY, updated_at timestamp);
      CREATE USER IF NOT EXISTS reader@'127.0.0.1' IDENTIFIED BY 'demo';
      CREATE USER IF NOT EXISTS stranger@'127.0.0.1' IDENTIFIED BY 'demo'`);
    await database.run(`GRANT SELECT ON ${database.name}.source TO reader@'127.0.0.1'; GRANT SELECT ON ${database.name}.target TO reader@'127.0.0.1'`);
  });
  afterAll(async () => await database.drop());

  const pullBench: PullBench = {
    stream: 'source',
    key: ['id'],
    cursorColumns: ['updated_at'],
    modes: ['incremental', 'full', 'snapshot'],
    open,
    fill: async (rows) => {
      await database.run('TRUNCATE source');
      await database.run(
        `INSERT INTO source SELECT seq, CONCAT('行', seq), seq / 7.0, now(6) - INTERVAL 1 DAY + INTERVAL (seq % 40) * 1000 MICROSECOND FROM seq_1_to_${Math.max(rows, 1)} WHERE seq <= ${rows}`,
      );
    },
    change: async (rows) => {
      await database.run(`INSERT INTO source SELECT (SELECT max(id) FROM source) + seq, 'new', 1, now(6) FROM seq_1_to_${rows}`);
      await database.run(`UPDATE source SET name = CONCAT(name, '改'), updated_at = now(6) ORDER BY rand() LIMIT ${rows}`);
    },
    contents: async () => {
      const rows = await database.run('SELECT id, name, amount FROM source');
      return new Map(rows.map((row) => [String(row['id']), `${String(row['name'])} ${String(row['amount'])}`]));
    },
    keyOf: (row) => cellText(row, 'id'),
    contentOf: (row) => `${cellText(row, 'name')} ${cellText(row, 'amount')}`,
    openCuttable: async () => {
      const proxy = await startTcpProxy(database.server);
      return { connector: open({ port: proxy.port }), cut: proxy.cut, end: proxy.close };
    },
    openSlow: async () => ({ connector: open(), request: requestFor('slow'), end: async () => undefined }),
  };

  const exactRows: SourceRow[] = [
    {
      id: '9223372036854775807', whole: -2_147_483_648, big: '18446744073709551615', code: '116230000000000018', empty: '', amount: '12345678901234567890.000000000000000001',
      born: '1937-07-07', at: '1970-01-01T00:00:01.999999Z', local_at: '1901-01-01T00:00:00.1', fits: 1, ratio: '0.1', bytes: '0x00ff27', kind: '乙', old_words: '国家',
      updated_at: '2026-01-01T00:00:00Z',
    },
    {
      id: '-1', whole: null, big: null, code: '㐂䶮𠮷\n\t"\'\\%_\0', empty: null, amount: '-0.000000000000000001', born: '0001-01-01', at: null, local_at: null,
      fits: null, ratio: '-1e-300', bytes: '0x', kind: null, old_words: '', updated_at: '2026-01-01T00:00:00Z',
    },
  ];

  const exactBench: PullBench = {
    ...pullBench,
    stream: 'exact',
    fillExact: async () => {
      await database.run('TRUNCATE exact');
      await database.run(
        `SET time_zone = '+00:00'; INSERT INTO exact VALUES
        (9223372036854775807, -2147483648, 18446744073709551615, '116230000000000018', '', 12345678901234567890.000000000000000001, '1937-07-07',
         '1970-01-01 00:00:01.999999', '1901-01-01 00:00:00.1', 1, 0.1, X'00ff27', '乙', '国家', '2026-01-01'),
        (-1, NULL, NULL, ?, NULL, -0.000000000000000001, '0001-01-01', NULL, NULL, NULL, -1e-300, '', NULL, '', '2026-01-01')`,
        [exactRows[1]?.['code']],
      );
      return exactRows;
    },
  };

  const target = { table: 'target', write: { key: ['id'], fields: { recordKey: 'id' } } };
  const pushBench: PushBench = {
    stream: 'target',
    taken: 'accepted',
    open: () => open({ streams: { target } }),
    empty: async () => void (await database.run('TRUNCATE target')),
    good: (place) => ({ idempotencyKey: `k${place}`, recordKey: `r${place}`, version: 1, op: 'upsert', row: { amount: `${place}.50` } }),
    bad: (place) => ({ idempotencyKey: `k${place}`, recordKey: `r${place}`, version: 1, op: 'upsert', row: { amount: '123456789.00' } }),
    held: async () => new Map((await database.run('SELECT id, writes FROM target')).map((row) => [String(row['id']), Number(row['writes'])])),
    openCut: async (when) => {
      const proxy = await startTcpProxy(database.server);
      proxy.cutAt(when === 'sending' ? 'INSERT' : 'COMMIT', when === 'answering' ? 'after' : 'before');
      return { connector: open({ port: proxy.port, streams: { target } }), end: proxy.close };
    },
  };

  declareChecks(runner, 'pulling', pullChecks({ ...pullBench, restart: isOwnServer ? async () => await database.server.restart?.() : undefined }));
  declareChecks(runner, 'values', pullChecks(exactBench).filter(({ title }) => title === 'gives values exactly as they are'));
  declareChecks(runner, 'pushing', pushChecks(pushBench));
  declareChecks(runner, 'looking', healthChecks(() => open(), 'source'));
  const request = requestFor('source');
  const reader = { user: 'reader', password: 'demo' };
  declareChecks(
    runner,
    'failing',
    failureChecks([
      { title: 'a host that is not there', code: 'CONNECTOR_HOST_NOT_FOUND', step: 'resolve', open: () => open({ host: 'nowhere.invalid' }), request },
      { title: 'a port nobody listens on', code: 'CONNECTOR_CONNECTION_REFUSED', step: 'connect', open: () => open({ port: 1 }), request },
      { title: 'a server that never answers', code: 'CONNECTOR_TIMED_OUT', step: 'sign-in', open: async () => await refused('silence'), request },
      { title: 'too many connections', code: 'CONNECTOR_BUSY', step: 'sign-in', open: async () => await refused(1040), request },
      { title: 'a server that does not let this host in', code: 'CONNECTOR_LOGIN_REFUSED', step: 'sign-in', open: async () => await refused(1130), request },
      { title: 'a wrong password', code: 'CONNECTOR_LOGIN_REFUSED', step: 'sign-in', open: () => open({ ...reader, password: 'wrong' }), request },
      { title: 'an unknown user', code: 'CONNECTOR_LOGIN_REFUSED', step: 'sign-in', open: () => open({ user: 'nobody-here' }), request },
      { title: 'an unknown database', code: 'CONNECTOR_DATABASE_MISSING', step: 'sign-in', open: () => open({ database: 'not-there' }), request },
      { title: 'a database without a right to it', code: 'CONNECTOR_RIGHT_MISSING', step: 'sign-in', open: () => open({ user: 'stranger', password: 'demo' }), request },
      { title: 'a server without TLS where it is asked for', code: 'CONNECTOR_CONNECTION_REFUSED', step: 'sign-in', open: () => open({ sslMode: 'require' }), request },
      {
        title: 'a table without a right to it', code: 'CONNECTOR_RIGHT_MISSING', step: 'rights',
        open: () => open({ ...reader, streams: { source: { table: 'hidden' } } }), request,
      },
      { title: 'a table that may only be read', code: 'CONNECTOR_RIGHT_MISSING', step: 'rights', open: () => open({ ...reader, streams: { target } }) },
      { title: 'a table that is not there', code: 'CONNECTOR_TABLE_MISSING', step: 'rights', open: () => open({ streams: { source: { table: 'gone' } } }), request },
      { title: 'a key without a unique index', code: 'CONNECTOR_KEY_NOT_UNIQUE', step: 'rights', open: () => open({ streams: { target: { ...target, table: 'loose' } } }) },
      { title: 'a column that is not there', code: 'CONNECTOR_COLUMN_MISSING', open: () => open(), request: { ...request, cursorColumns: ['changed_on'] } },
      { title: 'a stream that is not configured', code: 'CONNECTOR_STREAM_MISSING', open: () => open({ streams: {} }), request },
      { title: 'a statement beyond its time limit', code: 'CONNECTOR_TIMED_OUT', open: () => open({ statementTimeoutSeconds: 1 }), request: requestFor('slow') },
    ]),
  );
});

function open(more: Partial<MysqlConfig> = {}): Connector {
  const { host, port, user, password } = database.server;
  return mysqlConnector.create(
    { host, port, user, password, database: database.name, lookBackSeconds: 60, ...more },
    testContext(),
  );
}

function requestFor(stream: string): PullRequest {
  return { stream, key: ['id'], mode: 'incremental', cursorColumns: ['updated_at'], cursor: null };
}

/** A connector to a server that turns everybody away; the server goes with it. */
async function refused(refusal: MysqlRefusal): Promise<Connector> {
  const far = await startRefusingMysql(refusal);
  const connector = open({ host: '127.0.0.1', port: far.port, connectTimeoutSeconds: 1 });
  return {
    ...connector,
    close: async () => {
      await connector.close();
      await far.close();
    },
  };
}
