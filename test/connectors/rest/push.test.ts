import { describe, expect, it } from '@jest/globals';
import type { ExchangeStream } from '../../../connectors/shared/exchange/stream-spec.js';
import { records, setUp, signal } from './set-up.js';

const perRow: ExchangeStream = {
  push: {
    path: '/api/penalties',
    body: {
      rows: 'rows',
      rowField: 'data',
      fields: { idempotencyKey: 'uuid', operation: 'op' },
      operations: { insert: 'save', update: 'save', withdraw: 'withdraw' },
    },
    response: {
      rows: {
        results: 'results',
        by: 'idempotencyKey',
        key: 'uuid',
        outcome: { path: 'code', accepted: ['0000'], rejected: ['*'] },
        code: 'code',
        text: 'message',
        temporaryCodes: ['E099'],
      },
    },
  },
  query: {
    path: '/api/queries',
    method: 'POST',
    parameter: 'uuids',
    keysPerRequest: 2,
    rows: {
      results: 'results',
      by: 'idempotencyKey',
      key: 'uuid',
      notKnownWhen: { path: 'known', values: ['false'] },
      outcome: { path: 'code', accepted: ['0000'], rejected: ['*'] },
      code: 'code',
      text: 'message',
    },
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
      {
        auth: { kind: 'token', token: 'static-token', header: 'X-Access-Token' },
        success: { path: 'code', values: ['0000'] },
        streams: { penalties: perRow },
      },
    );
    expect(await push(records(4))).toEqual([
      { outcome: 'accepted', code: '0000', text: '成功' },
      { outcome: 'rejected', code: 'E003', text: '校验位错误', permanent: true },
      { outcome: 'rejected', code: 'E099', text: '系统忙', permanent: false },
      { outcome: 'unknown', reason: 'no answer for the row' },
    ]);
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      path: '/base/api/penalties',
      headers: { 'x-access-token': 'static-token' },
    });
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
            .map((uuid) => ({
              uuid,
              known: uuid !== 'idem-1',
              code: uuid === 'idem-1' ? null : uuid === 'idem-2' ? 'E001' : '0000',
              message: '',
            })),
        },
      }),
      { streams: { penalties: perRow } },
    );
    const results = await connector.query?.({ stream: 'penalties', keys: records(4) }, signal);
    expect(results?.map(({ outcome }) => outcome)).toEqual(['accepted', 'notKnown', 'rejected', 'unknown']);
    expect(server.received.map(({ body }) => String(body))).toEqual([
      '{"uuids":["idem-0","idem-1"]}',
      '{"uuids":["idem-2","idem-3"]}',
    ]);
  });
});
