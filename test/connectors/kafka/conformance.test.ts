import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { declareChecks } from '../../../connectors/conformance/checks.js';
import { failureChecks } from '../../../connectors/conformance/failure-checks.js';
import { pullFrom, requestOf, type PullBench } from '../../../connectors/conformance/pull-bench.js';
import { pullChecks } from '../../../connectors/conformance/pull-checks.js';
import { pushChecks, type PushBench } from '../../../connectors/conformance/push-checks.js';
import type { ConnectorContext } from '../../../connectors/connector.js';
import { createKafka } from '../../../connectors/kafka/connector.js';
import { clusterError } from '../../../connectors/kafka/errors.js';
import { kafkaConnector } from '../../../connectors/kafka/index.js';
import type { KafkaConfig } from '../../../connectors/kafka/spec.js';
import { cellText } from '../../../connectors/shared/cell-text.js';
import { GatewayError } from '../../../schemas/errors.js';
import { startSilentServer } from '../../servers/silent-server.js';
import { MemoryDriver, MemoryTopic } from './memory-driver.js';

const partitions = 3;
const topics = new Map([['in', new MemoryTopic(partitions)], ['out', new MemoryTopic(1)]]);
const streams: KafkaConfig['streams'] = {
  in: { topic: 'in', read: { columns: { 键: 'key', 来源: 'header:source' } } },
  out: { topic: 'out', write: true },
};
const context: ConnectorContext = { name: 'office/kafka', now: () => new Date(), workspaceFolder: '/nowhere', log: () => undefined, networks: ['127.0.0.0/8'] };
const config: KafkaConfig = { brokers: ['127.0.0.1:9092'], streams };
const open = (driver = new MemoryDriver(topics), more: Partial<KafkaConfig> = {}) => createKafka({ ...config, ...more }, context, driver);

const contents = new Map<string, string>();
let written = 0;
const topic = (): MemoryTopic => topics.get('in') ?? new MemoryTopic(0);
function write(id: string, name: string): void {
  const partition = Number(/\d+$/u.exec(id)?.[0] ?? 0) % partitions;
  topic().append(partition, { key: Buffer.from(id), value: Buffer.from(JSON.stringify({ id, name })) });
  contents.set(id, name);
}

const pullBench: PullBench = {
  stream: 'in',
  key: ['id'],
  cursorColumns: [],
  modes: ['incremental', 'full'],
  open,
  fill: async (rows) => {
    topics.set('in', new MemoryTopic(partitions));
    contents.clear();
    for (let place = 0; place < rows; place++) write(`${place}`, `第${place}行㐂䶮𠮷`);
  },
  change: async (rows) => {
    for (let place = 0; place < rows; place++) {
      write(`${place}`, `改${(written += 1)}`);
      write(`新${(written += 1)}`, '新');
    }
  },
  contents: async () => new Map(contents),
  keyOf: (row) => cellText(row, 'id'),
  contentOf: (row) => cellText(row, 'name'),
  fillExact: async () => {
    topics.set('in', new MemoryTopic(partitions));
    topic().append(1, { key: Buffer.from('键'), value: Buffer.from('{"id":116230000000000018,"amount":0.10,"born":"1969-12-31","empty":"","nothing":null}'), headers: new Map([['source', Buffer.from('㐂')]]) });
    return [{ id: '116230000000000018', amount: '0.10', born: '1969-12-31', empty: '', nothing: null, 键: '键', 来源: '㐂' }];
  },
  openCuttable: async () => {
    const driver = new MemoryDriver(topics);
    return { connector: open(driver), cut: () => (driver.isCut = true), end: async () => undefined };
  },
};

const pushBench: PushBench = {
  stream: 'out',
  taken: 'accepted',
  open,
  empty: async () => void topics.set('out', new MemoryTopic(1)),
  good: (place) => ({ idempotencyKey: `k${place}`, recordKey: `r${place}`, version: 1, op: 'upsert', row: { amount: `${place}.50` } }),
  bad: (place) => ({ idempotencyKey: `k${place}`, recordKey: `r${place}`, version: 1, op: 'upsert', row: { amount: 'x'.repeat(1_000_001) } }),
  // A receiver holds what came twice under one idempotency key once.
  held: async () => {
    const messages = topics.get('out')?.partitions[0] ?? [];
    const byKey = new Map(messages.map(({ headers, key }) => [headers.get('idempotency-key')?.toString(), key?.toString() ?? '']));
    return new Map([...byKey.values()].map((recordKey) => [recordKey, 1]));
  },
};

const request = requestOf(pullBench, null);

declareChecks({ describe, it }, 'the kafka connector, over a client in memory', [
  ...pullChecks(pullBench),
  ...pushChecks(pushBench),
  ...failureChecks([
    { title: 'an unknown topic', code: 'MESSAGE_QUEUE_MISSING', open: () => open(undefined, { streams: { in: { topic: 'gone', read: {} } } }), request },
    { title: 'a stream that is only written', code: 'CONNECTOR_STREAM_MISSING', open: () => open(), request: { ...request, stream: 'out' } },
  ]),
]);

describe('a Kafka topic', () => {
  const cursorAfter = async (rows: number): Promise<string | null> => {
    await pullBench.fill(rows);
    return (await pullFrom(open(), request)).at(-1)?.cursor ?? null;
  };

  it('is never passed over in silence where it no longer has what was not read, or was made anew', async () => {
    const cursor = await cursorAfter(9);
    for (let place = 0; place < 9; place++) write(`${place}`, '新');
    topic().dropped.fill(5);
    await expect(pullFrom(open(), { ...request, cursor })).rejects.toMatchObject({ code: 'MESSAGE_OFFSETS_GONE', entry: { recovery: 'fixConfig' } });
    await pullBench.fill(3);
    await expect(pullFrom(open(), { ...request, cursor })).rejects.toMatchObject({ code: 'MESSAGE_OFFSETS_GONE' });
    expect((await pullFrom(open(), request)).flatMap(({ changes }) => changes)).toHaveLength(3);
  });

  it('is read to its end also behind marks of transactions, which are no messages', async () => {
    await pullBench.fill(3);
    const driver = new MemoryDriver(topics);
    const ranges = driver.ranges.bind(driver);
    driver.ranges = async (name) => new Map([...(await ranges(name))].map(([partition, { first, end }]) => [partition, { first, end: end + 1n }]));
    expect((await pullFrom(open(driver), request)).flatMap(({ changes }) => changes)).toHaveLength(3);
  });

  it('shows in the cluster how far what has been stored goes, and takes tombstones for withdrawals', async () => {
    await pullBench.fill(6);
    topic().append(0, { key: Buffer.from('0'), value: null });
    const changes = (await pullFrom(open(), { ...request, key: ['键'] })).flatMap((batch) => batch.changes);
    expect(changes.find(({ op }) => op === 'delete')).toEqual({ op: 'delete', sourceKey: '["0"]', position: 'in[0]@2', row: { 键: '0', 来源: null } });
    expect([...topic().committed]).toEqual([[0, 3n], [1, 2n], [2, 2n]]);
  });

  it('is written with keys and headers, and all of a batch is unknown when the cluster did not confirm it', async () => {
    await pushBench.empty();
    const driver = new MemoryDriver(topics);
    const push = async () =>
      await open(driver).push?.({ stream: 'out', attemptId: 'a', records: [pushBench.good(1), { ...pushBench.good(2), op: 'withdraw' }] }, new AbortController().signal);
    driver.failure = new GatewayError('CONNECTOR_CONNECTION_LOST', {});
    expect(await push()).toEqual([1, 2].map(() => ({ outcome: 'unknown', reason: 'CONNECTOR_CONNECTION_LOST' })));
    expect(await push()).toEqual([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
    const [first, second] = topics.get('out')?.partitions[0] ?? [];
    expect([first?.key?.toString(), first?.value?.toString(), second?.value?.toString()]).toEqual(['r1', '{"amount":"1.50"}', '{"amount":"2.50"}']);
    expect(Array.from(second?.headers ?? [], ([name, value]) => [name, value.toString()])).toEqual([
      ['record-key', 'r2'], ['record-version', '1'], ['operation', 'withdraw'], ['idempotency-key', 'k2'],
    ]);
  });

  it('tells failures of the cluster apart by the names that the protocol has for them', () => {
    const named = (apiId: string): unknown => clusterError(Object.assign(new Error('x'), { code: 'PLT_KFK_RESPONSE', errors: [Object.assign(new Error('y'), { code: 'PLT_KFK_PROTOCOL', apiId })] }), {});
    expect([named('TOPIC_AUTHORIZATION_FAILED'), named('UNKNOWN_TOPIC_OR_PARTITION'), named('SASL_AUTHENTICATION_FAILED'), named('OTHER')]).toMatchObject(
      ['CONNECTOR_RIGHT_MISSING', 'MESSAGE_QUEUE_MISSING', 'CONNECTOR_LOGIN_REFUSED', 'CONNECTOR_CONNECTION_LOST'].map((code) => ({ code })),
    );
  });
});

describe('the client of the kafka connector', () => {
  let silent: Awaited<ReturnType<typeof startSilentServer>>;
  beforeAll(async () => {
    silent = await startSilentServer();
  });
  afterAll(async () => await silent.close());
  const openReal = (port: number, networks = ['127.0.0.0/8']) =>
    kafkaConnector.create({ ...config, brokers: [`127.0.0.1:${port}`], timeoutSeconds: 1 }, { ...context, networks });

  declareChecks(
    { describe, it },
    'fails',
    failureChecks([
      { title: 'a port nobody listens on', code: 'CONNECTOR_CONNECTION_REFUSED', step: 'connect', open: () => openReal(1), request },
      { title: 'a server that says nothing', code: 'CONNECTOR_TIMED_OUT', step: 'sign-in', open: () => openReal(silent.port), request },
      { title: 'a host in no allowed network', code: 'CONNECTOR_ADDRESS_REFUSED', step: 'resolve', open: () => openReal(1, ['10.0.0.0/8']), request },
    ]),
  );
});
