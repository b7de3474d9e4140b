import { describe, expect, it } from '@jest/globals';
import type { PushRecord } from '../../../connectors/connector.js';
import type { Reply } from './http-server.js';
import { records, setUp } from './set-up.js';

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
    const limited = await setUp(
      () => ({ status: 429, headers: { 'retry-after': 'Mon, 23 Nov 2026 02:00:03 GMT' } }),
      simple,
    );
    await expect(limited.push(records(1))).rejects.toMatchObject({
      code: 'REST_RATE_LIMITED',
      facts: { retryAfterMs: 3_000 },
    });
    const refused = await setUp(() => ({ status: 400, json: { code: '4001', message: '第 2 行缺主键' } }), {
      ...simple,
      success: { path: 'code', values: ['0'], text: 'message' },
    });
    await expect(refused.push(records(1))).rejects.toMatchObject({
      code: 'REST_BATCH_REFUSED',
      facts: { status: 400, code: '4001', answer: '第 2 行缺主键' },
    });
    const said = await setUp(() => ({ json: { code: 500, message: '失败' } }), {
      ...simple,
      success: { path: 'code', values: ['0'], text: 'message' },
    });
    await expect(said.push(records(1))).rejects.toMatchObject({
      code: 'REST_BATCH_REFUSED',
      facts: { code: '500' },
    });
    const forbidden = await setUp(() => ({ status: 403 }), {
      ...simple,
      auth: { kind: 'basic', user: 'u', password: 'long-password' },
    });
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

  it('refuses a batch too large to hold before sending it', async () => {
    const { server, push } = await setUp(() => ({}), simple);
    const [record] = records(1);
    const large = { ...record, row: { text: 'x'.repeat(33 * 1024 * 1024) } } as PushRecord;
    await expect(push([large])).rejects.toMatchObject({ code: 'REST_BATCH_REFUSED' });
    expect(server.received).toEqual([]);
  });

  it('names a stream that cannot be pushed to', async () => {
    const { push } = await setUp(() => ({}), simple);
    await expect(push(records(1), 'nowhere')).rejects.toMatchObject({ code: 'CONNECTOR_STREAM_MISSING' });
  });
});
