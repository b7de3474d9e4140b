import { agreementSides, type AgreementSide } from '../../agreements/standing.js';
import { GatewayError } from '../../../schemas/errors.js';
import { listOf, nameOf, personOf, view, type Route } from '../route.js';

/** What departments agreed to share. They are written as manifests, by way of /resources; here they are let into force. */
export const agreementRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/agreements',
    operationId: 'listAgreements',
    right: 'configuration.read',
    tag: 'agreements',
    summaryZh: '列出共享协议：六个要素、依据、状态、等待哪一方',
    summaryEn: 'List the agreements: the six things they state, basis, standing, and whom they wait for',
    answer: { status: 200, schema: listOf('Agreement') },
    handle: async (_request, services) => ({ body: { items: await services.agreements.list() } }),
  },
  {
    method: 'get',
    path: '/agreements/{department}/{name}',
    operationId: 'getAgreement',
    right: 'configuration.read',
    tag: 'agreements',
    summaryZh: '查看一份协议、各方意见，以及与现行版本的差异',
    summaryEn: 'See one agreement, what each side said, and how it differs from the version in force',
    answer: { status: 200, schema: view('AgreementDetail') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async (request, services) => ({ body: await services.agreements.get(nameOf(request)) }),
  },
  {
    method: 'post',
    path: '/agreements/{department}/{name}/decide',
    operationId: 'decideAgreement',
    right: 'agreement.decide',
    tag: 'agreements',
    summaryZh: '以一方身份同意或不同意协议的一个版本；不得审批自己提出的',
    summaryEn: 'Approve or refuse a version of an agreement for one side; nobody approves what they asked for',
    body: {
      type: 'object',
      required: ['version', 'side', 'outcome', 'reason'],
      additionalProperties: false,
      properties: {
        version: { type: 'integer', minimum: 1, description: '看过的版本。 The version that was looked at.' },
        side: { enum: [...agreementSides] },
        outcome: { enum: ['approved', 'refused'] },
        reason: { type: 'string', minLength: 1, maxLength: 500 },
        person: { type: 'string', minLength: 1, maxLength: 100, description: '以启动令牌调用时写明何人。 Who decides, with the start-up token.' },
      },
    },
    answer: { status: 200, schema: view('AgreementDetail') },
    errors: [
      'API_RESOURCE_MISSING', 'AGREEMENT_VERSION_OLD', 'AGREEMENT_SIDE_NOT_WANTED', 'AGREEMENT_SIDE_NOT_YOURS',
      'AGREEMENT_OWN_REQUEST', 'AGREEMENT_SAME_PERSON', 'AGREEMENT_DECIDED',
    ],
    handle: async (request, services) => {
      // A key is a system; only a person can stand for a side.
      if (request.caller.kind === 'key') throw new GatewayError('API_RIGHT_MISSING', { right: 'a person’s own sign-in' });
      const { version, side, outcome, reason } = request.body;
      const decision = {
        version: Number(version),
        // The body has been checked against the schema above.
        side: side as AgreementSide,
        outcome: outcome as 'approved' | 'refused',
        reason: reason as string,
        person: personOf(request),
      };
      return { body: await services.agreements.decide(nameOf(request), decision) };
    },
  },
];
