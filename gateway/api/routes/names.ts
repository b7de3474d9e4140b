import { listOf, type Route } from '../route.js';

/** What codes stand for. */
export const nameRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/names',
    operationId: 'listNames',
    right: 'exchange.read',
    tag: 'gateway',
    summaryZh: '数据集、部门、连接器、交换任务和时限规则的名称，各界面据此显示中文名',
    summaryEn: 'What datasets, departments, connectors, exchanges and deadline rules are called',
    answer: { status: 200, schema: listOf('Name') },
    handle: async (_request, services) => ({ body: { items: await services.names.list() } }),
  },
];
