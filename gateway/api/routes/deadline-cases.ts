import { isObject } from '../../../schemas/record-schemas.js';
import { caseOutcomes, type CaseDecision } from '../../duties/cases.js';
import { caseStates } from '../../duties/case-view.js';
import type { DutyName } from '../../duties/named-duty.js';
import { pageOf, pageQuery, pageRequest, personOf, textQuery, view, type ApiRequest, type Route } from '../route.js';

const name = { type: 'string', maxLength: 100 };
const person = {
  type: 'string',
  minLength: 1,
  maxLength: 100,
  description: '办理人；已登录的人员不必填写。 Who does it; those who signed in need not say it.',
};
const reason = { type: 'string', minLength: 1, maxLength: 500, description: '理由，记入交换日志。 Why; goes into the exchange log.' };
const day = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' };
const dutyName = {
  record: { type: 'string', format: 'uuid' },
  rule: { type: 'string', minLength: 1, maxLength: 100 },
  target: { type: 'string', maxLength: 200, description: 'department/name' },
};

/** What makes deadlines later or takes them away, and why things were late. */
export const caseRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/deadline-cases',
    operationId: 'listDeadlineCases',
    right: 'obligation.read',
    tag: 'obligations',
    summaryZh: '列出会使报送义务推迟或消失的事项，新的在前',
    summaryEn: 'List what would make an obligation later or take it away, newest first',
    query: { department: name, state: { enum: [...caseStates] }, ...pageQuery },
    answer: { status: 200, schema: pageOf('DeadlineCase') },
    handle: async (request, services) => {
      const { department, state } = request.query;
      const filter = { department: textQuery(department), state: caseStates.find((one) => one === state) };
      return { body: await services.cases.list(filter, pageRequest(request)) };
    },
  },
  {
    method: 'post',
    path: '/deadline-cases',
    operationId: 'askForDeadline',
    right: 'deadline.ask',
    tag: 'obligations',
    summaryZh: '申请延期（写明到期日）、中止计算（写明期间）或免除',
    summaryEn: 'Ask for a later due day, for days that do not count, or to be let off',
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['record', 'rule', 'reason'],
      properties: {
        ...dutyName,
        dueOn: {
          ...day,
          description: '申请的到期日；不填为申请免除。 The day asked for; absent: to be let off.',
        },
        suspension: {
          type: 'object',
          additionalProperties: false,
          required: ['from', 'to'],
          properties: { from: day, to: day },
          description: '不计入期限的首日和末日；另写到期日时以此为准。 First and last day that do not count; goes before a due day.',
        },
        reason,
        person,
      },
    },
    answer: { status: 201, schema: view('DeadlineCaseDetail') },
    errors: [
      'API_RESOURCE_MISSING',
      'DEADLINE_SUSPENSION_WRONG',
      'DEADLINE_SUSPENSION_NOT_COUNTED',
      'DEADLINE_NOT_OPEN',
      'DEADLINE_EXTENSION_NOT_LATER',
      'DEADLINE_DATE_NOT_COVERED',
      'DEADLINE_CASE_OPEN',
    ],
    handle: async (request, services) => {
      const { dueOn, suspension } = request.body;
      const asked = {
        ...dutyOf(request),
        ...(typeof dueOn === 'string' ? { dueOn } : {}),
        ...(isObject(suspension) ? { suspension: { from: textOf(suspension['from']), to: textOf(suspension['to']) } } : {}),
        reason: textOf(request.body.reason),
        person: personOf(request),
      };
      return { body: await services.cases.ask(asked) };
    },
  },
  {
    method: 'get',
    path: '/deadline-cases/{id}',
    operationId: 'getDeadlineCase',
    right: 'obligation.read',
    tag: 'obligations',
    summaryZh: '查看一件事项；中止计算的附逐日算法',
    summaryEn: 'Show a case, of a suspension with the arithmetic day by day',
    pathParameters: { id: { type: 'integer', minimum: 1 } },
    answer: { status: 200, schema: view('DeadlineCaseDetail') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async (request, services) => ({ body: await services.cases.get(Number(request.path.id)) }),
  },
  {
    method: 'post',
    path: '/deadline-cases/{id}/decide',
    operationId: 'decideDeadlineCase',
    right: 'deadline.decide',
    tag: 'obligations',
    summaryZh: '数据管理机构决定一件事项，写明理由',
    summaryEn: 'Decide a case for the data office, with the reason',
    pathParameters: { id: { type: 'integer', minimum: 1 } },
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['outcome', 'reason'],
      properties: { outcome: { enum: [...caseOutcomes] }, reason, person },
    },
    answer: { status: 200, schema: view('DeadlineCaseDetail') },
    errors: ['API_RESOURCE_MISSING', 'DEADLINE_CASE_DECIDED', 'DEADLINE_CASE_OWN'],
    handle: async (request, services) => {
      const decision: CaseDecision = {
        outcome: request.body.outcome === 'approved' ? 'approved' : 'refused',
        reason: textOf(request.body.reason),
        person: personOf(request),
      };
      return { body: await services.cases.decide(Number(request.path.id), decision) };
    },
  },
  {
    method: 'get',
    path: '/late-obligations',
    operationId: 'listLateObligations',
    right: 'obligation.read',
    tag: 'obligations',
    summaryZh: '列出逾期和迟报的报送义务及原因，先到期的在前',
    summaryEn: 'List what is overdue or was met late, with the reasons, earliest due first',
    query: { department: name, standing: { enum: ['unexplained'] }, ...pageQuery },
    answer: { status: 200, schema: pageOf('LateObligation') },
    handle: async (request, services) => {
      const { department, standing } = request.query;
      const filter = {
        department: textQuery(department),
        ...(standing === 'unexplained' ? ({ standing } as const) : {}),
      };
      return { body: await services.lateness.list(filter, pageRequest(request)) };
    },
  },
  {
    method: 'post',
    path: '/late-obligations/reason',
    operationId: 'explainLateness',
    right: 'deadline.ask',
    tag: 'obligations',
    summaryZh: '说明一项报送义务逾期的原因',
    summaryEn: 'Say why an obligation was late',
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['record', 'rule', 'reason'],
      properties: { ...dutyName, reason, person },
    },
    answer: { status: 200, schema: view('LateObligation') },
    errors: ['API_RESOURCE_MISSING', 'DEADLINE_NOT_LATE'],
    handle: async (request, services) => {
      const given = { ...dutyOf(request), reason: textOf(request.body.reason), person: personOf(request) };
      return { body: await services.lateness.explain(given) };
    },
  },
];

function dutyOf({ body }: ApiRequest): DutyName {
  const { record, rule, target } = body;
  return { record: textOf(record), rule: textOf(rule), ...(typeof target === 'string' ? { target } : {}) };
}

/** A required text: the body has been checked against the route's schema. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
