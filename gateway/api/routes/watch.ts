import { listOf, nameOf, view, type Route } from '../route.js';

/** Targets. */
export const watchRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/targets',
    operationId: 'listTargets',
    right: 'target.read',
    tag: 'targets',
    summaryZh: '列出目标系统及其状态',
    summaryEn: 'List the targets with their state',
    answer: { status: 200, schema: listOf('Target') },
    handle: async (_request, services) => ({ body: { items: await services.targets.list() } }),
  },
  {
    method: 'post',
    path: '/targets/{department}/{name}/pause',
    operationId: 'pauseTarget',
    right: 'target.pause',
    tag: 'targets',
    summaryZh: '暂停向目标投递，立即生效',
    summaryEn: 'Pause all deliveries to a target, at once',
    body: {
      type: 'object',
      required: ['reason'],
      additionalProperties: false,
      properties: { reason: { type: 'string', minLength: 1, maxLength: 200, description: '暂停原因。 Why.' } },
    },
    answer: { status: 200, schema: view('Target') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async (request, services) => ({
      body: await services.targets.pause(nameOf(request), request.body.reason as string),
    }),
  },
  {
    method: 'post',
    path: '/targets/{department}/{name}/resume',
    operationId: 'resumeTarget',
    right: 'target.pause',
    tag: 'targets',
    summaryZh: '恢复向目标投递',
    summaryEn: 'Let deliveries to a target go on',
    answer: { status: 200, schema: view('Target') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async (request, services) => ({ body: await services.targets.resume(nameOf(request)) }),
  },
];
