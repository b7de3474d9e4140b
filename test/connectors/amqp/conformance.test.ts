import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { AmqpConfig } from '../../../connectors/amqp/spec.js';
import { declareChecks } from '../../../connectors/conformance/checks.js';
import { failureChecks, healthChecks } from '../../../connectors/conformance/failure-checks.js';
import { requestOf, type PullBench } from '../../../connectors/conformance/pull-bench.js';
import { pullChecks } from '../../../connectors/conformance/pull-checks.js';
import { pushChecks, type PushBench } from '../../../connectors/conformance/push-checks.js';
import { cellText } from '../../../connectors/shared/cell-text.js';
import { describeOnRabbitmq, startRabbitmq, users, type RabbitmqServer } from '../../servers/rabbitmq.js';
import { startSilentServer } from '../../servers/silent-server.js';
import { startTcpProxy } from '../../servers/tcp-proxy.js';
import { FarSide, openAmqp, type FarMessage } from './broker-bench.js';

let server: RabbitmqServer;
let silent: Awaited<ReturnType<typeof startSilentServer>>;
const far = new FarSide(() => server);

const streams: AmqpConfig['streams'] = { 来文: { read: { queue: '处罚 来文' } }, 大文: { read: { queue: '大文', prefetch: 10 } }, 去文: { write: { routingKey: '{to}' } } };
const open = (more: Partial<AmqpConfig> = {}, networks?: string[]) => openAmqp(server, { streams, ...more }, networks);
const openThrough = async (path: (proxy: Awaited<ReturnType<typeof startTcpProxy>>) => void = () => undefined) => {
  const proxy = await startTcpProxy({ host: '127.0.0.1', port: server.port });
  path(proxy);
  return { proxy, connector: open({ port: proxy.port }) };
};

const contents = new Map<string, string>();
let sent = 0;
async function send(rows: readonly { readonly id: string; readonly name: string }[]): Promise<void> {
  const messages = rows.map((row): FarMessage => ({ body: JSON.stringify(row), messageId: `m${(sent += 1)}` }));
  await far.send('处罚 来文', messages);
  for (const { id, name } of rows) contents.set(id, name);
}

const pullBench: PullBench = {
  stream: '来文',
  key: ['id'],
  cursorColumns: [],
  modes: ['incremental', 'full'],
  isConsumed: true,
  open,
  fill: async (rows) => {
    await far.empty('处罚 来文');
    contents.clear();
    await send(Array.from({ length: rows }, (_, place) => ({ id: `${place}`, name: `第${place}行㐂䶮𠮷` })));
  },
  change: async (rows) => {
    await send(Array.from({ length: rows }, (_, place) => ({ id: `${place}`, name: `改${place}` })));
    await send(Array.from({ length: rows }, (_, place) => ({ id: `新${sent}-${place}`, name: '新' })));
  },
  contents: async () => new Map(contents),
  keyOf: (row) => cellText(row, 'id'),
  contentOf: (row) => cellText(row, 'name'),
  fillExact: async () => {
    await far.empty('处罚 来文');
    const body = '{"id":116230000000000018,"name":"㐂䶮𠮷\\n\\"","amount":0.10,"born":"1969-12-31","empty":"","nothing":null,"whole":7,"list":[1.50]}';
    await far.send('处罚 来文', [{ body, messageId: 'exact' }]);
    return [{ id: '116230000000000018', name: '㐂䶮𠮷\n"', amount: '0.10', born: '1969-12-31', empty: '', nothing: null, whole: 7, list: ['1.50'] }];
  },
  openCuttable: async () => {
    const { proxy, connector } = await openThrough();
    return { connector, cut: proxy.cut, end: proxy.close };
  },
  restart: async () => await server.restart(),
  openSlow: async () => ({ connector: open({ port: silent.port }), request: requestOf(pullBench, null), end: async () => undefined }),
};

/** Messages of many rows, of which only few may lie in memory. */
const largeBench: PullBench = {
  ...pullBench,
  stream: '大文',
  fillLarge: async () => {
    await far.empty('大文');
    const [messages, rowsPerMessage] = [200, 600];
    for (let first = 0; first < messages; first += 20) {
      await far.send('大文', Array.from({ length: 20 }, (_, place) => ({ body: JSON.stringify(rowsOf(first + place, rowsPerMessage)), messageId: `l${first + place}` })));
    }
    return messages * rowsPerMessage;
  },
};

function rowsOf(message: number, count: number): { readonly id: string; readonly name: string }[] {
  return Array.from({ length: count }, (_, place) => ({ id: `${message}-${place}`, name: 'x'.repeat(1_500) }));
}

const pushBench: PushBench = {
  stream: '去文',
  taken: 'accepted',
  open,
  empty: async () => await far.empty('去文'),
  good: (place) => ({ idempotencyKey: `k${place}`, recordKey: `r${place}`, version: 1, op: 'upsert', row: { to: '去文', amount: `${place}.50` } }),
  bad: (place) => ({ idempotencyKey: `k${place}`, recordKey: `r${place}`, version: 1, op: 'upsert', row: { to: '没有这个队列', amount: '1' } }),
  // A receiver holds what came twice under one message-id once.
  held: async () => {
    const channel = await far.channel();
    const messages = await far.receive('去文');
    const byId = new Map(messages.map(({ id, headers }) => [id, String(headers['record-key'])]));
    for (const [id, recordKey] of byId) channel.publish('', '去文', Buffer.from('{}'), { messageId: id, headers: { 'record-key': recordKey } });
    await channel.waitForConfirms();
    const held = new Map<string, number>();
    for (const recordKey of byId.values()) held.set(recordKey, (held.get(recordKey) ?? 0) + 1);
    return held;
  },
  openCut: async (when) => {
    const { proxy, connector } = await openThrough(({ cutAt }) => cutAt(when === 'sending' ? 'PLAIN' : '.50', when === 'answering' ? 'after' : 'before'));
    return { connector, end: proxy.close };
  },
};

describeOnRabbitmq('the amqp connector, on RabbitMQ', () => {
  beforeAll(async () => {
    server = await startRabbitmq();
    silent = await startSilentServer();
    for (const queue of ['处罚 来文', '大文', '去文', 'open', 'closed']) await far.empty(queue);
  });
  afterAll(async () => {
    await far.close();
    await server.close();
    await silent.close();
  });

  const queue = (name: string): AmqpConfig['streams'] => ({ 来文: { read: { queue: name } } });
  const request = requestOf(pullBench, null);
  declareChecks({ describe, it }, 'as the conformance kit has it', [
    ...pullChecks(pullBench),
    ...pullChecks(largeBench).filter(({ title }) => title === 'reads a large source in bounded memory'),
    ...pushChecks(pushBench),
    {
      title: 'discovers its stream with columns',
      run: async () => {
        await pullBench.fill(3);
        for (const check of healthChecks(() => open(), '来文')) await check.run();
      },
    },
    ...failureChecks([
      { title: 'an unknown host', code: 'CONNECTOR_HOST_NOT_FOUND', step: 'resolve', open: () => open({ host: 'nowhere.invalid' }), request },
      { title: 'a host in no allowed network', code: 'CONNECTOR_ADDRESS_REFUSED', step: 'resolve', open: () => open({}, ['10.0.0.0/8']), request },
      { title: 'a port nobody listens on', code: 'CONNECTOR_CONNECTION_REFUSED', step: 'connect', open: () => open({ port: 1 }), request },
      { title: 'a server that says nothing', code: 'CONNECTOR_TIMED_OUT', step: 'sign-in', open: () => open({ port: silent.port, timeoutSeconds: 1 }), request },
      { title: 'a wrong password', code: 'CONNECTOR_LOGIN_REFUSED', step: 'sign-in', open: () => open({ password: '错' }), request },
      { title: 'an unknown user', code: 'CONNECTOR_LOGIN_REFUSED', step: 'sign-in', open: () => open({ user: 'nobody-here' }), request },
      { title: 'an unknown virtual host', code: 'MESSAGE_VHOST_REFUSED', step: 'sign-in', open: () => open({ vhost: '没有' }), request },
      { title: 'a virtual host without a right to it', code: 'MESSAGE_VHOST_REFUSED', step: 'sign-in', open: () => open({ user: users.stranger }), request },
      { title: 'a certificate that nobody vouches for', code: 'CONNECTOR_CONNECTION_REFUSED', step: 'sign-in', open: () => open({ host: 'localhost', port: server.tlsPort, tls: {} }, ['127.0.0.0/8', '::1']), request },
      { title: 'an unknown queue', code: 'MESSAGE_QUEUE_MISSING', step: 'read', open: () => open({ streams: queue('没有') }), request },
      { title: 'a queue without a right to it', code: 'CONNECTOR_RIGHT_MISSING', step: 'read', open: () => open({ user: users.reader, streams: queue('closed') }), request },
      { title: 'an unknown exchange', code: 'MESSAGE_QUEUE_MISSING', step: 'rights', open: () => open({ streams: { 去文: { write: { exchange: '没有', routingKey: 'a' } } } }) },
      { title: 'a stream that is only written', code: 'CONNECTOR_STREAM_MISSING', open: () => open(), request: { ...request, stream: '去文' } },
    ]),
  ]);
});
