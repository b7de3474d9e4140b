import { heldOutcomes, type Confirmation, type HeldDecision } from '../../deliver/by-hand.js';
import type { JsonObject } from '../../../schemas/json.js';
import type { DeliveryState, GatewayServices } from '../services.js';
import { pageOf, pageQuery, pageRequest, textQuery, view, type Route } from '../route.js';

const targetQuery = { type: 'string', maxLength: 200, description: 'department/name' };
const pathParameters = { id: { type: 'string', maxLength: 100 } };

/** Who decides or confirms; once people sign in, it will be they. */
const person: JsonObject = { type: 'string', minLength: 1, maxLength: 100, description: '经办人姓名。 Name of the person.' };

const releaseBody: JsonObject = {
  type: 'object',
  required: ['outcome', 'reason', 'person'],
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
  required: ['person'],
  anyOf: [{ required: ['proof'] }, { required: ['fileDigest'] }],
  additionalProperties: false,
  properties: {
    person,
    proof: { type: 'string', minLength: 1, maxLength: 500, description: '凭证说明。 The proof in words.' },
    fileDigest: {
      type: 'string',
      pattern: '^[0-9a-f]{64}$',
      description: '凭证文件的 SHA-256（小写十六进制）。 SHA-256 of the file that proves it, lower-case hex.',
    },
  },
};

/** Deliveries, and what people decide about them. */
export function deliveryRoutes(services: GatewayServices): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/deliveries',
      operationId: 'listDeliveries',
      tag: 'deliveries',
      summaryZh: '按状态列出投递；未了结的先到期的在前，已了结的新的在前',
      summaryEn: 'List deliveries of one state: open ones earliest due first, settled ones newest first',
      query: { state: view('DeliveryState'), target: targetQuery, ...pageQuery },
      requiredQuery: ['state'],
      answer: { status: 200, schema: pageOf('Delivery') },
      handle: async (request) => {
        const { state, target } = request.query;
        const filter = { state: state as DeliveryState, target: textQuery(target) };
        return { body: await services.deliveries.list(filter, pageRequest(request)) };
      },
    },
    {
      method: 'get',
      path: '/deliveries/{id}',
      operationId: 'getDelivery',
      tag: 'deliveries',
      summaryZh: '查看一次投递',
      summaryEn: 'See one delivery',
      pathParameters,
      answer: { status: 200, schema: view('Delivery') },
      errors: ['API_RESOURCE_MISSING'],
      handle: async ({ path }) => ({ body: await services.deliveries.get(path.id ?? '') }),
    },
    {
      method: 'post',
      path: '/deliveries/{id}/release',
      operationId: 'releaseDelivery',
      tag: 'deliveries',
      summaryZh: '放行或了结一次待人工处理的投递',
      summaryEn: 'Release a held delivery, or settle it by hand',
      pathParameters,
      body: releaseBody,
      answer: { status: 200, schema: view('Delivery') },
      errors: ['API_RESOURCE_MISSING', 'DELIVERY_NOT_HELD', 'DELIVERY_PLAN_MISSING'],
      // The body has been checked against the schema above.
      handle: async ({ path, body }) => ({
        body: await services.deliveries.release(path.id ?? '', body as unknown as HeldDecision),
      }),
    },
    {
      method: 'post',
      path: '/deliveries/{id}/confirm',
      operationId: 'confirmDelivery',
      tag: 'deliveries',
      summaryZh: '凭证登记：由经办人确认接收方已收到',
      summaryEn: 'Confirm by hand, with proof, that the receiver has it',
      pathParameters,
      body: confirmBody,
      answer: { status: 200, schema: view('Delivery') },
      errors: ['API_RESOURCE_MISSING', 'DELIVERY_NOT_CONFIRMABLE', 'DELIVERY_PLAN_MISSING'],
      handle: async ({ path, body }) => ({
        body: await services.deliveries.confirm(path.id ?? '', body as unknown as Confirmation),
      }),
    },
  ];
}
