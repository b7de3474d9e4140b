import type { SupervisionRequest } from '../../services/urgings.js';
import { quietOutcomes, quietStates } from '../../services/quiet-streams.js';
import { pageOf, pageQuery, pageRequest, personOf, textQuery, view, type ApiRequest, type Route } from '../route.js';

const name = { type: 'string', maxLength: 100 };
const text = { type: 'string', minLength: 1, maxLength: 500 };
const person = { ...text, maxLength: 100, description: '办理人；已登录的人员不必填写。 Who does it; those who signed in need not say it.' };
const reason = { ...text, description: '理由，写入通知和交换日志。 Why; goes into the notice and the exchange log.' };
const answerBy = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', description: '答复期限。 Day by which an answer is wanted.' };
const id = { id: { type: 'integer', minimum: 1 } };

/** 催办, 督办 and 零报告: what departments are asked, and what they answer. */
export const urgingRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/urgings',
    operationId: 'listUrgings',
    right: 'obligation.read',
    tag: 'obligations',
    summaryZh: '列出催办和督办，新的在前',
    summaryEn: 'List urgings, newest first',
    query: { department: name, standing: { enum: ['unanswered'] }, ...pageQuery },
    answer: { status: 200, schema: pageOf('Urging') },
    handle: async (request, services) => {
      const { department, standing } = request.query;
      const filter = { department: textQuery(department), ...(standing === 'unanswered' ? ({ standing } as const) : {}) };
      return { body: await services.urgings.list(filter, pageRequest(request)) };
    },
  },
  {
    method: 'post',
    path: '/urgings',
    operationId: 'urgeDepartment',
    right: 'deadline.urge',
    tag: 'obligations',
    summaryZh: '就一个部门未了结的报送义务催办',
    summaryEn: 'Urge a department over its open obligations',
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['department', 'reason', 'answerBy'],
      properties: {
        department: { ...name, minLength: 1 },
        rule: name,
        target: { type: 'string', maxLength: 200, description: 'department/name' },
        dataset: name,
        record: { type: 'string', format: 'uuid' },
        overdueOnly: { type: 'boolean', description: '只就已逾期的催办。 Only over what is past due.' },
        reason,
        answerBy,
        person,
      },
    },
    answer: { status: 201, schema: view('Urging') },
    errors: ['DEADLINE_NOTHING_TO_URGE', 'DEADLINE_DATE_NOT_COVERED'],
    handle: async (request, services) => {
      const { body } = request;
      const asked = {
        ...demandOf(request),
        department: textOf(body.department),
        ...namedIn(body, ['rule', 'target', 'dataset', 'record']),
        overdueOnly: body.overdueOnly === true,
      };
      return { body: await services.urgings.urge(asked) };
    },
  },
  {
    method: 'post',
    path: '/urgings/{id}/supervise',
    operationId: 'superviseUrging',
    right: 'deadline.urge',
    tag: 'obligations',
    summaryZh: '把一次催办升级为督办，告知上级，每次催办只升级一次',
    summaryEn: 'Escalate an urging to the department’s supervisor, once',
    pathParameters: id,
    body: { type: 'object', additionalProperties: false, required: ['reason', 'answerBy'], properties: { reason, answerBy, person } },
    answer: { status: 201, schema: view('Urging') },
    errors: ['API_RESOURCE_MISSING', 'DEADLINE_URGING_SUPERVISED', 'DEADLINE_NOTHING_TO_URGE', 'DEADLINE_DATE_NOT_COVERED'],
    handle: async (request, services) => ({ body: await services.urgings.supervise(Number(request.path.id), demandOf(request)) }),
  },
  {
    method: 'post',
    path: '/urgings/{id}/answer',
    operationId: 'answerUrging',
    right: 'notice.acknowledge',
    tag: 'obligations',
    summaryZh: '签收并答复一次催办或督办',
    summaryEn: 'Take note of an urging and answer it',
    pathParameters: id,
    body: { type: 'object', additionalProperties: false, required: ['answer'], properties: { answer: text, person } },
    answer: { status: 200, schema: view('Urging') },
    errors: ['API_RESOURCE_MISSING', 'DEADLINE_URGING_ANSWERED'],
    handle: async (request, services) => {
      const answer = { answer: textOf(request.body.answer), person: personOf(request) };
      return { body: await services.urgings.answer(Number(request.path.id), answer) };
    },
  },
  {
    method: 'get',
    path: '/quiet-streams',
    operationId: 'listQuietStreams',
    right: 'obligation.read',
    tag: 'obligations',
    summaryZh: '列出比往常安静的数据流，新的在前',
    summaryEn: 'List streams that are quieter than their own history, newest first',
    query: { department: name, state: { enum: [...quietStates] }, ...pageQuery },
    answer: { status: 200, schema: pageOf('QuietStream') },
    handle: async (request, services) => {
      const { department, state } = request.query;
      const filter = { department: textQuery(department), state: quietStates.find((one) => one === state) };
      return { body: await services.quietStreams.list(filter, pageRequest(request)) };
    },
  },
  {
    method: 'post',
    path: '/quiet-streams/{id}/account',
    operationId: 'accountForQuietStream',
    right: 'deadline.ask',
    tag: 'obligations',
    summaryZh: '对安静的数据流作零报告，或说明故障',
    summaryEn: 'Report zero for a quiet stream, or state a fault',
    pathParameters: id,
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['outcome', 'reason'],
      properties: { outcome: { enum: [...quietOutcomes] }, reason: { ...text, description: '理由，记入交换日志。 Why; goes into the exchange log.' }, person },
    },
    answer: { status: 200, schema: view('QuietStream') },
    errors: ['API_RESOURCE_MISSING', 'DEADLINE_QUIET_CLOSED'],
    handle: async (request, services) => {
      const { outcome } = request.body;
      const account = {
        outcome: quietOutcomes.find((one) => one === outcome) ?? 'fault',
        reason: textOf(request.body.reason),
        person: personOf(request),
      };
      return { body: await services.quietStreams.account(Number(request.path.id), account) };
    },
  },
];

function demandOf(request: ApiRequest): SupervisionRequest {
  return { reason: textOf(request.body.reason), answerBy: textOf(request.body.answerBy), person: personOf(request) };
}

/** Of the names those that the body has. */
function namedIn<Name extends string>(body: ApiRequest['body'], names: readonly Name[]): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const one of names) if (typeof body[one] === 'string') found[one] = body[one];
  return found;
}

/** A required text: the body has been checked against the route's schema. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
