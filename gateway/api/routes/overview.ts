import { scopeOf, type Right } from '../../access/rights.js';
import type { OverviewPart } from '../../services/overview.js';
import { view, type Route } from '../route.js';

/** A part whose right the caller lacks is not counted. */
const rightOfPart: Readonly<Record<OverviewPart, Right>> = {
  targets: 'target.read',
  deliveries: 'delivery.read',
  quarantine: 'quarantine.read',
  obligations: 'obligation.read',
  log: 'log.read',
};

export const overviewRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/overview',
    operationId: 'getOverview',
    right: 'exchange.read',
    tag: 'gateway',
    summaryZh: '首页的各项数字：交换任务、目标、投递、隔离区、时限、日志；无权查看的部分为 null',
    summaryEn: 'The figures that a page opens with; parts that the caller may not see are null',
    answer: { status: 200, schema: view('Overview') },
    handle: async ({ caller }, services) => {
      const parts = (Object.keys(rightOfPart) as OverviewPart[]).filter((part) => scopeOf(caller, rightOfPart[part]) !== undefined);
      return { body: await services.overview.get(parts) };
    },
  },
];
