import { GatewayError } from '../../../schemas/errors.js';
import type { JsonObject } from '../../../schemas/json.js';
import { nameOf, pageOf, pageQuery, pageRequest, textQuery, view, type ApiRequest, type Route } from '../route.js';

const kind = { type: 'string', pattern: '^[A-Z][A-Za-z]{1,49}$' };
const version = { type: 'integer', minimum: 1 };
const applyErrors = ['CONFIG_WORKSPACE_WRONG', 'CONFIG_MANIFEST_OF_OTHERS', 'CONFIG_REACHES_BEYOND', 'CONFIG_CHANGED_MEANWHILE'] as const;
const manifests: JsonObject = {
  type: 'object',
  required: ['text'],
  additionalProperties: false,
  properties: {
    text: { type: 'string', minLength: 1, maxLength: 2_000_000, description: '清单，YAML，可含多个文档。 Manifests in YAML, as many documents as one likes.' },
  },
};

function textOf({ body }: ApiRequest): { readonly text: string } {
  return { text: typeof body.text === 'string' ? body.text : '' };
}

/** The configuration: what is in force, what was before, and changing it. */
export const resourceRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/resources',
    operationId: 'listResources',
    right: 'configuration.read',
    tag: 'resources',
    summaryZh: '列出现行配置',
    summaryEn: 'List the present configuration',
    query: { kind: { type: 'string', maxLength: 50 }, ...pageQuery },
    answer: { status: 200, schema: pageOf('Resource') },
    handle: async (request, services) => ({
      body: await services.resources.list({ kind: textQuery(request.query.kind) }, pageRequest(request)),
    }),
  },
  {
    method: 'post',
    path: '/resources/preview',
    operationId: 'previewResources',
    right: 'configuration.change',
    tag: 'resources',
    summaryZh: '检查清单并说明应用后会有什么变化；不作改动',
    summaryEn: 'Check manifests and say what applying them would change; changes nothing',
    body: manifests,
    bodyBytesMax: 4_000_000,
    answer: { status: 200, schema: view('ApplyPreview') },
    errors: applyErrors.filter((code) => code !== 'CONFIG_WORKSPACE_WRONG'),
    handle: async (request, services) => ({ body: await services.resources.preview(textOf(request)) }),
  },
  {
    method: 'post',
    path: '/resources',
    operationId: 'applyResources',
    right: 'configuration.change',
    tag: 'resources',
    summaryZh: '应用清单，全部生效或都不生效；在原有配置之外新增，同名的成为新版本',
    summaryEn: 'Apply manifests, all or nothing: beside those that are there, and in place of those of their names',
    body: manifests,
    bodyBytesMax: 4_000_000,
    answer: { status: 200, schema: view('ApplyPreview') },
    errors: applyErrors,
    handle: async (request, services) => ({ body: await services.resources.apply(textOf(request)) }),
  },
  {
    method: 'get',
    path: '/resources/{kind}/{department}/{name}',
    operationId: 'getResource',
    right: 'configuration.read',
    tag: 'resources',
    summaryZh: '查看一项配置',
    summaryEn: 'See one resource with its manifest',
    pathParameters: { kind },
    answer: { status: 200, schema: view('ResourceDetail') },
    hasETag: true,
    errors: ['API_RESOURCE_MISSING'],
    handle: async (request, services) => {
      const resource = await services.resources.get(request.path.kind ?? '', nameOf(request));
      return { body: resource, eTag: resource.digest };
    },
  },
  {
    method: 'put',
    path: '/resources/{kind}/{department}/{name}',
    operationId: 'putResource',
    right: 'configuration.change',
    tag: 'resources',
    summaryZh: '修改或新增一项配置；须以 If-Match 带上所见版本的 ETag，新增时为 If-None-Match: *',
    summaryEn: 'Change a resource, or add it; If-Match holds the ETag that was seen, If-None-Match: * where it is new',
    pathParameters: { kind },
    body: view('Manifest'),
    bodyBytesMax: 2_000_000,
    answer: { status: 200, schema: view('ResourceDetail') },
    hasETag: true,
    errors: ['API_PRECONDITION_WANTED', 'API_BODY_WRONG', ...applyErrors],
    handle: async (request, services) => {
      const { body, seen } = request;
      if (seen === undefined) throw new GatewayError('API_PRECONDITION_WANTED');
      const [kindName, name] = [request.path.kind ?? '', nameOf(request)];
      const { metadata } = body as { metadata?: { name?: unknown; department?: unknown } };
      if (body.kind !== kindName || `${String(metadata?.department)}/${String(metadata?.name)}` !== name) {
        throw new GatewayError('API_BODY_WRONG', { mistakes: 'kind, metadata: not those of the address' });
      }
      await services.resources.apply({ text: JSON.stringify(body), seen: { [`${kindName} ${name}`]: seen } });
      const resource = await services.resources.get(kindName, name);
      return { body: resource, eTag: resource.digest };
    },
  },
  {
    method: 'get',
    path: '/resources/{kind}/{department}/{name}/versions',
    operationId: 'listResourceVersions',
    right: 'configuration.read',
    tag: 'resources',
    summaryZh: '列出一项配置的全部版本：何人、何时，新的在前',
    summaryEn: 'List all versions of a resource, by whom and when, newest first',
    pathParameters: { kind },
    query: pageQuery,
    answer: { status: 200, schema: pageOf('Resource') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async (request, services) => ({
      body: await services.resources.versions(request.path.kind ?? '', nameOf(request), pageRequest(request)),
    }),
  },
  {
    method: 'get',
    path: '/resources/{kind}/{department}/{name}/versions/{version}',
    operationId: 'getResourceVersion',
    right: 'configuration.read',
    tag: 'resources',
    summaryZh: '查看一个版本及其与前一版本的差异',
    summaryEn: 'See one version and what it changed in the one before it',
    pathParameters: { kind, version },
    answer: { status: 200, schema: view('ResourceVersion') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async (request, services) => ({
      body: await services.resources.version(request.path.kind ?? '', nameOf(request), Number(request.path.version)),
    }),
  },
  {
    method: 'post',
    path: '/resources/{kind}/{department}/{name}/roll-back',
    operationId: 'rollBackResource',
    right: 'configuration.change',
    tag: 'resources',
    summaryZh: '恢复到一个较早的版本；恢复的内容成为新版本',
    summaryEn: 'Put an earlier version into force again, as a new one',
    pathParameters: { kind },
    body: { type: 'object', required: ['version'], additionalProperties: false, properties: { version } },
    answer: { status: 200, schema: view('ApplyPreview') },
    errors: ['API_RESOURCE_MISSING', ...applyErrors],
    handle: async (request, services) => ({
      body: await services.resources.rollBack(request.path.kind ?? '', nameOf(request), Number(request.body.version)),
    }),
  },
  {
    method: 'get',
    path: '/resource-export',
    operationId: 'exportResources',
    right: 'configuration.read',
    tag: 'resources',
    summaryZh: '把现行配置导出为清单文本；密钥只有引用',
    summaryEn: 'The present configuration as manifests; secrets are references in it',
    answer: {
      status: 200,
      schema: { type: 'object', required: ['text'], additionalProperties: false, properties: { text: { type: 'string' } } },
    },
    handle: async (_request, services) => ({ body: { text: await services.resources.export() } }),
  },
];

