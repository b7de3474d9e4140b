import type { JsonObject } from '../../../schemas/json.js';
import type { LogFilter } from '../../exchange-log/search/search.js';
import { exportForms } from '../../services/log.js';
import { listOf, pageOf, pageQuery, pageRequest, view, type ApiRequest, type Route } from '../route.js';

const searchWords = ['station', 'department', 'dataset', 'target', 'actor', 'code'] as const;

const filterQuery: Readonly<Record<string, JsonObject>> = {
  record: { type: 'string', format: 'uuid' },
  ...Object.fromEntries(searchWords.map((name) => [name, { type: 'string', minLength: 1, maxLength: 200 }])),
  run: { type: 'integer', minimum: 1 },
  from: { type: 'string', format: 'date-time' },
  until: { type: 'string', format: 'date-time' },
};

function filterOf({ query }: ApiRequest): LogFilter {
  const names = ['record', ...searchWords, 'from', 'until'] as const;
  const given = names.flatMap((name) => (query[name] === undefined ? [] : [[name, String(query[name])]]));
  return { ...Object.fromEntries(given), ...(query.run === undefined ? {} : { run: Number(query.run) }) };
}

/** The exchange log: what it says of a record, and proofs of it. */
export const logRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/log-entries',
    operationId: 'listLogEntries',
    right: 'log.read',
    tag: 'log',
    summaryZh: '列出交换日志中关于一条记录的全部事件，旧的在前',
    summaryEn: 'List all that the exchange log says of one record, oldest first',
    query: { record: { type: 'string', format: 'uuid' }, ...pageQuery },
    requiredQuery: ['record'],
    answer: { status: 200, schema: pageOf('LogEntry') },
    handle: async (request, services) => ({
      body: await services.logEntries.list({ record: String(request.query.record) }, pageRequest(request)),
    }),
  },
  {
    method: 'get',
    path: '/log-search',
    operationId: 'searchLog',
    right: 'log.read',
    tag: 'log',
    summaryZh: '按站点、部门、目标、批次、操作者、代码和时间查交换日志，新的在前',
    summaryEn: 'Search the exchange log by station, department, target, run, actor, code and time, newest first',
    query: { ...filterQuery, ...pageQuery },
    answer: { status: 200, schema: pageOf('FoundLogEntry') },
    handle: async (request, services) => ({ body: await services.log.search(filterOf(request), pageRequest(request)) }),
  },
  {
    method: 'get',
    path: '/log-export',
    operationId: 'exportLog',
    right: 'log.read',
    tag: 'log',
    summaryZh: '把查到的日志事件导出为 CSV、XLSX 或 JSON Lines 文件，至多五万条；导出本身记入日志',
    summaryEn: 'Export what a search of the log finds as CSV, XLSX or JSON Lines, up to 50,000 events; an event of the log itself',
    query: { ...filterQuery, form: { type: 'string', enum: [...exportForms] } },
    requiredQuery: ['form'],
    answer: { status: 200, schema: view('LogExport') },
    handle: async (request, services) => {
      const form = exportForms.find((one) => one === request.query.form) ?? 'jsonl';
      return { body: await services.logExports.make(filterOf(request), form) };
    },
  },
  {
    method: 'get',
    path: '/log-keys',
    operationId: 'listLogKeys',
    right: 'log.read',
    tag: 'log',
    summaryZh: '列出交换日志的公钥，现用的在前',
    summaryEn: 'List the public keys of the exchange log, those in use first',
    answer: { status: 200, schema: listOf('LogKey') },
    handle: async (_request, services) => ({ body: { items: await services.log.keys() } }),
  },
  {
    method: 'get',
    path: '/log-witnesses',
    operationId: 'listLogWitnesses',
    right: 'log.read',
    tag: 'log',
    summaryZh: '列出交换日志的见证方：各自收到了什么，各自的时钟怎么说',
    summaryEn: 'List the witnesses of the exchange log: what each has of it, and what each said by its own clock',
    answer: { status: 200, schema: listOf('LogWitness') },
    handle: async (_request, services) => ({ body: { items: await services.log.witnesses() } }),
  },
  {
    method: 'get',
    path: '/records/{id}/log-proof',
    operationId: 'proveRecord',
    right: 'log.read',
    tag: 'log',
    summaryZh: '证明交换日志中关于一条记录的全部事件',
    summaryEn: 'Prove all that the exchange log says of one record',
    pathParameters: { id: { type: 'string', format: 'uuid' } },
    answer: { status: 200, schema: view('ProofBundle') },
    errors: ['LOG_EVENT_UNKNOWN', 'LOG_EVENT_NOT_SEALED', 'LOG_TREE_DAMAGED'],
    handle: async ({ path }, services) => ({ body: await services.log.prove({ record: path.id ?? '' }) }),
  },
  {
    method: 'get',
    path: '/log-entries/{event}/proof',
    operationId: 'proveEvent',
    right: 'log.read',
    tag: 'log',
    summaryZh: '证明交换日志中的一个事件，按编号或序号',
    summaryEn: 'Prove one event of the exchange log, by its id or its index',
    pathParameters: { event: { type: 'string', pattern: '^(\\d{1,15}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$' } },
    answer: { status: 200, schema: view('ProofBundle') },
    errors: ['LOG_EVENT_UNKNOWN', 'LOG_EVENT_NOT_SEALED', 'LOG_TREE_DAMAGED'],
    handle: async ({ path }, services) => ({ body: await services.log.prove({ event: path.event ?? '' }) }),
  },
  {
    method: 'get',
    path: '/log-extension',
    operationId: 'proveLogExtension',
    right: 'log.read',
    tag: 'log',
    summaryZh: '证明现在的交换日志是某一大小时的延续',
    summaryEn: 'Prove that the exchange log extends what it was at a size',
    query: { size: { type: 'integer', minimum: 0 } },
    requiredQuery: ['size'],
    answer: { status: 200, schema: view('LogExtension') },
    errors: ['LOG_SIZE_BEYOND', 'LOG_EVENT_NOT_SEALED', 'LOG_TREE_DAMAGED'],
    handle: async ({ query }, services) => ({ body: await services.log.extension(Number(query.size)) }),
  },
];
