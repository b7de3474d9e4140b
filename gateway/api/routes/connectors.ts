import { listOf, nameOf, view, type Route } from '../route.js';

/** Ways to reach systems: what there is, and trying it out. */
export const connectorRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/connector-types',
    operationId: 'listConnectorTypes',
    right: 'configuration.read',
    tag: 'connectors',
    summaryZh: '列出连接器类型及其配置的 JSON Schema',
    summaryEn: 'List the connector types, each with the JSON Schema of its configuration',
    answer: { status: 200, schema: listOf('ConnectorType') },
    handle: async (_request, services) => ({ body: { items: await services.connectors.types() } }),
  },
  {
    method: 'get',
    path: '/connectors',
    operationId: 'listConnectors',
    right: 'configuration.read',
    tag: 'connectors',
    summaryZh: '列出连接器',
    summaryEn: 'List the connectors',
    answer: { status: 200, schema: listOf('Connector') },
    handle: async (_request, services) => ({ body: { items: await services.connectors.list() } }),
  },
  {
    method: 'post',
    path: '/connectors/{department}/{name}/check',
    operationId: 'checkConnector',
    right: 'connector.try',
    tag: 'connectors',
    summaryZh: '逐步检查能否连通、登录、读写；不改动对方任何内容',
    summaryEn: 'Check step by step whether the system can be reached and used; changes nothing',
    answer: { status: 200, schema: view('ConnectorCheck') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async (request, services) => ({ body: await services.connectors.check(nameOf(request)) }),
  },
  {
    method: 'get',
    path: '/connectors/{department}/{name}/streams',
    operationId: 'discoverStreams',
    right: 'connector.try',
    tag: 'connectors',
    summaryZh: '向对方系统询问它提供的数据流、字段和类型',
    summaryEn: 'Ask the system which streams it offers, with columns and types',
    answer: { status: 200, schema: listOf('Stream') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async (request, services) => ({ body: { items: await services.connectors.discover(nameOf(request)) } }),
  },
  {
    method: 'post',
    path: '/connectors/{department}/{name}/preview',
    operationId: 'previewStream',
    right: 'connector.try',
    tag: 'connectors',
    summaryZh: '读取数据流的前几行；个人信息已遮蔽，不得带出的列不显示',
    summaryEn: 'Read the first rows of a stream; personal values are masked, withheld columns left out',
    body: {
      type: 'object',
      required: ['stream'],
      additionalProperties: false,
      properties: { stream: { type: 'string', minLength: 1, maxLength: 300 }, rows: { type: 'integer', minimum: 1, maximum: 100, default: 10 } },
    },
    answer: { status: 200, schema: listOf('PreviewRow') },
    errors: ['API_RESOURCE_MISSING', 'CLI_CONNECTOR_CANNOT_PULL'],
    handle: async (request, services) => {
      const { stream, rows } = request.body;
      const wish = { stream: typeof stream === 'string' ? stream : '', rows: typeof rows === 'number' ? rows : 10 };
      return { body: { items: await services.connectors.preview(nameOf(request), wish) } };
    },
  },
];
