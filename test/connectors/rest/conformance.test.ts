import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { declareChecks } from '../../../connectors/conformance/checks.js';
import { failureChecks, healthChecks } from '../../../connectors/conformance/failure-checks.js';
import { requestOf, type PullBench } from '../../../connectors/conformance/pull-bench.js';
import { pullChecks } from '../../../connectors/conformance/pull-checks.js';
import { pushChecks, type CutMoment, type PushBench } from '../../../connectors/conformance/push-checks.js';
import type { Connector } from '../../../connectors/connector.js';
import { restConnector } from '../../../connectors/rest/index.js';
import type { RestConfig } from '../../../connectors/rest/spec.js';
import { cellText } from '../../../connectors/shared/cell-text.js';
import type { ExchangeStream } from '../../../connectors/shared/exchange/stream-spec.js';
import { startSilentServer } from '../../servers/silent-server.js';
import { startTcpProxy } from '../../servers/tcp-proxy.js';
import { testContext } from '../test-context.js';
import { startServer, type Received, type Reply } from './http-server.js';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly updatedAt: string;
}

const pageRows = 300;
const dayMs = 24 * 60 * 60 * 1000;

/** A department's service: a list by time of change with a cursor, and a receiver that goes by keys. */
class Service {
  readonly rows = new Map<string, Row>();
  readonly taken = new Map<string, string>();
  /** Stands in for the list, where a test has one word for word. */
  exact: string | undefined;
  #clock = Date.now() - dayMs;
  #cut: CutMoment | undefined;

  put(id: string, name: string): void {
    this.#clock += 1;
    this.rows.set(id, { id, name, updatedAt: new Date(this.#clock).toISOString() });
  }

  /** The next push is cut at this moment. */
  cutPush(when: CutMoment): void {
    this.#cut = when;
  }

  readonly reply = (request: Received): Reply => {
    if (request.headers.authorization !== 'Bearer right') return { status: 401 };
    if (request.path === '/list') return this.#list(request.query);
    if (request.path === '/push') return this.#push(JSON.parse(request.body.toString()) as { rows: { key: string; recordKey: string; row: { amount: string } }[] });
    if (request.path === '/query') return { json: { results: request.query.get('keys')?.split(',').map((key) => ({ key, known: String(this.taken.has(key)), code: '0' })) } };
    return { status: 404 };
  };

  #list(query: URLSearchParams): Reply {
    if (this.exact !== undefined) return { text: this.exact };
    const since = query.get('since') ?? '';
    const after = query.get('after') ?? '';
    const rest = [...this.rows.values()]
      .filter(({ updatedAt }) => updatedAt > since && updatedAt > after)
      .toSorted((one, other) => (one.updatedAt < other.updatedAt ? -1 : 1));
    const page = rest.slice(0, pageRows);
    return { json: { rows: page, next: rest.length > pageRows ? page.at(-1)?.updatedAt : '' } };
  }

  #push({ rows }: { rows: { key: string; recordKey: string; row: { amount: string } }[] }): Reply {
    const cut = this.#cut;
    this.#cut = undefined;
    if (cut === 'committing') return 'cut';
    const isBad = ({ row }: { row: { amount: string } }): boolean => row.amount === 'x';
    for (const one of rows) if (!isBad(one)) this.taken.set(one.key, one.recordKey);
    if (cut === 'answering') return 'cut';
    return { json: { results: rows.map((one) => ({ key: one.key, code: isBad(one) ? 'E1' : '0', message: isBad(one) ? '金额有误' : '成功' })) } };
  }
}

let service = new Service();
let server: Awaited<ReturnType<typeof startServer>>;
let silent: Awaited<ReturnType<typeof startSilentServer>>;

const answers = { results: 'results', by: 'idempotencyKey', key: 'key', outcome: { path: 'code', accepted: ['0'], rejected: ['*'] }, code: 'code', text: 'message' } as const;
const streams: Record<string, ExchangeStream> = {
  list: { pull: { path: '/list', rows: 'rows', paging: { kind: 'cursor', parameter: 'after', next: 'next' }, incremental: { parameter: 'since' } } },
  penalties: {
    push: {
      path: '/push',
      body: { rows: 'rows', rowField: 'row', fields: { idempotencyKey: 'key', recordKey: 'recordKey' } },
      response: { rows: answers },
    },
    query: { path: '/query', parameter: 'keys', rows: { ...answers, notKnownWhen: { path: 'known', values: ['false'] } } },
  },
};

function open(config: Partial<RestConfig> = {}, port = server.port, networks = ['127.0.0.0/8']): Connector {
  return restConnector.create(
    { baseUrl: `http://127.0.0.1:${port}`, auth: { kind: 'token', token: 'right' }, timeoutSeconds: 5, streams, ...config },
    testContext({ name: 'office/service', networks }),
  );
}

const pullBench: PullBench = {
  stream: 'list',
  key: ['id'],
  cursorColumns: ['updatedAt'],
  modes: ['incremental', 'full', 'snapshot'],
  open: () => open(),
  fill: async (rows) => {
    service = new Service();
    for (let place = 0; place < rows; place++) service.put(`${place}`, `第${place}行㐂䶮𠮷`);
  },
  change: async (rows) => {
    const first = service.rows.size;
    for (let place = 0; place < rows; place++) {
      service.put(`${place * 7}`, '改');
      service.put(`${first + place}`, '新');
    }
  },
  contents: async () => new Map(Array.from(service.rows.values(), ({ id, name }) => [id, name])),
  keyOf: (row) => cellText(row, 'id'),
  contentOf: (row) => cellText(row, 'name'),
  fillExact: async () => {
    service = new Service();
    service.exact = '{"rows":[{"id":116230000000000018,"name":"㐂䶮𠮷\\n\\"","amount":0.10,"born":"1969-12-31","empty":"","nothing":null,"updatedAt":"1937-07-07T00:00:00Z"}],"next":""}';
    return [{ id: '116230000000000018', name: '㐂䶮𠮷\n"', amount: '0.10', born: '1969-12-31', empty: '', nothing: null, updatedAt: '1937-07-07T00:00:00Z' }];
  },
  openCuttable: async () => {
    const proxy = await startTcpProxy({ host: '127.0.0.1', port: server.port });
    return { connector: open({}, proxy.port), cut: proxy.cut, end: proxy.close };
  },
  openSlow: async () => ({ connector: open({}, silent.port), request: requestOf(pullBench, null), end: async () => undefined }),
};

const pushBench: PushBench = {
  stream: 'penalties',
  taken: 'accepted',
  open: () => open(),
  empty: async () => void (service = new Service()),
  good: (place) => ({ idempotencyKey: `k${place}`, recordKey: `r${place}`, version: 1, op: 'upsert', row: { amount: `${place}.50` } }),
  bad: (place) => ({ idempotencyKey: `k${place}`, recordKey: `r${place}`, version: 1, op: 'upsert', row: { amount: 'x' } }),
  held: async () => {
    const held = new Map<string, number>();
    for (const recordKey of service.taken.values()) held.set(recordKey, (held.get(recordKey) ?? 0) + 1);
    return held;
  },
  openCut: async (when) => {
    service.cutPush(when);
    return { connector: when === 'sending' ? open({}, 1) : open(), end: async () => undefined };
  },
};

const request = requestOf(pullBench, null);

describe('the rest connector', () => {
  beforeAll(async () => {
    server = await startServer((received) => service.reply(received));
    silent = await startSilentServer();
  });
  afterAll(async () => {
    await server.stop();
    await silent.close();
  });

  declareChecks({ describe, it }, 'as the conformance kit has it', [
    ...pullChecks(pullBench),
    ...pushChecks(pushBench),
    {
      title: 'discovers its stream with columns',
      run: async () => {
        await pullBench.fill(3);
        for (const check of healthChecks(() => open({ streams: { list: streams['list'] ?? {} } }), 'list')) await check.run();
      },
    },
    ...failureChecks([
      { title: 'an unknown host', code: 'CONNECTOR_HOST_NOT_FOUND', open: () => open({ baseUrl: 'http://nowhere.invalid' }), request },
      { title: 'a port nobody listens on', code: 'CONNECTOR_CONNECTION_REFUSED', open: () => open({}, 1), request },
      { title: 'a token that is wrong', code: 'CONNECTOR_LOGIN_REFUSED', open: () => open({ auth: { kind: 'token', token: 'wrong' } }), request },
      { title: 'a server that says nothing', code: 'REST_ANSWER_LOST', open: () => open({ timeoutSeconds: 1 }, silent.port), request },
      { title: 'a resource that is not there', code: 'REST_REQUEST_REFUSED', open: () => open({ streams: { list: { pull: { path: '/gone', rows: 'rows' } } } }), request },
    ]),
  ]);
});
