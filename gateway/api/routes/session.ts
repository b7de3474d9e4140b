import { GatewayError } from '../../../schemas/errors.js';
import type { Access } from '../../access/index.js';
import { rights, rightsTable, type Caller, type Reach, type Right } from '../../access/rights.js';
import type { Credentials, Session } from '../../access/sign-in.js';
import type { SessionView } from '../../services/session.js';
import { csrfOf } from '../authenticate.js';
import { view, type ApiRequest, type Route, type SignIn } from '../route.js';

const code = { type: 'string', pattern: '^[0-9]{6}$', description: '动态口令。 One-time code.' };
const password = { type: 'string', minLength: 1, maxLength: 200 };

function sessionView(caller: Caller, signIn: SignIn | undefined): SessionView {
  const all = Object.fromEntries(rights.map((right) => [right, 'all'])) as Record<Right, Reach>;
  const { kind, name, role, department } = caller;
  return {
    kind,
    name,
    title: signIn?.session.title ?? null,
    role: role ?? null,
    department: department ?? null,
    rights: role === undefined ? all : rightsTable[role],
    mustChangePassword: signIn?.session.mustChangePassword ?? false,
    hasSecondFactor: signIn?.session.hasSecondFactor ?? false,
    csrf: signIn ? csrfOf(signIn.token) : null,
  };
}

/** Only people have passwords and second factors: the token and keys are refused. */
function signInOf({ signIn }: ApiRequest): SignIn {
  if (!signIn) throw new GatewayError('API_RIGHT_MISSING', { right: 'a person’s own sign-in' });
  return signIn;
}

/** Signing in and out, and what people change about themselves. */
export function sessionRoutes(access: Access): readonly Route[] {
  const viewOf = async (token: string): Promise<SessionView> => {
    const session: Session | undefined = await access.sessionOf(token);
    if (!session) throw new GatewayError('API_TOKEN_REFUSED');
    return sessionView(session.caller, { token, session });
  };
  return [
    {
      method: 'post',
      path: '/session',
      operationId: 'signIn',
      right: 'anyone',
      tag: 'session',
      summaryZh: '登录；会话以 Cookie 返回',
      summaryEn: 'Sign in; the session comes as a cookie',
      body: {
        type: 'object',
        required: ['name', 'password'],
        additionalProperties: false,
        properties: { name: { type: 'string', minLength: 1, maxLength: 100 }, password, code },
      },
      answer: { status: 201, schema: view('Session') },
      errors: ['ACCESS_SIGN_IN_REFUSED', 'ACCESS_CODE_WANTED', 'ACCESS_SIGN_IN_LOCKED'],
      handle: async ({ body }) => {
        const token = await access.signIn(body as unknown as Credentials);
        return { body: await viewOf(token), sessionToken: token };
      },
    },
    {
      method: 'get',
      path: '/session',
      operationId: 'getSession',
      right: 'signed-in',
      tag: 'session',
      summaryZh: '我是谁、有哪些权限',
      summaryEn: 'Who I am and what I may do',
      answer: { status: 200, schema: view('Session') },
      handle: async ({ caller, signIn }) => ({ body: sessionView(caller, signIn) }),
    },
    {
      method: 'delete',
      path: '/session',
      operationId: 'signOut',
      right: 'signed-in',
      tag: 'session',
      summaryZh: '退出登录',
      summaryEn: 'Sign out',
      answer: { status: 200, schema: { type: 'object', required: ['signedOut'], properties: { signedOut: { const: true } } } },
      handle: async (request) => {
        await access.signOut(signInOf(request).token);
        return { body: { signedOut: true }, sessionToken: null };
      },
    },
    {
      method: 'post',
      path: '/session/password',
      operationId: 'changePassword',
      right: 'signed-in',
      tag: 'session',
      summaryZh: '修改自己的密码，并结束其他会话',
      summaryEn: "Change one's own password, which ends one's other sessions",
      body: {
        type: 'object',
        required: ['present', 'next'],
        additionalProperties: false,
        properties: { present: password, next: password },
      },
      answer: { status: 200, schema: view('Session') },
      errors: ['ACCESS_SIGN_IN_REFUSED', 'ACCESS_SIGN_IN_LOCKED', 'ACCESS_PASSWORD_WEAK'],
      handle: async (request) => {
        const { token, session } = signInOf(request);
        await access.changePassword(session, token, request.body as unknown as { present: string; next: string });
        return { body: await viewOf(token) };
      },
    },
    {
      method: 'post',
      path: '/session/second-factor/proposal',
      operationId: 'proposeSecondFactor',
      right: 'signed-in',
      tag: 'session',
      summaryZh: '取得新的动态口令密钥，确认后生效',
      summaryEn: 'Get a secret for an authenticator; in force once confirmed',
      answer: {
        status: 200,
        schema: {
          type: 'object',
          required: ['secret', 'uri'],
          additionalProperties: false,
          properties: { secret: { type: 'string' }, uri: { type: 'string' } },
        },
      },
      handle: async (request) => ({ body: access.proposeSecondFactor(signInOf(request).session) }),
    },
    {
      method: 'post',
      path: '/session/second-factor',
      operationId: 'confirmSecondFactor',
      right: 'signed-in',
      tag: 'session',
      summaryZh: '以一个动态口令确认并启用；所有会话随之结束',
      summaryEn: 'Put a second factor into force by a code of it; ends all sessions',
      body: {
        type: 'object',
        required: ['secret', 'code'],
        additionalProperties: false,
        properties: { secret: { type: 'string', pattern: '^[A-Z2-7]{32}$' }, code },
      },
      answer: { status: 200, schema: { type: 'object', required: ['signedOut'], properties: { signedOut: { const: true } } } },
      errors: ['ACCESS_SIGN_IN_REFUSED'],
      handle: async (request) => {
        const { session } = signInOf(request);
        await access.confirmSecondFactor(session, request.body as unknown as { secret: string; code: string });
        return { body: { signedOut: true }, sessionToken: null };
      },
    },
  ];
}
