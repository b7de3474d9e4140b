import { listOf, view, type Route } from '../route.js';

const name = { type: 'string', pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 63 };
const department = { type: 'string', minLength: 1, maxLength: 100 };

/** Passwords and keys of connectors. Their values go in and never come out. */
export const secretRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/secrets',
    operationId: 'listSecrets',
    right: 'secret.manage',
    tag: 'secrets',
    summaryZh: '列出密钥的名称；值不可取回',
    summaryEn: 'List the secrets by name; their values are never given',
    answer: { status: 200, schema: listOf('Secret') },
    handle: async (_request, services) => ({ body: { items: await services.secrets.list() } }),
  },
  {
    method: 'post',
    path: '/secrets',
    operationId: 'setSecret',
    right: 'secret.manage',
    tag: 'secrets',
    summaryZh: '设置密钥，立即生效',
    summaryEn: 'Set a secret, at once',
    body: {
      type: 'object',
      required: ['department', 'name', 'value'],
      additionalProperties: false,
      properties: { department, name, value: { type: 'string', minLength: 1, maxLength: 20_000 } },
    },
    answer: { status: 200, schema: view('Secret') },
    errors: ['ACCESS_DEPARTMENT_UNKNOWN'],
    handle: async ({ body }, services) => ({
      // The body has been checked against the schema above.
      body: await services.secrets.set(body as unknown as Parameters<typeof services.secrets.set>[0]),
    }),
  },
  {
    method: 'delete',
    path: '/secrets/{department}/{name}',
    operationId: 'removeSecret',
    right: 'secret.manage',
    tag: 'secrets',
    summaryZh: '删除密钥；用到它的连接器将无法打开',
    summaryEn: 'Remove a secret; connectors that name it cannot be opened any more',
    answer: { status: 200, schema: view('Secret') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async ({ path }, services) => ({ body: await services.secrets.remove(path.department ?? '', path.name ?? '') }),
  },
];
