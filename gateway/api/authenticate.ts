import { createHmac } from 'node:crypto';
import type { Request } from 'express';
import { GatewayError } from '../../schemas/errors.js';
import { keyPrefix } from '../access/api-keys.js';
import type { Access } from '../access/index.js';
import { machine } from '../access/rights.js';
import { apiPrefix, type ApiRequest } from './route.js';
import { isToken } from './token.js';

export type Identity = Pick<ApiRequest, 'caller' | 'signIn'>;

const sessionCookie = 'jiantong-session';
const csrfHeader = 'X-Jiantong-Csrf';

/** A page that only watches does not keep its person signed in. */
const watchingPath = `${apiPrefix}/events`;

/**
 * Who sent a request: the machine's own token or a key as Bearer, or a session's cookie. A cookie goes along with
 * whatever page sends the browser here, so with it a changing request has to show, in a header that no other origin can
 * send, what only our own page knows. Throws API_TOKEN_REFUSED and ACCESS_CSRF_MISSING.
 */
export async function authenticate(request: Request, startToken: string, access: Access): Promise<Identity> {
  const authorization = request.get('authorization');
  if (authorization !== undefined) {
    const token = /^Bearer (\S{1,200})$/i.exec(authorization)?.[1] ?? '';
    if (isToken(token, startToken)) return { caller: machine };
    const caller = token.startsWith(keyPrefix) ? await access.callerOfKey(token) : undefined;
    if (!caller) throw new GatewayError('API_TOKEN_REFUSED');
    return { caller };
  }
  const token = cookieOf(request.get('cookie'), sessionCookie);
  const session = token === undefined ? undefined : await access.sessionOf(token, { isUsed: request.path !== watchingPath });
  if (token === undefined || session === undefined) throw new GatewayError('API_TOKEN_REFUSED');
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (!isReading && !isToken(request.get(csrfHeader) ?? '', csrfOf(token))) throw new GatewayError('ACCESS_CSRF_MISSING');
  return { caller: session.caller, signIn: { token, session } };
}

/** What a page proves with that it knows the session and is not merely sent along with its cookie. */
export function csrfOf(token: string): string {
  return createHmac('sha256', token).update('csrf').digest('base64url');
}

/** `Set-Cookie` for a session, or to forget it. No script reads it and no other site sends it. */
export function cookieFor(token: string | null, isSecure: boolean): string {
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  return token === null ? `${sessionCookie}=; ${attributes}; Max-Age=0` : `${sessionCookie}=${token}; ${attributes}`;
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of header?.slice(0, 4096).split(';') ?? []) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value !== undefined && /^[\w-]{43}$/.test(value)) return value;
  }
  return undefined;
}
