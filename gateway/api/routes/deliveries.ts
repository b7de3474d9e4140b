import { heldOutcomes, type Confirmation, type HeldDecision } from '../../deliver/by-hand.js';
import type { JsonObject } from '../../../schemas/json.js';
import type { DeliveryState } from '../../services/deliveries.js';
import { pageOf, pageQuery, pageRequest, personOf, textQuery, view, type Route } from '../route.js';

const targetQuery = { type: 'string', maxLength: 200, description: 'department/name' };
const pathParameters = { id: { type: 'string', maxLength: 100 } };

/** Who decides or confirms. */
const person: JsonObject = {
  type: 'string',
  minLength: 1,
  maxLength: 100,
  description: '经办人；已登录的人员不必填写。 The person; those who signed in need not say it.',
};

const releaseBody: JsonObject = {
  type: 'object',
  required: ['outcome', 'reason'],
  additionalProperties: false,
  properties: {
    outcome: {
      enum: [...heldOutcomes],
      description:
        '重新投递，或按已接收、已退回、作废了结。 Send it again, or settle it as accepted, rejected or cancelled.',
    },
    reason: { type: 'string', minLength: 1, maxLength: 500, description: '理由。 Why.' },
    person,
  },
};

const confirmBody: JsonObject = {
  type: 'object',
  anyOf: [{ required: ['proof'] }, { required: ['fileDigest'] }, { required: ['address'] }],
  additionalProperties: false,
  properties: {
    person,
    proof: { type: 'string', minLength: 1, maxLength: 500, description: '凭证说明。 The proof in words.' },
    fileDigest: {
      type: 'string',
      pattern: '^[0-9a-f]{64}$',
      description: '凭证文件的 SHA-256（小写十六进制）。 SHA-256 of the file that proves it, lower-case hex.',
    },
    address: { type: 'string', minLength: 1, maxLength: 500, description: '看到的网址。 Address of the page on which it was seen.' },
    seenOn: {
      type: 'string',
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
      description: '看到的日期，不写为今天；须公示的义务按这一天了结。 Day on which it was seen, today if absent; what has to be public is met as of it.',
    },
  },
};

/** Deliveries, and what people decide about them. */
export const deliveryRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/deliveries',
    operationId: 'listDeliveries',
    right: 'delivery.read',
    tag: 'deliveries',
    summaryZh: '按状态列出投递；未了结的先到期的在前，已了结的新的在前',
    summaryEn: 'List deliveries of one state: open ones earliest due first, settled ones newest first',
    query: { state: view('DeliveryState'), target: targetQuery, ...pageQuery },
    requiredQuery: ['state'],
    answer: { status: 200, schema: pageOf('Delivery') },
    handle: async (request, services) => {
      const { state, target } = request.query;
      const filter = { state: state as DeliveryState, target: textQuery(target) };
      return { body: await services.deliveries.list(filter, pageRequest(request)) };
    },
  },
  {
    method: 'get',
    path: '/deliveries/{id}',
    operationId: 'getDelivery',
    right: 'delivery.read',
    tag: 'deliveries',
    summaryZh: '查看一次投递',
    summaryEn: 'See one delivery',
    pathParameters,
    answer: { status: 200, schema: view('Delivery') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async ({ path }, services) => ({ body: await services.deliveries.get(path.id ?? '') }),
  },
  {
    method: 'post',
    path: '/deliveries/{id}/release',
    operationId: 'releaseDelivery',
    right: 'delivery.decide',
    tag: 'deliveries',
    summaryZh: '放行或了结一次待人工处理的投递',
    summaryEn: 'Release a held delivery, or settle it by hand',
    pathParameters,
    body: releaseBody,
    answer: { status: 200, schema: view('Delivery') },
    errors: ['API_RESOURCE_MISSING', 'DELIVERY_NOT_HELD', 'DELIVERY_PLAN_MISSING'],
    // The body has been checked against the schema above.
    handle: async (request, services) => {
      const decision = { ...request.body, person: personOf(request) } as unknown as HeldDecision;
      return { body: await services.deliveries.release(request.path.id ?? '', decision) };
    },
  },
  {
    method: 'post',
    path: '/deliveries/{id}/confirm',
    operationId: 'confirmDelivery',
    right: 'delivery.decide',
    tag: 'deliveries',
    summaryZh: '凭证登记：由经办人确认接收方已收到',
    summaryEn: 'Confirm by hand, with proof, that the receiver has it',
    pathParameters,
    body: confirmBody,
    answer: { status: 200, schema: view('Delivery') },
    errors: ['API_RESOURCE_MISSING', 'DELIVERY_NOT_CONFIRMABLE', 'DELIVERY_PLAN_MISSING', 'DELIVERY_SEEN_DAY_WRONG'],
    handle: async (request, services) => {
      const confirmation = { ...request.body, person: personOf(request) } as unknown as Confirmation;
      return { body: await services.deliveries.confirm(request.path.id ?? '', confirmation) };
    },
  },
];
