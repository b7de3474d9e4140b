import { GatewayError } from '../../../schemas/errors.js';
import type { JsonObject } from '../../../schemas/json.js';
import type { NewKey } from '../../access/api-keys.js';
import type { NewPerson } from '../../access/people.js';
import { mayGrant, roles, type Role } from '../../access/rights.js';
import { listOf, view, type ApiRequest, type Route } from '../route.js';

const role: JsonObject = { enum: [...roles] };
const department: JsonObject = { type: 'string', minLength: 1, maxLength: 100 };
const personPath = { name: { type: 'string', maxLength: 40 } };
const keyPath = { id: { type: 'string', format: 'uuid', pattern: '^[0-9a-f-]{36}$' } };

/** Throws ACCESS_GRANT_TOO_WIDE for a role that gives more than the caller has. */
function checkGrant({ caller, body }: ApiRequest): void {
  const granted = body.role as Role;
  if (!mayGrant(caller, granted)) throw new GatewayError('ACCESS_GRANT_TOO_WIDE', { role: granted });
}

/** People who use the gateway, and keys of the systems that do. */
export const peopleRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/people',
    operationId: 'listPeople',
    right: 'person.manage',
    tag: 'people',
    summaryZh: '列出人员',
    summaryEn: 'List people',
    answer: { status: 200, schema: listOf('Person') },
    handle: async (_request, services) => ({ body: { items: await services.people.list() } }),
  },
  {
    method: 'post',
    path: '/people',
    operationId: 'addPerson',
    right: 'person.manage',
    tag: 'people',
    summaryZh: '新增人员；初始密码只显示这一次',
    summaryEn: 'Add a person; the first password is shown this once',
    body: {
      type: 'object',
      required: ['name', 'title', 'department', 'role'],
      additionalProperties: false,
      properties: {
        name: { type: 'string', pattern: '^[a-z0-9][a-z0-9._-]{1,39}$', description: '登录名。 To sign in with.' },
        title: { type: 'string', minLength: 1, maxLength: 100, description: '姓名或称呼。 As colleagues know the person.' },
        department,
        role,
      },
    },
    answer: { status: 201, schema: view('PersonWithPassword') },
    errors: ['ACCESS_PERSON_EXISTS', 'ACCESS_DEPARTMENT_UNKNOWN', 'ACCESS_GRANT_TOO_WIDE'],
    handle: async (request, services) => {
      checkGrant(request);
      return { body: await services.people.add(request.body as unknown as NewPerson) };
    },
  },
  {
    method: 'post',
    path: '/people/{name}/disable',
    operationId: 'disablePerson',
    right: 'person.manage',
    tag: 'people',
    summaryZh: '停用人员并结束其会话',
    summaryEn: 'Disable a person and end their sessions',
    pathParameters: personPath,
    answer: { status: 200, schema: view('Person') },
    errors: ['API_RESOURCE_MISSING', 'ACCESS_LAST_ADMINISTRATOR'],
    handle: async ({ path }, services) => ({ body: await services.people.disable(path.name ?? '') }),
  },
  {
    method: 'post',
    path: '/people/{name}/enable',
    operationId: 'enablePerson',
    right: 'person.manage',
    tag: 'people',
    summaryZh: '重新启用人员',
    summaryEn: 'Let a disabled person in again',
    pathParameters: personPath,
    answer: { status: 200, schema: view('Person') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async ({ path }, services) => ({ body: await services.people.enable(path.name ?? '') }),
  },
  {
    method: 'post',
    path: '/people/{name}/reset',
    operationId: 'resetPerson',
    right: 'person.manage',
    tag: 'people',
    summaryZh: '重置密码并取消动态口令；新的初始密码只显示这一次',
    summaryEn: 'Reset the password and take the second factor away; the new first password is shown this once',
    pathParameters: personPath,
    answer: { status: 200, schema: view('PersonWithPassword') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async ({ path }, services) => ({ body: await services.people.reset(path.name ?? '') }),
  },
  {
    method: 'get',
    path: '/api-keys',
    operationId: 'listKeys',
    right: 'key.manage',
    tag: 'keys',
    summaryZh: '列出接口密钥，新的在前',
    summaryEn: 'List API keys, newest first',
    answer: { status: 200, schema: listOf('Key') },
    handle: async (_request, services) => ({ body: { items: await services.keys.list() } }),
  },
  {
    method: 'post',
    path: '/api-keys',
    operationId: 'addKey',
    right: 'key.manage',
    tag: 'keys',
    summaryZh: '新建接口密钥；密钥只显示这一次',
    summaryEn: 'Make an API key; it is shown this once',
    body: {
      type: 'object',
      required: ['name', 'department', 'role', 'days'],
      additionalProperties: false,
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 100, description: '调用系统的名称。 The calling system.' },
        department,
        role,
        days: { type: 'integer', minimum: 1, maximum: 366, description: '有效天数。 Days until it ends.' },
      },
    },
    answer: { status: 201, schema: view('KeyWithSecret') },
    errors: ['ACCESS_DEPARTMENT_UNKNOWN', 'ACCESS_GRANT_TOO_WIDE'],
    handle: async (request, services) => {
      checkGrant(request);
      return { body: await services.keys.add(request.body as unknown as NewKey) };
    },
  },
  {
    method: 'post',
    path: '/api-keys/{id}/revoke',
    operationId: 'revokeKey',
    right: 'key.manage',
    tag: 'keys',
    summaryZh: '吊销接口密钥，立即生效',
    summaryEn: 'Revoke an API key, at once',
    pathParameters: keyPath,
    answer: { status: 200, schema: view('Key') },
    errors: ['API_RESOURCE_MISSING'],
    handle: async ({ path }, services) => ({ body: await services.keys.revoke(path.id ?? '') }),
  },
];
