import { pullRowsMax } from '../../../connectors/connector.js';
import type { JsonObject, JsonValue } from '../../../schemas/json.js';
import { nameOf, view, type Route } from '../route.js';

const batch = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$',
  description: '推送方自定的批次号；同一批次号即同一批。 The sender’s own name of the batch: the same name is the same batch.',
} as const;
const streamPath = {
  department: { type: 'string', maxLength: 100 },
  name: { type: 'string', maxLength: 100 },
  stream: { type: 'string', maxLength: 100 },
};
const rows: JsonObject = { type: 'array', maxItems: pullRowsMax, default: [] };

/** What departments' systems push. Besides a key, a request may be signed: see the README of the connector type. */
export const inboundRoutes: readonly Route[] = [
  {
    method: 'post',
    path: '/inbound/{department}/{name}/{stream}',
    operationId: 'pushInbound',
    right: 'inbound.send',
    tag: 'inbound',
    summaryZh: '推送一批数据；应答时已安全入库，同一批重复推送不会重复入库',
    summaryEn: 'Push a batch of rows; when it answers they are safely stored, and the same batch again is not stored twice',
    pathParameters: streamPath,
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['batch'],
      properties: {
        batch,
        rows: { ...rows, items: { type: 'object' }, description: '新增或变更的行，至多 500 行。 New and changed rows, at most 500.' },
        deleted: { ...rows, items: { type: 'object' }, description: '撤回的行，只须主键列。 Rows withdrawn; their key columns are enough.' },
      },
    },
    answer: { status: 201, schema: view('InboundTaken') },
    errors: ['API_RESOURCE_MISSING', 'INBOUND_BATCH_DIFFERS', 'INBOUND_SIGNATURE_REFUSED', 'INBOUND_REQUEST_REPLAYED'],
    handle: async (request, services) => {
      const { body, path } = request;
      const name = typeof body.batch === 'string' ? body.batch : '';
      const pushed = { stream: path.stream ?? '', batch: name, rows: listOf(body.rows), deleted: listOf(body.deleted) };
      return { body: await services.inbound.take({ connector: nameOf(request), ...pushed }) };
    },
  },
  {
    method: 'get',
    path: '/inbound/{department}/{name}/{stream}/{batch}',
    operationId: 'getInboundFate',
    right: 'inbound.send',
    tag: 'inbound',
    summaryZh: '一批推送逐行的结果：待处理、已入库、已撤回、已隔离（附原因）、不收',
    summaryEn: 'What became of each row of a pushed batch: waiting, stored, withdrawn, quarantined with reasons, not kept',
    pathParameters: { ...streamPath, batch },
    answer: { status: 200, schema: view('InboundFate') },
    errors: ['API_RESOURCE_MISSING', 'INBOUND_SIGNATURE_REFUSED', 'INBOUND_REQUEST_REPLAYED'],
    handle: async (request, services) => {
      const { stream = '', batch: name = '' } = request.path;
      return { body: await services.inbound.fate(nameOf(request), stream, name) };
    },
  },
];

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
