import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Receipt } from '../../../connectors/connector.js';
import type { ExchangeStream } from '../../../connectors/shared/exchange/stream-spec.js';
import { describeError } from '../../../schemas/errors.js';
import { now, records, setUp, signal } from './set-up.js';

describe('a receiver that wants signed requests and answers later', () => {
  const tokenEndpoint = {
    kind: 'token-endpoint',
    path: '/oauth/token',
    body: { appId: 'gannan-gateway', secret: 'platform-secret' },
    token: 'data.accessToken',
    expiresIn: 'data.expiresIn',
  } as const;
  const stream: ExchangeStream = {
    push: {
      path: '/api/v1/penalties/batches',
      body: {
        rows: 'rows',
        rowField: 'row',
        fields: {
          idempotencyKey: 'idempotencyKey',
          recordKey: 'recordKey',
          version: 'version',
          operation: 'cd_operation',
        },
      },
      batchIdHeader: 'X-Batch-Id',
      response: {
        rows: { results: 'data.rows', by: 'idempotencyKey', key: 'idempotencyKey', token: 'receiptNo' },
      },
    },
    receipts: {
      path: '/api/v1/receipts',
      method: 'POST',
      parameter: 'receiptNos',
      keysPerRequest: 2,
      rows: {
        results: 'data.receipts',
        by: 'idempotencyKey',
        key: 'idempotencyKey',
        of: 'receiptNo',
        outcome: { path: 'status', accepted: ['accepted'], rejected: ['rejected'] },
        code: 'code',
        text: 'message',
        temporaryCodes: ['1011'],
        receivedAt: 'handledAt',
        version: 'version',
      },
    },
  };
  const sign = {
    template: '{appId}\n{timestamp}\n{nonce}\n{bodySha256}',
    algorithm: 'hmac-sha256',
    secret: 'platform-secret',
    parts: { appId: 'gannan-gateway' },
    headers: { appId: '{appId}', timestamp: '{timestamp}', nonce: '{nonce}', signature: '{signature}' },
  } as const;
  const config = {
    auth: tokenEndpoint,
    sign,
    success: { path: 'code', values: ['0'], text: 'message' },
    streams: { penalties: stream },
  };

  it('gets a token first, then every request signed over exactly the bytes sent', async () => {
    let tokens = 0;
    const { server, push } = await setUp(({ path }) => {
      if (path.endsWith('/oauth/token'))
        return { json: { code: '0', data: { accessToken: `access-${++tokens}`, expiresIn: 7200 } } };
      return {
        json: {
          code: '0',
          data: {
            rows: [
              { idempotencyKey: 'idem-0', receiptNo: 'B1-1' },
              { idempotencyKey: 'idem-1', receiptNo: 'B1-2' },
            ],
          },
        },
      };
    }, config);
    expect(await push(records(2))).toEqual([
      { outcome: 'pending', token: 'B1-1' },
      { outcome: 'pending', token: 'B1-2' },
    ]);
    await push(records(2));
    const batches = server.received.filter(({ path }) => path.endsWith('/batches'));
    expect(server.received).toHaveLength(3);
    expect(batches[0]?.headers).toMatchObject({
      authorization: 'Bearer access-1',
      appid: 'gannan-gateway',
      timestamp: String(now.getTime()),
      'x-batch-id': 'attempt-7',
    });
    for (const { headers, body } of batches) {
      const text = `gannan-gateway\n${String(headers['timestamp'])}\n${String(headers['nonce'])}\n${createHash('sha256').update(body).digest('hex')}`;
      expect(headers['signature']).toBe(createHmac('sha256', 'platform-secret').update(text).digest('hex'));
    }
    expect(batches[0]?.headers['nonce']).not.toBe(batches[1]?.headers['nonce']);
    expect((JSON.parse(String(batches[0]?.body)) as { rows: unknown[] }).rows[1]).toEqual({
      row: { CF_WSH: '州市监罚〔2026〕1号' },
      idempotencyKey: 'idem-1',
      recordKey: 'record-1',
      version: 2,
      cd_operation: 'u',
    });
  });

  it('gets a new token once when the old one is no longer taken, and no third', async () => {
    let tokens = 0;
    const { server, push } = await setUp(({ path, headers }) => {
      if (path.endsWith('/oauth/token'))
        return { json: { code: '0', data: { accessToken: `access-${++tokens}` } } };
      if (headers.authorization !== 'Bearer access-2')
        return { status: 401, json: { code: '4011', message: '令牌过期 platform-secret' } };
      return { json: { code: '0', data: { rows: [{ idempotencyKey: 'idem-0', receiptNo: 'B1-1' }] } } };
    }, config);
    expect(await push(records(1))).toEqual([{ outcome: 'pending', token: 'B1-1' }]);
    expect(tokens).toBe(2);
    tokens = 5;
    server.received.length = 0;
    const other = await setUp(
      ({ path }) =>
        path.endsWith('/oauth/token')
          ? { json: { code: '0', data: { accessToken: 'dead-token' } } }
          : { status: 401, json: { code: '4011', message: '令牌 dead-token 无效 platform-secret' } },
      config,
    );
    const failure = await other.push(records(1)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'CONNECTOR_LOGIN_REFUSED' });
    expect(other.server.received.map(({ path }) => path.split('/').at(-1))).toEqual([
      'token',
      'batches',
      'token',
      'batches',
    ]);
    expect(describeError(failure)).not.toMatch(/platform-secret|dead-token/u);
  });

  it('is polled for receipts by number; those not ready are left out', async () => {
    const { server, connector } = await setUp(({ path }) => {
      if (path.endsWith('/oauth/token')) return { json: { code: '0', data: { accessToken: 'access-1' } } };
      return {
        json: {
          code: '0',
          data: {
            receipts: [
              {
                receiptNo: 'B1-1',
                idempotencyKey: 'idem-0',
                version: 1,
                status: 'accepted',
                code: '0000',
                message: '已受理',
                handledAt: '2026-11-23T10:00:00.000+08:00',
              },
              {
                receiptNo: 'B1-2',
                idempotencyKey: 'idem-1',
                version: 1,
                status: 'rejected',
                code: '1011',
                message: '检查行为编号未知',
                handledAt: '2026-11-23 10:00:00',
              },
              {
                receiptNo: 'B1-2',
                idempotencyKey: 'idem-1',
                version: 1,
                status: 'rejected',
                code: '1011',
                message: '检查行为编号未知',
              },
              { receiptNo: 'B1-3', idempotencyKey: 'idem-2', version: 1, status: 'processing' },
              { receiptNo: 'other', idempotencyKey: 'idem-9', version: 1, status: 'accepted', code: '0000' },
            ],
          },
        },
      };
    }, config);
    const seen: Receipt[][] = [];
    for await (const receipts of connector.receipts?.(
      { stream: 'penalties', tokens: ['B1-1', 'B1-2', 'B1-3'] },
      signal,
    ) ?? [])
      seen.push(receipts);
    expect(seen[0]).toEqual([
      {
        token: 'B1-1',
        outcome: 'accepted',
        code: '0000',
        text: '已受理',
        permanent: false,
        receivedAt: '2026-11-23T02:00:00.000Z',
        version: 1,
      },
      {
        token: 'B1-2',
        outcome: 'rejected',
        code: '1011',
        text: '检查行为编号未知',
        permanent: false,
        receivedAt: undefined,
        version: 1,
      },
    ]);
    expect(
      server.received.filter(({ path }) => path.endsWith('receipts')).map(({ body }) => String(body)),
    ).toEqual(['{"receiptNos":["B1-1","B1-2"]}', '{"receiptNos":["B1-3"]}']);
  });

  it('may give one number for the whole batch', async () => {
    const { push, connector } = await setUp(
      ({ path }) =>
        path.endsWith('/receipts')
          ? {
              json: {
                list: [
                  { key: 'idem-1', batch: 'B7', ok: true },
                  { key: 'idem-0', batch: 'B7', ok: false, why: '重复' },
                ],
              },
            }
          : { json: { batchNo: 'B7' } },
      {
        streams: {
          penalties: {
            push: { path: '/batches', response: { batchToken: 'batchNo' } },
            receipts: {
              path: '/receipts',
              parameter: 'batch',
              keysPerRequest: 1,
              rows: {
                results: 'list',
                by: 'idempotencyKey',
                key: 'key',
                of: 'batch',
                outcome: { path: 'ok', accepted: ['true'], rejected: ['false'] },
                text: 'why',
              },
            },
          },
        },
      },
    );
    const pending = await push(records(2));
    const tokens = pending.map((result) => (result.outcome === 'pending' ? result.token : ''));
    expect(new Set(tokens).size).toBe(2);
    const seen: Receipt[] = [];
    for await (const receipts of connector.receipts?.({ stream: 'penalties', tokens }, signal) ?? [])
      seen.push(...receipts);
    expect(seen.map(({ token, outcome, text }) => [tokens.indexOf(token), outcome, text])).toEqual([
      [1, 'accepted', ''],
      [0, 'rejected', '重复'],
    ]);
  });
});
