import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AmqpConfig } from '../../../connectors/amqp/spec.js';
import { opened, pullFrom } from '../../../connectors/conformance/pull-bench.js';
import type { Change, PullRequest, PushRecord, PushResult } from '../../../connectors/connector.js';
import { faultOf } from '../../../connectors/row-fault.js';
import { describeOnRabbitmq, startRabbitmq, users, type RabbitmqServer } from '../../servers/rabbitmq.js';
import { FarSide, openAmqp, type FarMessage } from './broker-bench.js';

const signal = new AbortController().signal;
let server: RabbitmqServer;
const far = new FarSide(() => server);
const read = { queue: 'in', columns: { 来源: 'header:x-source', 编号: 'message-id', 种类: 'type' } };

async function pull(settings: NonNullable<AmqpConfig['streams'][string]['read']>, key: readonly string[], messages: readonly FarMessage[]): Promise<Change[]> {
  await far.empty(settings.queue);
  await far.send(settings.queue, messages);
  const request: PullRequest = { stream: 's', key, mode: 'incremental', cursorColumns: [], cursor: null };
  const batches = await opened(openAmqp(server, { streams: { s: { read: settings } } }), async (connector) => await pullFrom(connector, request));
  return batches.flatMap(({ changes }) => changes);
}

async function push(write: NonNullable<AmqpConfig['streams'][string]['write']>, records: readonly PushRecord[], more: Partial<AmqpConfig> = {}): Promise<PushResult[]> {
  return await opened(
    openAmqp(server, { ...more, streams: { s: { write } } }),
    async (connector) => (await connector.push?.({ stream: 's', records, attemptId: 'a' }, signal)) ?? [],
  );
}

const record = (place: number, change: Partial<PushRecord> = {}): PushRecord => ({
  idempotencyKey: `k${place}`, recordKey: `r${place}`, version: 2, op: 'upsert', row: { 文号: `〔2026〕${place}号`, region: '623000' }, ...change,
});

describeOnRabbitmq('messages of a queue', () => {
  beforeAll(async () => {
    server = await startRabbitmq();
    for (const queue of ['in', 'out', 'closed']) await far.empty(queue);
  });
  afterAll(async () => {
    await far.close();
    await server.close();
  });

  it('become rows, with what stands beside the body as columns', async () => {
    const changes = await pull({ ...read, rows: 'data.list' }, ['编号'], [
      { body: '{"data":{"list":[{"文号":"甲"}]}}', messageId: 'm1', type: 'penalty', headers: { 'x-source': '市监局' } },
    ]);
    expect(changes).toEqual([
      { op: 'upsert', sourceKey: '["m1"]', position: 'in message-id=m1', row: { 文号: '甲', 来源: '市监局', 编号: 'm1', 种类: 'penalty' } },
    ]);
  });

  it('of many rows are acknowledged once all of them have been stored', async () => {
    const body = Array.from({ length: 1_200 }, (_, id) => JSON.stringify({ id })).join('\n');
    await far.empty('in');
    await far.send('in', [{ body, messageId: 'many' }, { body: '{"id":-1}', messageId: 'one' }]);
    const connector = openAmqp(server, { streams: { s: { read: { queue: 'in', format: 'jsonl' } } } });
    const request: PullRequest = { stream: 's', key: ['id'], mode: 'incremental', cursorColumns: [], cursor: null };
    await opened(connector, async () => {
      for await (const { changes } of connector.pull?.(request, signal) ?? []) {
        await connector.taken?.({ stream: 's', changes }, signal);
        break;
      }
    });
    expect(await far.waiting('in')).toBe(2);
    const rest = await opened(openAmqp(server, { streams: { s: { read: { queue: 'in', format: 'jsonl' } } } }), async (again) => await pullFrom(again, request));
    expect(rest.map(({ changes }) => changes.length)).toEqual([500, 500, 201]);
    expect(rest[0]?.changes[1]?.position).toBe('in message-id=many [2]');
    expect(await far.waiting('in')).toBe(0);
  });

  it('without a body, or with the value that says so, withdraw a record', async () => {
    const changes = await pull({ ...read, withdrawal: { column: '种类', values: ['撤销'] } }, ['编号'], [
      { body: '', messageId: 'gone' },
      { body: '{"文号":"甲"}', messageId: 'm2', type: '撤销' },
      { body: '{"文号":"乙"}', messageId: 'm3', type: '作出' },
    ]);
    expect(changes.map(({ op, sourceKey }) => [op, sourceKey])).toEqual([['delete', '["gone"]'], ['delete', '["m2"]'], ['upsert', '["m3"]']]);
  });

  it('that nobody can read go to quarantine at their place, and those behind them are read', async () => {
    const changes = await pull({ queue: 'in' }, ['id'], [
      { body: '{"id":1', messageId: 'broken' },
      { body: Buffer.from([0xb9, 0xfa]), messageId: 'gbk' },
      { body: '[7,{"name":"无主键"}]', messageId: 'odd' },
      { body: '' },
      { body: '{"id":2}' },
    ]);
    expect(changes.map(({ row, position }) => [faultOf(row)?.fault.code, position.replace(/ delivery .*/u, '')])).toEqual([
      ['MESSAGE_BODY_UNREADABLE', 'in message-id=broken'],
      ['MESSAGE_BODY_UNREADABLE', 'in message-id=gbk'],
      ['REST_ROW_NOT_AN_OBJECT', 'in message-id=odd [1]'],
      ['CONNECTOR_ROW_WITHOUT_KEY', 'in message-id=odd [2]'],
      ['CONNECTOR_ROW_WITHOUT_KEY', 'in'],
      [undefined, 'in'],
    ]);
    expect(await far.waiting('in')).toBe(0);
  });

  it('are left where they are by a check, a look for columns, and a pull that stored nothing', async () => {
    await far.empty('in');
    await far.send('in', [{ body: '{"id":1,"amount":1.50}' }, { body: '{"id":2,"name":null}' }]);
    await opened(openAmqp(server, { streams: { s: { titleZh: '来文', read } } }), async (connector) => {
      const steps = [];
      for await (const { step, ok } of connector.check(signal)) steps.push([step, ok]);
      expect(steps).toEqual([['resolve', true], ['connect', true], ['sign-in', true], ['read', true]]);
      const [stream] = await connector.discover(signal);
      expect(stream).toMatchObject({ name: 's', titleZh: '来文', rowCount: 2 });
      expect(stream?.columns.map(({ name, type }) => [name, type])).toEqual([
        ['来源', 'text'], ['编号', 'text'], ['种类', 'text'], ['id', 'number'], ['amount', 'string'], ['name', 'text'],
      ]);
    });
    expect(await far.waiting('in')).toBe(2);
  });

  it('are published with their number, key, version and operation, over TLS', async () => {
    await far.empty('out');
    const results = await push({ routingKey: 'out', withdrawals: 'empty' }, [record(1), record(2, { op: 'withdraw' })], {
      host: 'localhost', port: server.tlsPort, tls: { authority: server.certificate },
    });
    expect(results).toEqual([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
    expect(await far.receive('out')).toEqual([
      { id: 'k1', body: '{"文号":"〔2026〕1号","region":"623000"}', headers: { 'record-key': 'r1', 'record-version': '2', operation: 'upsert' } },
      { id: 'k2', body: '', headers: { 'record-key': 'r2', 'record-version': '2', operation: 'withdraw' } },
    ]);
  });

  it('are routed by columns of the record, and refused one by one with the broker’s code where no queue takes them', async () => {
    const channel = await far.channel();
    await channel.assertExchange('penalties', 'topic');
    await far.empty('gannan');
    await channel.bindQueue('gannan', 'penalties', 'penalty.623000');
    const results = await push({ exchange: 'penalties', routingKey: 'penalty.{region}' }, [record(1), record(2, { row: { region: '620000' } })]);
    expect(results).toEqual([{ outcome: 'accepted' }, { outcome: 'rejected', code: '312', text: 'NO_ROUTE penalty.620000', permanent: false }]);
    expect((await far.receive('gannan')).map(({ id }) => id)).toEqual(['k1']);
  });

  it('larger than any broker takes are refused alone', async () => {
    await far.empty('out');
    const large = record(2, { row: { text: 'x'.repeat(16 * 1024 * 1024) } });
    expect(await push({ routingKey: 'out' }, [record(1), large, record(3)])).toMatchObject([{ outcome: 'accepted' }, { outcome: 'rejected', code: 'MESSAGE_TOO_LARGE', permanent: true }, { outcome: 'accepted' }]);
  });

  it('are certainly not taken where the user may not publish or the exchange is missing', async () => {
    await expect(push({ routingKey: 'out' }, [record(1)], { user: users.reader })).rejects.toMatchObject({ code: 'CONNECTOR_RIGHT_MISSING' });
    await expect(push({ exchange: '没有', routingKey: 'out' }, [record(1)])).rejects.toMatchObject({ code: 'MESSAGE_QUEUE_MISSING' });
  });
});
