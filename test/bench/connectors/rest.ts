import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import { restConnector } from '../../../connectors/rest/index.js';
import type { ExchangeStream } from '../../../connectors/shared/exchange/stream-spec.js';
import { context, inBatches, pullAll, pushAll, type ContestGround } from './contest.js';
import { benchRows, recordsOf } from './rows.js';

const pageRows = 500;

/** Beside axios over one kept connection: the same pages read and the same batches posted, their answers read. */
export async function restGround(pulled: number, pushed: number): Promise<ContestGround> {
  const pages = inBatches(benchRows(pulled), pageRows).map((rows) => JSON.stringify({ data: { rows, total: pulled } }));
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      const page = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('page');
      response.end(page === null ? answersTo(Buffer.concat(chunks)) : (pages[Number(page) - 1] ?? '{"data":{"rows":[]}}'));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connector = restConnector.create({ baseUrl: url, streams: { penalties: stream } }, context);
  const httpAgent = new Agent({ keepAlive: true });
  const records = recordsOf(benchRows(pushed));
  return {
    contests: [
      {
        work: 'pull',
        rows: pulled,
        ours: async () => await pullAll(connector, {}, pulled),
        bare: async () => {
          for (const place of pages.keys()) await axios.get(`${url}/rows`, { params: { page: place + 1, size: pageRows }, httpAgent });
        },
      },
      {
        work: 'push',
        rows: pushed,
        ours: async () => await pushAll(connector, records),
        bare: async () => {
          for (const batch of inBatches(records)) {
            const rows = batch.map(({ idempotencyKey, row }) => ({ uuid: idempotencyKey, data: row }));
            await axios.post(`${url}/rows`, { rows }, { httpAgent });
          }
        },
      },
    ],
    end: async () => {
      await connector.close();
      httpAgent.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

const stream: ExchangeStream = {
  pull: { path: '/rows', rows: 'data.rows', paging: { kind: 'page', parameter: 'page', sizeParameter: 'size', size: pageRows, total: 'data.total' } },
  push: {
    path: '/rows',
    body: { rows: 'rows', rowField: 'data', fields: { idempotencyKey: 'uuid' } },
    response: {
      rows: { results: 'results', by: 'idempotencyKey', key: 'uuid', outcome: { path: 'code', accepted: ['0000'], rejected: ['*'] }, code: 'code', text: 'message' },
    },
  },
};

function answersTo(body: Buffer): string {
  const { rows } = JSON.parse(body.toString('utf8')) as { rows: { uuid: string }[] };
  return JSON.stringify({ results: rows.map(({ uuid }) => ({ uuid, code: '0000', message: '' })) });
}
