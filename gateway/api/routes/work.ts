import type { GatewayServices } from '../services.js';
import { apiPrefix, listOf, nameOf, pageOf, pageQuery, pageRequest, textQuery, view, type Route } from '../route.js';

const exchangeQuery = { type: 'string', maxLength: 200, description: 'department/name' };

/** Exchanges and their runs. */
export function workRoutes(services: GatewayServices): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/exchanges',
      operationId: 'listExchanges',
      tag: 'exchanges',
      summaryZh: '列出交换任务及其最近一次批次',
      summaryEn: 'List the exchanges, each with its latest run',
      answer: { status: 200, schema: listOf('Exchange') },
      handle: async () => ({ body: { items: await services.exchanges.list() } }),
    },
    {
      method: 'post',
      path: '/exchanges/{department}/{name}/runs',
      operationId: 'startRun',
      tag: 'exchanges',
      summaryZh: '立即执行一个交换任务',
      summaryEn: 'Run an exchange now',
      answer: { status: 202, schema: view('Run') },
      errors: ['API_RESOURCE_MISSING'],
      handle: async (request) => {
        const run = await services.exchanges.start(nameOf(request));
        return { body: run, location: `${apiPrefix}/runs/${run.id}` };
      },
    },
    {
      method: 'get',
      path: '/runs',
      operationId: 'listRuns',
      tag: 'runs',
      summaryZh: '列出批次，新的在前',
      summaryEn: 'List runs, newest first',
      query: { exchange: exchangeQuery, ...pageQuery },
      answer: { status: 200, schema: pageOf('Run') },
      handle: async (request) => ({
        body: await services.runs.list({ exchange: textQuery(request.query.exchange) }, pageRequest(request)),
      }),
    },
    {
      method: 'get',
      path: '/runs/{id}',
      operationId: 'getRun',
      tag: 'runs',
      summaryZh: '查看一个批次及其在各目标的结果',
      summaryEn: 'See one run and what became of it at each target',
      pathParameters: { id: { type: 'integer', minimum: 1 } },
      answer: { status: 200, schema: view('RunDetail') },
      errors: ['API_RESOURCE_MISSING'],
      handle: async ({ path }) => ({ body: await services.runs.get(Number(path.id)) }),
    },
  ];
}

/** Records that failed. */
export function quarantineRoutes(services: GatewayServices): readonly Route[] {
  const pathParameters = { id: { type: 'string', format: 'uuid' } };
  return [
    {
      method: 'get',
      path: '/quarantine',
      operationId: 'listQuarantine',
      tag: 'quarantine',
      summaryZh: '列出隔离区的记录，新的在前',
      summaryEn: 'List quarantined records, newest first',
      query: { state: view('QuarantineState'), exchange: exchangeQuery, ...pageQuery },
      answer: { status: 200, schema: pageOf('Quarantined') },
      handle: async (request) => {
        const { state, exchange } = request.query;
        const filter = { state: state as 'open' | undefined, exchange: textQuery(exchange) };
        return { body: await services.quarantine.list(filter, pageRequest(request)) };
      },
    },
    {
      method: 'get',
      path: '/quarantine/{id}',
      operationId: 'getQuarantined',
      tag: 'quarantine',
      summaryZh: '查看一条隔离记录及全部原因',
      summaryEn: 'See one quarantined record with every reason',
      pathParameters,
      answer: { status: 200, schema: view('Quarantined') },
      errors: ['API_RESOURCE_MISSING'],
      handle: async ({ path }) => ({ body: await services.quarantine.get(path.id ?? '') }),
    },
    {
      method: 'post',
      path: '/quarantine/{id}/replay',
      operationId: 'replayQuarantined',
      tag: 'quarantine',
      summaryZh: '按现行规则重新处理一条隔离记录',
      summaryEn: 'Try a quarantined record again with the present rules',
      pathParameters,
      answer: { status: 200, schema: view('Quarantined') },
      errors: ['API_RESOURCE_MISSING'],
      handle: async ({ path }) => ({ body: await services.quarantine.replay(path.id ?? '') }),
    },
  ];
}
