import { readFileSync } from 'node:fs';

import { assetPath } from '../../schemas/assets.js';
import { errorTable, type ErrorCode } from '../../schemas/errors.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { apiPrefix, view, type Route } from './route.js';

const viewFiles = ['views.schema.json', ...['pages', 'configuration', 'names', 'agreements'].map((area) => `views/${area}.schema.json`)];

/** Schemas of everything that the API answers with, by name. */
export function readViews(): JsonObject {
  const files = viewFiles.map((file) => JSON.parse(readFileSync(assetPath(`gateway/api/${file}`), 'utf8')) as JsonObject);
  return Object.assign({}, ...files) as JsonObject;
}

/** The OpenAPI 3.1 document of these routes. */
export function openApiDocument(routes: readonly Route[], views: JsonObject, version: string): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route);
  return {
    openapi: '3.1.0',
    info: {
      title: '监通数据交换网关 Jiantong gateway',
      version,
      description:
        '错误以 application/problem+json（RFC 9457）返回。 Errors come as application/problem+json (RFC 9457).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: apiPrefix }],
    security: [{ startToken: [] }, { apiKey: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        startToken: {
          type: 'http',
          scheme: 'bearer',
          description:
            '数据目录下 api-token 文件的内容，每次启动更换。 Content of the file api-token in the data folder; new with every start.',
        },
        apiKey: { type: 'http', scheme: 'bearer', description: '接口密钥。 A key of a calling system.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'jiantong-session',
          description:
            '登录所得；修改类请求另须带 X-Jiantong-Csrf。 From signing in; changing requests carry X-Jiantong-Csrf too.',
        },
      },
      schemas: views,
    },
  };
}

function operation(route: Route): JsonObject {
  const answers: JsonObject = {
    [route.answer.status]: {
      description: route.answer.status === 202 ? '已开始。 Begun.' : '成功。 Done.',
      content: { [route.answer.mediaType ?? 'application/json']: { schema: route.answer.schema } },
      ...(route.hasETag === true ? { headers: { ETag: { schema: { type: 'string' } } } } : {}),
    },
    ...(route.hasETag === true ? { 304: { description: '未变。 Not changed.' } } : {}),
    ...errorAnswers(route),
  };
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: `${route.summaryZh} ${route.summaryEn}`,
    'x-right': route.right,
    ...(route.right === 'anyone' ? { security: [] } : {}),
    parameters: parameters(route),
    ...(route.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }),
    responses: answers,
  };
}

function parameters(route: Route): JsonValue[] {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: route.pathParameters?.[name] ?? { type: 'string' },
  }));
  const inQuery = Object.entries(route.query ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: route.requiredQuery?.includes(name) ?? false,
    schema,
  }));
  return [...inPath, ...inQuery];
}

/** Codes that a route may answer with, those of the server around it included. */
function errorCodes(route: Route): readonly ErrorCode[] {
  return [
    ...(route.right === 'anyone' ? [] : (['API_TOKEN_REFUSED', 'API_RIGHT_MISSING'] as const)),
    ...(route.query === undefined && route.pathParameters === undefined ? [] : (['API_QUERY_WRONG'] as const)),
    ...(route.body === undefined ? [] : (['API_BODY_WRONG', 'API_BODY_TOO_LARGE'] as const)),
    ...(route.errors ?? []),
    'API_UNEXPECTED_FAILURE',
  ];
}

function errorAnswers(route: Route): JsonObject {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errorCodes(route)) {
    const { status } = errorTable[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `${code}: ${errorTable[code].zh} ${errorTable[code].en}`).join('\n'),
        content: { 'application/problem+json': { schema: view('ProblemDetails') } },
      },
    ]),
  );
}
