import { createHash, createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { PushRecord, PushResult, Receipt } from '../../../connectors/connector.js';
import { restConnector } from '../../../connectors/rest/index.js';
import type { RestConfig, RestStream } from '../../../connectors/rest/spec.js';
import { describeError } from '../../../schemas/errors.js';
import type { Received, Reply } from './http-server.js';
import { startServer } from './http-server.js';

const signal = AbortSignal.timeout(60_000);
const now = new Date('2026-11-23T02:00:00.000Z');
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function setUp(reply: (request: Received) => Reply, config: Partial<RestConfig> & { streams: Record<string, RestStream> }) {
  const server = await startServer(reply);
  const context = { name: 'office/platform', now: () => now, workspaceFolder: '/', log: () => {} };
  const connector = restConnector.create({ baseUrl: `${server.url}/base`, timeoutSeconds: 1, ...config }, context);
  stops.push(server.stop, async () => await connector.close());
  const push = async (records: PushRecord[], stream = 'penalties', within = signal): Promise<PushResult[]> => {
    if (!connector.push) throw new Error('rest pushes');
    return await connector.push({ stream, records, attemptId: 'attempt-7' }, within);
  };
  return { server, connector, push };
}

function records(count: number): PushRecord[] {
  return Array.from({ length: count }, (_, place) => ({
    idempotencyKey: `idem-${place}`,
    recordKey: `record-${place}`,
    version: place === 1 ? 2 : 1,
    op: place === 2 ? 'withdraw' : 'upsert',
    row: { CF_WSH: `州市监罚〔2026〕${place}号` },
  }));
}

const perRow: RestStream = {
  push: {
    path: '/api/penalties',
    body: { rows: 'rows', rowField: 'data', fields: { idempotencyKey: 'uuid', operation: 'op' }, operations: { insert: 'save', update: 'save', withdraw: 'withdraw' } },
    response: { rows: { results: 'results', by: 'idempotencyKey', key: 'uuid', outcome: { path: 'code', accepted: ['0000'], rejected: ['*'] }, code: 'code', text: 'message', temporaryCodes: ['E099'] } },
  },
  query: {
    path: '/api/queries', method: 'POST', parameter: 'uuids', keysPerRequest: 2,
    rows: { results: 'results', by: 'idempotencyKey', key: 'uuid', notKnownWhen: { path: 'known', values: ['false'] }, outcome: { path: 'code', accepted: ['0000'], rejected: ['*'] }, code: 'code', text: 'message' },
  },
};

describe('a receiver that answers per row at once', () => {
  it('is given the rows as described and answers for each of them', async () => {
    const { server, push } = await setUp(
      () => ({
        json: {
          code: '0000',
          results: [
            { uuid: 'idem-2', code: 'E099', message: '系统忙' },
            { uuid: 'idem-1', code: 'E003', message: '校验位错误' },
            { uuid: 'idem-0', code: '0000', message: '成功' },
          ],
        },
      }),
      { auth: { kind: 'token', token: 'static-token', header: 'X-Access-Token' }, success: { path: 'code', values: ['0000'] }, streams: { penalties: perRow } },
    );
    expect(await push(records(4))).toEqual([
      { outcome: 'accepted', code: '0000', text: '成功' },
      { outcome: 'rejected', code: 'E003', text: '校验位错误', permanent: true },
      { outcome: 'rejected', code: 'E099', text: '系统忙', permanent: false },
      { outcome: 'unknown', reason: 'no answer for the row' },
    ]);
    expect(server.received[0]).toMatchObject({ method: 'POST', path: '/base/api/penalties', headers: { 'x-access-token': 'static-token' } });
    expect(JSON.parse(String(server.received[0]?.body))).toEqual({
      rows: [
        { data: { CF_WSH: '州市监罚〔2026〕0号' }, uuid: 'idem-0', op: 'save' },
        { data: { CF_WSH: '州市监罚〔2026〕1号' }, uuid: 'idem-1', op: 'save' },
        { data: { CF_WSH: '州市监罚〔2026〕2号' }, uuid: 'idem-2', op: 'withdraw' },
        { data: { CF_WSH: '州市监罚〔2026〕3号' }, uuid: 'idem-3', op: 'save' },
      ],
    });
  });

  it('can be asked what it knows, some keys at a time', async () => {
    const { server, connector } = await setUp(
      ({ body }) => ({
        json: {
          results: (JSON.parse(String(body)) as { uuids: string[] }).uuids
            .filter((uuid) => uuid !== 'idem-3')
            .map((uuid) => ({ uuid, known: uuid !== 'idem-1', code: uuid === 'idem-1' ? null : uuid === 'idem-2' ? 'E001' : '0000', message: '' })),
        },
      }),
      { streams: { penalties: perRow } },
    );
    const results = await connector.query?.({ stream: 'penalties', keys: records(4) }, signal);
    expect(results?.map(({ outcome }) => outcome)).toEqual(['accepted', 'notKnown', 'rejected', 'unknown']);
    expect(server.received.map(({ body }) => String(body))).toEqual(['{"uuids":["idem-0","idem-1"]}', '{"uuids":["idem-2","idem-3"]}']);
  });
});

describe('a receiver that wants signed requests and answers later', () => {
  const tokenEndpoint = {
    kind: 'token-endpoint', path: '/oauth/token', body: { appId: 'gannan-gateway', secret: 'platform-secret' },
    token: 'data.accessToken', expiresIn: 'data.expiresIn',
  } as const;
  const stream: RestStream = {
    push: {
      path: '/api/v1/penalties/batches',
      body: { rows: 'rows', rowField: 'row', fields: { idempotencyKey: 'idempotencyKey', recordKey: 'recordKey', version: 'version', operation: 'cd_operation' } },
      batchIdHeader: 'X-Batch-Id',
      response: { rows: { results: 'data.rows', by: 'idempotencyKey', key: 'idempotencyKey', token: 'receiptNo' } },
    },
    receipts: {
      path: '/api/v1/receipts', method: 'POST', parameter: 'receiptNos', keysPerRequest: 2,
      rows: {
        results: 'data.receipts', by: 'idempotencyKey', key: 'idempotencyKey', of: 'receiptNo',
        outcome: { path: 'status', accepted: ['accepted'], rejected: ['rejected'] }, code: 'code', text: 'message',
        temporaryCodes: ['1011'], receivedAt: 'handledAt', version: 'version',
      },
    },
  };
  const sign = {
    template: '{appId}\n{timestamp}\n{nonce}\n{bodySha256}', algorithm: 'hmac-sha256', secret: 'platform-secret',
    parts: { appId: 'gannan-gateway' },
    headers: { appId: '{appId}', timestamp: '{timestamp}', nonce: '{nonce}', signature: '{signature}' },
  } as const;
  const config = { auth: tokenEndpoint, sign, success: { path: 'code', values: ['0'], text: 'message' }, streams: { penalties: stream } };

  it('gets a token first, then every request signed over exactly the bytes sent', async () => {
    let tokens = 0;
    const { server, push } = await setUp(({ path }) => {
      if (path.endsWith('/oauth/token')) return { json: { code: '0', data: { accessToken: `access-${++tokens}`, expiresIn: 7200 } } };
      return { json: { code: '0', data: { rows: [{ idempotencyKey: 'idem-0', receiptNo: 'B1-1' }, { idempotencyKey: 'idem-1', receiptNo: 'B1-2' }] } } };
    }, config);
    expect(await push(records(2))).toEqual([{ outcome: 'pending', token: 'B1-1' }, { outcome: 'pending', token: 'B1-2' }]);
    await push(records(2));
    const batches = server.received.filter(({ path }) => path.endsWith('/batches'));
    expect(server.received).toHaveLength(3);
    expect(batches[0]?.headers).toMatchObject({ authorization: 'Bearer access-1', appid: 'gannan-gateway', timestamp: String(now.getTime()), 'x-batch-id': 'attempt-7' });
    for (const { headers, body } of batches) {
      const text = `gannan-gateway\n${String(headers['timestamp'])}\n${String(headers['nonce'])}\n${createHash('sha256').update(body).digest('hex')}`;
      expect(headers['signature']).toBe(createHmac('sha256', 'platform-secret').update(text).digest('hex'));
    }
    expect(batches[0]?.headers['nonce']).not.toBe(batches[1]?.headers['nonce']);
    expect((JSON.parse(String(batches[0]?.body)) as { rows: unknown[] }).rows[1]).toEqual({
      row: { CF_WSH: '州市监罚〔2026〕1号' }, idempotencyKey: 'idem-1', recordKey: 'record-1', version: 2, cd_operation: 'u',
    });
  });

  it('gets a new token once when the old one is no longer taken, and no third', async () => {
    let tokens = 0;
    const { server, push } = await setUp(({ path, headers }) => {
      if (path.endsWith('/oauth/token')) return { json: { code: '0', data: { accessToken: `access-${++tokens}` } } };
      if (headers.authorization !== 'Bearer access-2') return { status: 401, json: { code: '4011', message: '令牌过期 platform-secret' } };
      return { json: { code: '0', data: { rows: [{ idempotencyKey: 'idem-0', receiptNo: 'B1-1' }] } } };
    }, config);
    expect(await push(records(1))).toEqual([{ outcome: 'pending', token: 'B1-1' }]);
    expect(tokens).toBe(2);
    tokens = 5;
    server.received.length = 0;
    const other = await setUp(({ path }) => path.endsWith('/oauth/token') ? { json: { code: '0', data: { accessToken: 'dead-token' } } } : { status: 401, json: { code: '4011', message: '令牌 dead-token 无效 platform-secret' } }, config);
    const failure = await other.push(records(1)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'CONNECTOR_LOGIN_REFUSED' });
    expect(other.server.received.map(({ path }) => path.split('/').at(-1))).toEqual(['token', 'batches', 'token', 'batches']);
    expect(describeError(failure)).not.toMatch(/platform-secret|dead-token/u);
  });

  it('is polled for receipts by number; those not ready are left out', async () => {
    const { server, connector } = await setUp(({ path }) => {
      if (path.endsWith('/oauth/token')) return { json: { code: '0', data: { accessToken: 'access-1' } } };
      return { json: { code: '0', data: { receipts: [
        { receiptNo: 'B1-1', idempotencyKey: 'idem-0', version: 1, status: 'accepted', code: '0000', message: '已受理', handledAt: '2026-11-23T10:00:00.000+08:00' },
        { receiptNo: 'B1-2', idempotencyKey: 'idem-1', version: 1, status: 'rejected', code: '1011', message: '检查行为编号未知', handledAt: '2026-11-23 10:00:00' },
        { receiptNo: 'B1-2', idempotencyKey: 'idem-1', version: 1, status: 'rejected', code: '1011', message: '检查行为编号未知' },
        { receiptNo: 'B1-3', idempotencyKey: 'idem-2', version: 1, status: 'processing' },
        { receiptNo: 'other', idempotencyKey: 'idem-9', version: 1, status: 'accepted', code: '0000' },
      ] } } };
    }, config);
    const seen: Receipt[][] = [];
    for await (const receipts of connector.receipts?.({ stream: 'penalties', tokens: ['B1-1', 'B1-2', 'B1-3'] }, signal) ?? []) seen.push(receipts);
    expect(seen[0]).toEqual([
      { token: 'B1-1', outcome: 'accepted', code: '0000', text: '已受理', permanent: false, receivedAt: '2026-11-23T02:00:00.000Z', version: 1 },
      { token: 'B1-2', outcome: 'rejected', code: '1011', text: '检查行为编号未知', permanent: false, receivedAt: undefined, version: 1 },
    ]);
    expect(server.received.filter(({ path }) => path.endsWith('receipts')).map(({ body }) => String(body))).toEqual(['{"receiptNos":["B1-1","B1-2"]}', '{"receiptNos":["B1-3"]}']);
  });

  it('may give one number for the whole batch', async () => {
    const { push, connector } = await setUp(({ path }) => path.endsWith('/receipts')
      ? { json: { list: [{ key: 'idem-1', batch: 'B7', ok: true }, { key: 'idem-0', batch: 'B7', ok: false, why: '重复' }] } }
      : { json: { batchNo: 'B7' } }, {
      streams: { penalties: {
        push: { path: '/batches', response: { batchToken: 'batchNo' } },
        receipts: { path: '/receipts', parameter: 'batch', keysPerRequest: 1, rows: { results: 'list', by: 'idempotencyKey', key: 'key', of: 'batch', outcome: { path: 'ok', accepted: ['true'], rejected: ['false'] }, text: 'why' } },
      } },
    });
    const pending = await push(records(2));
    const tokens = pending.map((result) => (result.outcome === 'pending' ? result.token : ''));
    expect(new Set(tokens).size).toBe(2);
    const seen: Receipt[] = [];
    for await (const receipts of connector.receipts?.({ stream: 'penalties', tokens }, signal) ?? []) seen.push(...receipts);
    expect(seen.map(({ token, outcome, text }) => [tokens.indexOf(token), outcome, text])).toEqual([[1, 'accepted', ''], [0, 'rejected', '重复']]);
  });
});

describe('trouble on the way', () => {
  const simple = { streams: { penalties: { push: { path: '/p', response: {} } } } };

  it.each<[string, Reply]>([
    ['a 5xx', { status: 502, text: 'bad gateway' }],
    ['a cut connection', 'cut'],
    ['no answer in time', 'never'],
    ['an answer that is not JSON', { text: '<html>login</html>' }],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
  ])('leaves every record unknown after %s', async (_, reply) => {
    const { push } = await setUp(() => reply, simple);
    expect((await push(records(2))).map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);
  });

  it('takes a 503 with Retry-After as unknown and says when to come back', async () => {
    const { push } = await setUp(() => ({ status: 503, headers: { 'retry-after': '7' } }), simple);
    expect(await push(records(1))).toEqual([{ outcome: 'unknown', reason: 'HTTP 503', retryAfterMs: 7_000 }]);
  });

  it('throws where nothing was taken: too many requests, a refused batch, a wrong login, nobody there', async () => {
    const limited = await setUp(() => ({ status: 429, headers: { 'retry-after': 'Mon, 23 Nov 2026 02:00:03 GMT' } }), simple);
    await expect(limited.push(records(1))).rejects.toMatchObject({ code: 'REST_RATE_LIMITED', facts: { retryAfterMs: 3_000 } });
    const refused = await setUp(() => ({ status: 400, json: { code: '4001', message: '第 2 行缺主键' } }), { ...simple, success: { path: 'code', values: ['0'], text: 'message' } });
    await expect(refused.push(records(1))).rejects.toMatchObject({ code: 'REST_BATCH_REFUSED', facts: { status: 400, code: '4001', answer: '第 2 行缺主键' } });
    const said = await setUp(() => ({ json: { code: 500, message: '失败' } }), { ...simple, success: { path: 'code', values: ['0'], text: 'message' } });
    await expect(said.push(records(1))).rejects.toMatchObject({ code: 'REST_BATCH_REFUSED', facts: { code: '500' } });
    const forbidden = await setUp(() => ({ status: 403 }), { ...simple, auth: { kind: 'basic', user: 'u', password: 'long-password' } });
    await expect(forbidden.push(records(1))).rejects.toMatchObject({ code: 'CONNECTOR_LOGIN_REFUSED' });
    const gone = await setUp(() => ({}), simple);
    await gone.server.stop();
    await expect(gone.push(records(1))).rejects.toMatchObject({ code: 'CONNECTOR_CONNECTION_REFUSED' });
  });

  it('says unknown, not failed, when a push is called off after it was sent', async () => {
    const abort = new AbortController();
    const { push } = await setUp(() => {
      abort.abort();
      return 'never';
    }, simple);
    expect(await push(records(1), 'penalties', abort.signal)).toMatchObject([{ outcome: 'unknown' }]);
  });

  it('names a stream that cannot be pushed to', async () => {
    const { push } = await setUp(() => ({}), simple);
    await expect(push(records(1), 'nowhere')).rejects.toMatchObject({ code: 'CONNECTOR_STREAM_MISSING' });
  });
});
