import type { FirstAdministrator, Setup } from '../../access/setup.js';
import { view, type Route } from '../route.js';

/** Setting the gateway up, before anybody can sign in. */
export function setupRoutes(setup: Setup): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/setup',
      operationId: 'getSetup',
      right: 'anyone',
      tag: 'session',
      summaryZh: '网关是否还没有平台管理员（无需登录）',
      summaryEn: 'Whether the gateway has no administrator yet (needs no sign-in)',
      answer: { status: 200, schema: view('Setup') },
      handle: async () => ({ body: await setup.look() }),
    },
    {
      method: 'post',
      path: '/setup/administrator',
      operationId: 'makeFirstAdministrator',
      right: 'machine',
      tag: 'session',
      summaryZh: '以启动令牌建立第一位平台管理员',
      summaryEn: 'Make the first administrator, with the start-up token',
      body: {
        type: 'object',
        required: ['name', 'title', 'department', 'password'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', pattern: '^[a-z0-9][a-z0-9._-]{1,39}$', description: '登录名。 To sign in with.' },
          title: { type: 'string', minLength: 1, maxLength: 100, description: '姓名或称呼。 As colleagues know the person.' },
          department: {
            type: 'string',
            pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
            maxLength: 63,
            description: '所属部门；尚无配置时即为数据管理机构将用的名称。 Department; before any configuration the name that it will have there.',
          },
          password: { type: 'string', minLength: 1, maxLength: 200 },
        },
      },
      answer: { status: 201, schema: view('Person') },
      errors: ['ACCESS_SETUP_DONE', 'ACCESS_PASSWORD_WEAK', 'ACCESS_PERSON_EXISTS'],
      // The body has been checked against the schema above.
      handle: async ({ body }) => ({ body: await setup.makeAdministrator(body as unknown as FirstAdministrator) }),
    },
  ];
}
