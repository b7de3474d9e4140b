import { findingKinds } from '../../reconcile/findings.js';
import { findingOutcomes, findingStates } from '../../reconcile/services.js';
import { apiPrefix, listOf, nameOf, pageOf, pageQuery, pageRequest, personOf, textQuery, view, type Route } from '../route.js';

const exchangeQuery = { type: 'string', maxLength: 200, description: 'department/name' };
const pathParameters = { id: { type: 'integer', minimum: 1 } };

/** What sources have, held against what was stored and accepted. */
export const reconciliationRoutes: readonly Route[] = [
  {
    method: 'post',
    path: '/exchanges/{department}/{name}/reconciliations',
    operationId: 'startReconciliation',
    right: 'exchange.run',
    tag: 'reconciliations',
    summaryZh: '立即对账一个交换任务：先交换一次，再把来源、入库和接收逐条比对',
    summaryEn: 'Reconcile an exchange now: run it once, then hold source, store and receivers against each other',
    answer: { status: 202, schema: view('Reconciliation') },
    errors: ['API_RESOURCE_MISSING', 'RECONCILE_RUNNING'],
    handle: async (request, services) => {
      const begun = await services.reconciliations.start(nameOf(request));
      return { body: begun, location: `${apiPrefix}/reconciliations/${String(begun.id)}` };
    },
  },
  {
    method: 'get',
    path: '/reconciliation-schedule',
    operationId: 'listReconciliationSchedule',
    right: 'obligation.read',
    tag: 'reconciliations',
    summaryZh: '列出自动对账的计划、下次时间和上次结果',
    summaryEn: 'List when exchanges are reconciled by themselves, and how the last time ended',
    answer: { status: 200, schema: listOf('ReconciliationSchedule') },
    handle: async (_request, services) => ({ body: { items: await services.reconciliations.schedule() } }),
  },
  {
    method: 'get',
    path: '/reconciliations',
    operationId: 'listReconciliations',
    right: 'obligation.read',
    tag: 'reconciliations',
    summaryZh: '列出对账，新的在前',
    summaryEn: 'List reconciliations, newest first',
    query: { exchange: exchangeQuery, ...pageQuery },
    answer: { status: 200, schema: pageOf('Reconciliation') },
    handle: async (request, services) => ({
      body: await services.reconciliations.list({ exchange: textQuery(request.query.exchange) }, pageRequest(request)),
    }),
  },
  {
    method: 'get',
    path: '/reconciliations/{id}',
    operationId: 'getReconciliation',
    right: 'obligation.read',
    tag: 'reconciliations',
    summaryZh: '查看一次对账及每日的来源、一致、接收、迟报条数',
    summaryEn: 'See one reconciliation with its counts by day',
    pathParameters,
    answer: { status: 200, schema: view('ReconciliationDetail') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async ({ path }, services) => ({ body: await services.reconciliations.get(Number(path.id)) }),
  },
  {
    method: 'get',
    path: '/reconciliation-findings',
    operationId: 'listFindings',
    right: 'obligation.read',
    tag: 'reconciliations',
    summaryZh: '列出对账发现：迟报、漏报、疑似瞒报、变更未报、撤回仍在',
    summaryEn: 'List findings: late, missed, suspected concealment, changed and not reported, withdrawn and still present',
    query: { exchange: exchangeQuery, kind: { enum: [...findingKinds] }, state: { enum: [...findingStates] }, ...pageQuery },
    answer: { status: 200, schema: pageOf('Finding') },
    handle: async (request, services) => {
      const { exchange, kind, state } = request.query;
      const filter = {
        exchange: textQuery(exchange),
        kind: findingKinds.find((one) => one === kind),
        state: findingStates.find((one) => one === state),
      };
      return { body: await services.reconciliations.findings(filter, pageRequest(request)) };
    },
  },
  {
    method: 'post',
    path: '/reconciliation-findings/{id}/decide',
    operationId: 'decideFinding',
    right: 'deadline.decide',
    tag: 'reconciliations',
    summaryZh: '判定一条对账发现属实与否，写明理由',
    summaryEn: 'Say whether a finding holds, with the reason',
    pathParameters,
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['outcome', 'reason'],
      properties: {
        outcome: { enum: [...findingOutcomes] },
        reason: { type: 'string', minLength: 1, maxLength: 500, description: '理由，记入交换日志。 Why; goes into the exchange log.' },
        person: {
          type: 'string',
          minLength: 1,
          maxLength: 100,
          description: '判定人；已登录的人员不必填写。 Who decides; those who signed in need not say it.',
        },
      },
    },
    answer: { status: 200, schema: view('Finding') },
    errors: ['API_RESOURCE_MISSING', 'RECONCILE_FINDING_DECIDED'],
    handle: async (request, services) => {
      const { outcome, reason } = request.body;
      const decision = {
        outcome: outcome === 'confirmed' ? ('confirmed' as const) : ('dismissed' as const),
        reason: typeof reason === 'string' ? reason : '',
        person: personOf(request),
      };
      return { body: await services.reconciliations.decide(Number(request.path.id), decision) };
    },
  },
];
