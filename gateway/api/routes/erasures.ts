import type { JsonObject } from '../../../schemas/json.js';
import { erasureStates, type ErasureRequest } from '../../services/erasure.js';
import { pageOf, pageQuery, pageRequest, personOf, view, type ApiRequest, type Route } from '../route.js';

const text = { type: 'string', minLength: 1, maxLength: 200 };
const id = { id: { type: 'integer', minimum: 1 } };
const reason = { ...text, maxLength: 500, description: '理由，记入交换日志。 Why; goes into the exchange log.' };
const person = { ...text, maxLength: 100, description: '办理人；已登录的人员不必填写。 Who does it; those who signed in need not say it.' };
const request: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['reference', 'reason'],
  properties: {
    record: { type: 'string', format: 'uuid', description: '涉及此人的一条记录。 A record that concerns the person.' },
    subject: { ...text, description: '证件号码或代码；不落库，不记日志。 Identity number or code; stored and logged nowhere.' },
    reference: { ...text, maxLength: 100, description: '申请书、决定书或案件的编号。 Number of the request, decision or case.' },
    reason,
    person,
  },
};

/** Erasing persons, and holds that forbid it. */
export const erasureRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/erasures',
    operationId: 'listErasures',
    right: 'record.read',
    tag: 'records',
    summaryZh: '列出删除个人信息的申请和决定，新的在前',
    summaryEn: 'List requests to erase persons and their decisions, newest first',
    query: { state: { enum: [...erasureStates] }, ...pageQuery },
    answer: { status: 200, schema: pageOf('Erasure') },
    handle: async (asked, services) => {
      const state = erasureStates.find((one) => one === asked.query.state);
      return { body: await services.erasures.list({ state }, pageRequest(asked)) };
    },
  },
  {
    method: 'post',
    path: '/erasures',
    operationId: 'askForErasure',
    right: 'erasure.ask',
    tag: 'records',
    summaryZh: '申请删除一个人的个人信息，由另一人决定',
    summaryEn: 'Ask to erase a person; somebody else decides',
    body: request,
    answer: { status: 201, schema: view('Erasure') },
    errors: ['PRIVACY_PERSON_UNNAMED', 'PRIVACY_PERSON_UNKNOWN', 'PRIVACY_MUST_BE_KEPT', 'PRIVACY_ERASURE_OPEN', 'PRIVACY_PURPOSE_VAGUE'],
    handle: async (asked, services) => ({ body: await services.erasures.ask(requestOf(asked)) }),
  },
  {
    method: 'post',
    path: '/erasures/{id}/decide',
    operationId: 'decideErasure',
    right: 'erasure.decide',
    tag: 'records',
    summaryZh: '决定一项删除申请；同意的立即删除，不能恢复',
    summaryEn: 'Decide a request to erase a person; approved, it is done at once and cannot be undone',
    pathParameters: id,
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['outcome', 'reason'],
      properties: { outcome: { enum: ['approved', 'refused'] }, reason, person },
    },
    answer: { status: 200, schema: view('Erasure') },
    errors: ['API_RESOURCE_MISSING', 'PRIVACY_ERASURE_OWN', 'PRIVACY_ERASURE_DECIDED', 'PRIVACY_MUST_BE_KEPT'],
    handle: async (asked, services) => {
      const outcome = asked.body.outcome === 'approved' ? 'approved' : 'refused';
      const decision = { outcome, reason: textOf(asked.body.reason), person: personOf(asked) } as const;
      return { body: await services.erasures.decide(Number(asked.path.id), decision) };
    },
  },
  {
    method: 'get',
    path: '/legal-holds',
    operationId: 'listLegalHolds',
    right: 'record.read',
    tag: 'records',
    summaryZh: '列出案件保全，未解除的在前',
    summaryEn: 'List legal holds, those that stand first',
    query: pageQuery,
    answer: { status: 200, schema: pageOf('LegalHold') },
    handle: async (asked, services) => ({ body: await services.erasures.holds(pageRequest(asked)) }),
  },
  {
    method: 'post',
    path: '/legal-holds',
    operationId: 'placeLegalHold',
    right: 'hold.manage',
    tag: 'records',
    summaryZh: '案件保全：一个人的个人信息在解除前不得删除',
    summaryEn: 'Place a legal hold: a person may not be erased before it is lifted',
    body: request,
    answer: { status: 201, schema: view('LegalHold') },
    errors: ['PRIVACY_PERSON_UNNAMED', 'PRIVACY_PERSON_UNKNOWN', 'PRIVACY_PURPOSE_VAGUE'],
    handle: async (asked, services) => ({ body: await services.erasures.placeHold(requestOf(asked)) }),
  },
  {
    method: 'post',
    path: '/legal-holds/{id}/lift',
    operationId: 'liftLegalHold',
    right: 'hold.manage',
    tag: 'records',
    summaryZh: '解除案件保全',
    summaryEn: 'Lift a legal hold',
    pathParameters: id,
    body: { type: 'object', additionalProperties: false, required: ['reason'], properties: { reason, person } },
    answer: { status: 200, schema: view('LegalHold') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async (asked, services) => {
      const lift = { reason: textOf(asked.body.reason), person: personOf(asked) };
      return { body: await services.erasures.liftHold(Number(asked.path.id), lift) };
    },
  },
];

function requestOf(asked: ApiRequest): ErasureRequest {
  const { record, subject, reference, reason: why } = asked.body;
  const who = {
    ...(record === undefined ? {} : { record: textOf(record) }),
    ...(subject === undefined ? {} : { subject: textOf(subject) }),
  };
  return { ...who, reference: textOf(reference), reason: textOf(why), person: personOf(asked) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
