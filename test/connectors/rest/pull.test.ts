import { afterEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { PullBatch, PullRequest } from '../../../connectors/connector.js';
import { restConnector } from '../../../connectors/rest/index.js';
import type { RestConfig } from '../../../connectors/rest/spec.js';
import type { Paging } from '../../../connectors/shared/exchange/stream-spec.js';
import { faultOf } from '../../../connectors/row-fault.js';
import type { Received, Reply } from './http-server.js';
import { startServer } from './http-server.js';
import { testContext } from '../test-context.js';

const signal = AbortSignal.timeout(60_000);
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function setUp(reply: (request: Received) => Reply, paging: Paging, config: Partial<RestConfig> = {}) {
  const server = await startServer(reply);
  const context = testContext({ name: 'office/source' });
  const streams = {
    list: {
      pull: {
        path: '/list',
        rows: 'data.rows',
        paging,
        incremental: { parameter: 'since', lookBackSeconds: 60 },
      },
    },
  };
  const connector = restConnector.create(
    { baseUrl: server.url, timeoutSeconds: 2, streams, ...config },
    context,
  );
  stops.push(server.stop, async () => await connector.close());
  const pull = async (request: Partial<PullRequest> = {}): Promise<PullBatch[]> => {
    const asked = {
      stream: 'list',
      key: ['id'],
      mode: 'incremental',
      cursorColumns: ['updatedAt'],
      cursor: null,
      ...request,
    } as const;
    const batches: PullBatch[] = [];
    for await (const batch of connector.pull?.(asked, signal) ?? []) batches.push(batch);
    return batches;
  };
  return { server, connector, pull };
}

function idsOf(batches: readonly PullBatch[]): unknown[] {
  return batches.flatMap(({ changes }) => changes.map(({ row }) => row['id']));
}

/** A list of rows in pages, asked for in any of the ways. */
function listServer(count: number, size: number): (request: Received) => Reply {
  const rows = Array.from({ length: count }, (_, id) => ({
    id,
    updatedAt: `2026-11-20T08:00:${String(id % 60).padStart(2, '0')}Z`,
  }));
  return ({ query, headers }) => {
    const offset = Number(
      query.get('page') === null
        ? (query.get('offset') ?? query.get('after') ?? 0)
        : (Number(query.get('page')) - 1) * size,
    );
    const page = rows.slice(offset, offset + size);
    const next = offset + size < count ? offset + size : null;
    const address = `http://${headers.host ?? ''}/list?offset=${String(next)}`;
    return {
      headers:
        next === null
          ? undefined
          : { link: `<http://other/x>; rel="prev", <${address}>; title="a"; rel="next"` },
      json: {
        data: {
          rows: page,
          total: count,
          next: next === null ? '' : String(next),
          nextAddress: next === null ? null : address,
        },
      },
    };
  };
}

const ways: [string, (size: number) => Paging][] = [
  ['page', (size) => ({ kind: 'page', parameter: 'page', sizeParameter: 'size', size })],
  ['page with total', (size) => ({ kind: 'page', parameter: 'page', size, total: 'data.total' })],
  ['offset', (size) => ({ kind: 'offset', parameter: 'offset', size })],
  ['cursor', () => ({ kind: 'cursor', parameter: 'after', next: 'data.next' })],
  ['link in the answer', () => ({ kind: 'link', next: 'data.nextAddress' })],
  ['link in the header', () => ({ kind: 'link' })],
];

describe.each(ways)('paging by %s', (_, paging) => {
  it('gives every row once, and from any cursor on the rows that are left or were in the page in hand', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 24 }),
        fc.integer({ min: 1, max: 9 }),
        async (count, size) => {
          const { pull } = await setUp(listServer(count, size), paging(size));
          const all = Array.from({ length: count }, (__, id) => id);
          const whole = await pull();
          expect(idsOf(whole)).toEqual(all);
          for (const [stop, { cursor }] of whole.entries()) {
            const isEnd = stop === whole.length - 1;
            const rest = isEnd ? [] : await pull({ cursor });
            expect([...idsOf(whole.slice(0, stop + 1)), ...idsOf(rest)]).toEqual(all);
          }
          for (const close of stops.splice(0)) await close();
        },
      ),
      { numRuns: 6 },
    );
  });
});

describe('an incremental pull', () => {
  const paging: Paging = { kind: 'page', parameter: 'page', sizeParameter: 'size', size: 10 };

  it('asks from the highest value of the last complete pull, less the look-back', async () => {
    const { server, pull } = await setUp(listServer(25, 10), paging);
    const cursor = (await pull()).at(-1)?.cursor ?? '';
    expect(
      server.received.map(({ query }) => [query.get('page'), query.get('size'), query.get('since')]),
    ).toEqual([
      ['1', '10', null],
      ['2', '10', null],
      ['3', '10', null],
    ]);
    await pull({ cursor });
    expect(server.received.at(3)?.query.get('since')).toBe('2026-11-20T07:59:24Z');
  });

  it('keeps the value it began with until its last page, also over a stop', async () => {
    const { server, pull } = await setUp(listServer(25, 10), paging);
    const [first] = await pull();
    await pull({ cursor: first?.cursor ?? null });
    expect(server.received.slice(3).map(({ query }) => [query.get('page'), query.get('since')])).toEqual([
      ['2', null],
      ['3', null],
    ]);
  });

  it('gives nothing when nothing is new, and a snapshot everything with its mark', async () => {
    const { server, pull } = await setUp(
      ({ query }) => ({
        json: {
          data: { rows: query.get('since') === null ? [{ id: 1, updatedAt: '2026-11-20 08:00:00' }] : [] },
        },
      }),
      paging,
    );
    const cursor = (await pull()).at(-1)?.cursor ?? '';
    expect(await pull({ cursor })).toEqual([]);
    expect(server.received.at(-1)?.query.get('since')).toBe('2026-11-20 07:59:00');
    const snapshot = await pull({ mode: 'snapshot', cursor });
    expect([idsOf(snapshot), snapshot.at(-1)?.snapshotComplete]).toEqual([[1], true]);
  });
});

describe('pulled rows', () => {
  const none: Paging = { kind: 'none' };

  it('keep long numbers and decimals as they were written', async () => {
    const text =
      '{"data":{"rows":[{"id":1,"code":916230001234567890,"money":12.50,"text":"a\\"1.5","list":[1.10,2],"small":1e-7}]}}';
    const { pull } = await setUp(() => ({ text }), none);
    expect((await pull())[0]?.changes[0]).toMatchObject({
      row: {
        id: 1,
        code: '916230001234567890',
        money: '12.50',
        text: 'a"1.5',
        list: ['1.10', 2],
        small: '1e-7',
      },
      sourceKey: '[1]',
      position: 'list page 1 item 1',
    });
  });

  it('come in batches of at most 500 and 4 MiB, however large the page', async () => {
    const rows = Array.from({ length: 1_234 }, (_, id) => ({ id, text: '甘'.repeat(id < 6 ? 500_000 : 1) }));
    const { pull } = await setUp(() => ({ json: { data: { rows } } }), none);
    const batches = await pull();
    expect(idsOf(batches)).toHaveLength(1_234);
    for (const { changes } of batches) {
      expect(changes.length).toBeLessThanOrEqual(500);
      expect(Buffer.byteLength(JSON.stringify(changes.map(({ row }) => row)))).toBeLessThanOrEqual(
        4 * 1024 * 1024 + 1_000,
      );
    }
  });

  it('of the page in hand are read again after a stop within it, those of earlier pages not', async () => {
    const page = (from: number) => Array.from({ length: 600 }, (_, id) => ({ id: from + id }));
    const reply = ({ query }: Received) => ({
      json: { data: { rows: query.get('page') === '3' ? [] : page(Number(query.get('page')) * 1_000) } },
    });
    const { pull } = await setUp(reply, { kind: 'page', parameter: 'page', size: 600 });
    const whole = await pull();
    expect(whole.map(({ changes }) => changes.length)).toEqual([500, 100, 500, 100, 0]);
    const rest = idsOf(await pull({ cursor: whole[2]?.cursor ?? null }));
    expect([rest.length, rest[0]]).toEqual([600, 2_000]);
  });

  it('without their key, or that are no objects, are delivered as faulty', async () => {
    const { pull } = await setUp(
      () => ({ json: { data: { rows: [{ id: 1 }, { name: 'x' }, 'text'] } } }),
      none,
    );
    const [batch] = await pull();
    expect(batch?.changes.map(({ row }) => faultOf(row)?.fault.code)).toEqual([
      undefined,
      'CONNECTOR_ROW_WITHOUT_KEY',
      'REST_ROW_NOT_AN_OBJECT',
    ]);
  });
});

describe('trouble while pulling', () => {
  it.each<[string, Reply, string]>([
    ['a 5xx', { status: 500 }, 'REST_ANSWER_LOST'],
    ['a cut connection', 'cut', 'REST_ANSWER_LOST'],
    ['too many requests', { status: 429, headers: { 'retry-after': '2' } }, 'REST_RATE_LIMITED'],
    ['a wrong login', { status: 401 }, 'CONNECTOR_LOGIN_REFUSED'],
    ['a wrong parameter', { status: 400, json: { message: 'size' } }, 'REST_REQUEST_REFUSED'],
    ['an answer without the list', { json: { data: {} } }, 'REST_REQUEST_REFUSED'],
    ['an answer larger than allowed', { text: ' '.repeat(3_000) }, 'REST_ANSWER_LOST'],
  ])('is named: %s', async (_, reply, code) => {
    const { pull } = await setUp(() => reply, { kind: 'none' }, { answerBytesMax: 2_000 });
    await expect(pull()).rejects.toMatchObject({ code });
  });

  it('ends when pages go in circles or lead to another host', async () => {
    const circle = await setUp(() => ({ json: { data: { rows: [{ id: 1 }], next: 'same' } } }), {
      kind: 'cursor',
      parameter: 'after',
      next: 'data.next',
    });
    await expect(circle.pull()).rejects.toMatchObject({ code: 'REST_PAGES_ENDLESS' });
    const away = await setUp(
      () => ({ json: { data: { rows: [{ id: 1 }], next: 'http://127.0.0.2:1/list?token=abc' } } }),
      { kind: 'link', next: 'data.next' },
    );
    await expect(away.pull()).rejects.toMatchObject({
      code: 'REST_LINK_ELSEWHERE',
      message: expect.not.stringContaining('abc'),
    });
  });
});

describe('a rest source', () => {
  it('is checked step by step and tells its columns', async () => {
    const { connector } = await setUp(listServer(3, 10), { kind: 'none' });
    const steps = async (): Promise<string[]> => {
      const seen: string[] = [];
      for await (const { step, ok, code } of connector.check(signal))
        seen.push(`${step} ${ok ? 'ok' : (code ?? '')}`);
      return seen;
    };
    expect(await steps()).toEqual(['resolve ok', 'connect ok', 'sign-in ok', 'read ok']);
    expect(await connector.discover(signal)).toEqual([
      {
        name: 'list',
        key: [],
        columns: [
          { name: 'id', type: 'number', nullable: false },
          { name: 'updatedAt', type: 'string', nullable: false },
        ],
      },
    ]);
  });

  it('that nobody serves is named at the connection', async () => {
    const { connector, server } = await setUp(() => ({}), { kind: 'none' });
    await server.stop();
    const seen: (string | undefined)[] = [];
    for await (const { code } of connector.check(signal)) seen.push(code);
    expect(seen).toEqual([undefined, 'CONNECTOR_CONNECTION_REFUSED']);
  });
});
