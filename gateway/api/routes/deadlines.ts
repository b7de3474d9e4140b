import type { JsonObject } from '../../../schemas/json.js';
import { listOf, pageOf, pageQuery, pageRequest, personOf, textQuery, view, type ApiRequest, type Route } from '../route.js';
import { obligationStandings, type ObligationFilter, type ObligationNames, type ObligationReportFilter } from '../../services/obligations.js';

const name = { type: 'string', maxLength: 100 };
const day = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' };

const nameQuery = {
  department: name,
  dataset: name,
  target: { type: 'string', maxLength: 200, description: 'department/name' },
  rule: name,
} satisfies Record<string, JsonObject>;

const soonQuery = {
  soonDays: {
    type: 'integer',
    minimum: 1,
    maximum: 366,
    default: 3,
    description: '“即将到期”指今后几日（每日24小时）。 How many days of 24 hours “due soon” looks ahead.',
  },
} satisfies Record<string, JsonObject>;

const reportQuery = {
  ...nameQuery,
  from: { ...day, description: '到期日不早于。 First due day.' },
  to: { ...day, description: '到期日不晚于。 Last due day.' },
  asOf: { ...day, description: '统计截至该日24:00（北京时间）。 As it stood at the end of this day in Shanghai.' },
  ...soonQuery,
} satisfies Record<string, JsonObject>;

/** Obligations and what is counted of them. */
export const deadlineRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/obligations',
    operationId: 'listObligations',
    right: 'obligation.read',
    tag: 'obligations',
    summaryZh: '列出未了结的报送义务，先到期的在前',
    summaryEn: 'List open obligations, nearest due first',
    query: { ...nameQuery, standing: { enum: [...obligationStandings] }, ...soonQuery, ...pageQuery },
    answer: { status: 200, schema: pageOf('Obligation') },
    handle: async (request, services) => {
      const filter = { ...namesOf(request), standing: standingOf(request), soonDays: Number(request.query.soonDays) };
      return { body: await services.obligations.list(filter, pageRequest(request)) };
    },
  },
  {
    method: 'get',
    path: '/obligation-report',
    operationId: 'reportObligations',
    right: 'obligation.read',
    tag: 'obligations',
    summaryZh: '按部门、数据集、目标和规则统计报送义务，可统计到过去某日',
    summaryEn: 'Count obligations by department, dataset, target and rule, also as of a past day',
    query: reportQuery,
    answer: { status: 200, schema: view('ObligationReport') },
    errors: ['DEADLINE_DATE_NOT_COVERED'],
    handle: async (request, services) => ({
      body: await services.obligations.report(reportFilterOf(request)),
    }),
  },
  {
    method: 'get',
    path: '/deadline-bulletin',
    operationId: 'makeDeadlineBulletin',
    right: 'obligation.read',
    tag: 'obligations',
    summaryZh: '报送时限通报：统计，以及每项逾期、迟报及其时间用在何处，可截至过去某日',
    summaryEn: 'The bulletin: the report, and every late obligation with where its days went, also as of a past day',
    query: reportQuery,
    answer: { status: 200, schema: view('DeadlineBulletin') },
    errors: ['DEADLINE_DATE_NOT_COVERED'],
    handle: async (request, services) => ({ body: await services.obligations.bulletin(reportFilterOf(request)) }),
  },
  {
    method: 'get',
    path: '/obligation-calendar',
    operationId: 'countDueDays',
    right: 'obligation.read',
    tag: 'obligations',
    summaryZh: '逐日统计到期的报送义务及其了结情况，至多 400 天',
    summaryEn: 'Count what falls due on each day and how much of it is done, at most 400 days',
    query: { from: day, to: day, department: name },
    requiredQuery: ['from', 'to'],
    answer: { status: 200, schema: listOf('DueDay') },
    handle: async ({ query }, services) => {
      const span = { from: String(query.from), to: String(query.to), department: textQuery(query.department) };
      return { body: { items: await services.obligations.dueDays(span) } };
    },
  },
  {
    method: 'get',
    path: '/deadline-explanation',
    operationId: 'explainDeadline',
    right: 'obligation.read',
    tag: 'obligations',
    summaryZh: '逐日说明一条规则如何从起算日得出到期日',
    summaryEn: 'Explain day by day how a rule comes from a day to its due day',
    query: { rule: name, from: day, department: name },
    requiredQuery: ['rule', 'from', 'department'],
    answer: { status: 200, schema: view('DeadlineExplanation') },
    errors: ['API_RESOURCE_MISSING', 'DEADLINE_DATE_NOT_COVERED'],
    handle: async ({ query }, services) => ({
      body: await services.obligations.explain({ rule: String(query.rule), from: String(query.from), department: String(query.department) }),
    }),
  },
  {
    method: 'get',
    path: '/delivery-forecast',
    operationId: 'forecastDeliveries',
    right: 'obligation.read',
    tag: 'obligations',
    summaryZh: '按积压、实测速率和对方限速，预测各目标将逾期的投递',
    summaryEn: 'Forecast what will be late at each target, from its backlog, measured rate and limit',
    answer: { status: 200, schema: listOf('DeliveryForecast') },
    handle: async (_request, services) => ({ body: { items: await services.obligations.forecast() } }),
  },
  {
    method: 'get',
    path: '/deadline-moves',
    operationId: 'listDeadlineMoves',
    right: 'obligation.read',
    tag: 'obligations',
    summaryZh: '列出规则、日历变更后未了结义务的期限变动，新的在前',
    summaryEn: 'List what changes of rules and calendars did to open obligations, newest first',
    query: pageQuery,
    answer: { status: 200, schema: pageOf('DeadlineMove') },
    handle: async (request, services) => ({ body: await services.deadlineMoves.list(pageRequest(request)) }),
  },
  {
    method: 'get',
    path: '/deadline-notices',
    operationId: 'listDeadlineNotices',
    right: 'obligation.read',
    tag: 'obligations',
    summaryZh: '列出时限预警，新的在前',
    summaryEn: 'List deadline warnings, newest first',
    query: { department: name, standing: { enum: ['unacknowledged'] }, ...pageQuery },
    answer: { status: 200, schema: pageOf('DeadlineNotice') },
    handle: async (request, services) => {
      const { department, standing } = request.query;
      const filter = {
        department: textQuery(department),
        ...(standing === 'unacknowledged' ? ({ standing } as const) : {}),
      };
      return { body: await services.notices.list(filter, pageRequest(request)) };
    },
  },
  {
    method: 'post',
    path: '/deadline-notices/{id}/acknowledge',
    operationId: 'acknowledgeDeadlineNotice',
    right: 'notice.acknowledge',
    tag: 'obligations',
    summaryZh: '签收一条时限预警',
    summaryEn: 'Take note of a deadline warning',
    pathParameters: { id: { type: 'integer', minimum: 1 } },
    body: {
      type: 'object',
      additionalProperties: false,
      properties: {
        person: {
          type: 'string',
          minLength: 1,
          maxLength: 100,
          description: '签收人；已登录的人员不必填写。 Who takes note; those who signed in need not say it.',
        },
      },
    },
    answer: { status: 200, schema: view('DeadlineNotice') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async (request, services) => ({
      body: await services.notices.acknowledge(Number(request.path.id), personOf(request)),
    }),
  },
];

function namesOf({ query }: ApiRequest): ObligationNames {
  return {
    department: textQuery(query.department),
    dataset: textQuery(query.dataset),
    target: textQuery(query.target),
    rule: textQuery(query.rule),
  };
}

function reportFilterOf(request: ApiRequest): ObligationReportFilter {
  return {
    ...namesOf(request),
    from: textQuery(request.query.from),
    to: textQuery(request.query.to),
    asOf: textQuery(request.query.asOf),
    soonDays: Number(request.query.soonDays),
  };
}

function standingOf({ query }: ApiRequest): ObligationFilter['standing'] {
  return obligationStandings.find((standing) => standing === query.standing);
}
