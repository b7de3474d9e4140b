import { apiPrefix, listOf, nameOf, pageOf, pageQuery, pageRequest, textQuery, view, type Route } from '../route.js';

const exchangeQuery = { type: 'string', maxLength: 200, description: 'department/name' };

const exchangeErrors = ['API_RESOURCE_MISSING'] as const;

/** Exchanges and their runs. */
export const workRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/exchanges',
    operationId: 'listExchanges',
    right: 'exchange.read',
    tag: 'exchanges',
    summaryZh: '列出交换任务及其最近一次批次',
    summaryEn: 'List the exchanges, each with its latest run',
    answer: { status: 200, schema: listOf('Exchange') },
    handle: async (_request, services) => ({ body: { items: await services.exchanges.list() } }),
  },
  {
    method: 'post',
    path: '/exchanges/{department}/{name}/runs',
    operationId: 'startRun',
    right: 'exchange.run',
    tag: 'exchanges',
    summaryZh: '立即执行一个交换任务',
    summaryEn: 'Run an exchange now',
    answer: { status: 202, schema: view('RunDetail') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async (request, services) => {
      const run = await services.exchanges.start(nameOf(request));
      return { body: run, location: `${apiPrefix}/runs/${run.id}` };
    },
  },
  {
    method: 'post',
    path: '/exchanges/{department}/{name}/pause',
    operationId: 'pauseExchange',
    right: 'exchange.run',
    tag: 'exchanges',
    summaryZh: '暂停交换任务的计划；仍可手工执行',
    summaryEn: 'Rest the schedule of an exchange; it can be run by hand all the same',
    body: {
      type: 'object',
      required: ['reason'],
      additionalProperties: false,
      properties: { reason: { type: 'string', minLength: 1, maxLength: 200, description: '暂停原因。 Why.' } },
    },
    answer: { status: 200, schema: view('Exchange') },
    errors: exchangeErrors,
    handle: async (request, services) => ({ body: await services.exchanges.pause(nameOf(request), request.body.reason as string) }),
  },
  {
    method: 'post',
    path: '/exchanges/{department}/{name}/resume',
    operationId: 'resumeExchange',
    right: 'exchange.run',
    tag: 'exchanges',
    summaryZh: '恢复交换任务的计划；暂停期间错过的合并执行一次',
    summaryEn: 'Let the schedule go on; what it missed is caught up with one run',
    answer: { status: 200, schema: view('Exchange') },
    errors: exchangeErrors,
    handle: async (request, services) => ({ body: await services.exchanges.resume(nameOf(request)) }),
  },
  {
    method: 'get',
    path: '/exchanges/{department}/{name}/next-runs',
    operationId: 'listNextRuns',
    right: 'exchange.read',
    tag: 'exchanges',
    summaryZh: '按计划接下来的执行时间',
    summaryEn: 'When the schedule will run it next',
    query: { count: { type: 'integer', minimum: 1, maximum: 100, default: 10 } },
    answer: {
      status: 200,
      schema: {
        type: 'object',
        required: ['items'],
        additionalProperties: false,
        properties: { items: { type: 'array', items: { type: 'string', format: 'date-time' } } },
      },
    },
    errors: exchangeErrors,
    handle: async (request, services) => ({
      body: { items: await services.exchanges.nextRuns(nameOf(request), Number(request.query.count)) },
    }),
  },
  {
    method: 'get',
    path: '/runs',
    operationId: 'listRuns',
    right: 'exchange.read',
    tag: 'runs',
    summaryZh: '列出批次，新的在前',
    summaryEn: 'List runs, newest first',
    query: { exchange: exchangeQuery, ...pageQuery },
    answer: { status: 200, schema: pageOf('Run') },
    handle: async (request, services) => ({
      body: await services.runs.list({ exchange: textQuery(request.query.exchange) }, pageRequest(request)),
    }),
  },
  {
    method: 'get',
    path: '/runs/{id}',
    operationId: 'getRun',
    right: 'exchange.read',
    tag: 'runs',
    summaryZh: '查看一个批次及其在各目标的结果',
    summaryEn: 'See one run and what became of it at each target',
    pathParameters: { id: { type: 'integer', minimum: 1 } },
    answer: { status: 200, schema: view('RunDetail') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async ({ path }, services) => ({ body: await services.runs.get(Number(path.id)) }),
  },
  {
    method: 'post',
    path: '/runs/{id}/cancel',
    operationId: 'cancelRun',
    right: 'exchange.run',
    tag: 'runs',
    summaryZh: '停止正在执行的批次；已入库的保留，手头的一批写完才停',
    summaryEn: 'Stop a run that is under way, after the batch in hand; what it stored is kept',
    pathParameters: { id: { type: 'integer', minimum: 1 } },
    answer: { status: 202, schema: view('RunDetail') },
    errors: ['API_RESOURCE_MISSING', 'INGEST_RUN_ENDED'],
    handle: async ({ path }, services) => ({
      body: await services.runs.cancel(Number(path.id)),
      location: `${apiPrefix}/runs/${path.id ?? ''}`,
    }),
  },
];

const pathParameters = { id: { type: 'string', format: 'uuid' } };

/** Records that failed. */
export const quarantineRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/quarantine',
    operationId: 'listQuarantine',
    right: 'quarantine.read',
    tag: 'quarantine',
    summaryZh: '列出隔离区的记录，新的在前',
    summaryEn: 'List quarantined records, newest first',
    query: { state: view('QuarantineState'), exchange: exchangeQuery, ...pageQuery },
    answer: { status: 200, schema: pageOf('Quarantined') },
    handle: async (request, services) => {
      const { state, exchange } = request.query;
      const filter = { state: state as 'open' | undefined, exchange: textQuery(exchange) };
      return { body: await services.quarantine.list(filter, pageRequest(request)) };
    },
  },
  {
    method: 'get',
    path: '/quarantine-causes',
    operationId: 'listQuarantineCauses',
    right: 'quarantine.read',
    tag: 'quarantine',
    summaryZh: '未处理的隔离记录按原因归并，多的在前，至多 200 项',
    summaryEn: 'Open quarantine by cause, most frequent first, at most 200',
    query: { exchange: exchangeQuery },
    answer: { status: 200, schema: listOf('QuarantineCause') },
    handle: async ({ query }, services) => ({
      body: { items: await services.quarantine.causes({ exchange: textQuery(query.exchange) }) },
    }),
  },
  {
    method: 'get',
    path: '/quarantine/{id}',
    operationId: 'getQuarantined',
    right: 'quarantine.read',
    tag: 'quarantine',
    summaryZh: '查看一条隔离记录及全部原因',
    summaryEn: 'See one quarantined record with every reason',
    pathParameters,
    answer: { status: 200, schema: view('Quarantined') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async ({ path }, services) => ({ body: await services.quarantine.get(path.id ?? '') }),
  },
  {
    method: 'post',
    path: '/quarantine/{id}/replay',
    operationId: 'replayQuarantined',
    right: 'quarantine.replay',
    tag: 'quarantine',
    summaryZh: '按现行规则重新处理一条隔离记录',
    summaryEn: 'Try a quarantined record again with the present rules',
    pathParameters,
    answer: { status: 200, schema: view('Quarantined') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async ({ path }, services) => ({ body: await services.quarantine.replay(path.id ?? '') }),
  },
];
