import { randomUUID } from 'node:crypto';

import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler, type Response } from 'express';

import { GatewayError } from '../../schemas/errors.js';
import type { Clock } from '../clock.js';
import type { Settings } from '../config.js';
import type { Logger } from '../logging/logger.js';
import type { Scope } from '../reading/scope.js';
import type { SignedRequests } from '../inbound/signature.js';
import type { Access } from '../access/index.js';
import type { Setup } from '../access/setup.js';
import type { Changes } from '../events/changes.js';
import { scopeOf } from '../access/rights.js';
import { inboundDoor } from './inbound-door.js';
import { authenticate, cookieFor, type Identity } from './authenticate.js';
import { compileRequestCheck } from './check-request.js';
import { logEntriesRouter, logRouter } from './log-router.js';
import { openApiDocument, readViews } from './openapi.js';
import { asGatewayError, problemDetails } from './problem-details.js';
import { openServers, type ListenSettings } from './listen.js';
import { pageFiles } from './page-files.js';
import { RateLimit } from './rate-limit.js';
import { apiPrefix, type Route } from './route.js';
import { eventRoutes } from './routes/events.js';
import { serviceRoutes } from './routes/index.js';
import { sessionRoutes } from './routes/session.js';
import { setupRoutes } from './routes/setup.js';
import { sendEvents } from './send-events.js';
import type { LogServices } from '../services/log.js';
import type { ServicesFor } from '../services/services.js';
import { closeDoor, makeToken, openDoor } from './token.js';

export interface ApiOptions {
  readonly servicesFor: ServicesFor;
  readonly access: Access;
  /** Knows the senders of signed requests. */
  readonly signed: SignedRequests;
  readonly settings: ListenSettings & Pick<Settings, 'dataFolder' | 'requestsPerSecond' | 'plainHttp'>;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly changes: Changes;
  readonly setup: Setup;
  /** Built files of the web console; without them the API alone is served. */
  readonly pageFolder?: string;
  /** The program's version, for the document. */
  readonly version: string;
}

export interface RunningApi {
  /** `http://127.0.0.1:8620`. */
  readonly address: string;
  /** Answers the requests in hand, for a few seconds at most, and ends. Safe to call twice. */
  close(): Promise<void>;
}

/** Where public tools find the exchange log. */
const logPath = '/log';
const bodyBytesMax = 64 * 1024;
/** Requests in a second that one address may send without showing who it is, and at once after a pause. */
const strangersPerSecond = 20;
const strangersBurst = 100;
/** How many seconds' worth of requests a caller may send at once. */
const burstSeconds = 4;

/**
 * Serves the API on loopback. A random token is left in `<dataFolder>/api-token` (mode 0600) and wanted as Bearer
 * on every route but `GET /api/v1/live` and the hashes and signatures of the log (`/log/checkpoint`, `/log/tile/…`). Throws SERVICE_PORT_TAKEN or SERVICE_PORT_REFUSED.
 */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const { settings } = options;
  const token = makeToken();
  const stopping = new AbortController();
  const servers = await openServers(makeApp(options, token, stopping.signal), settings);
  await openDoor(settings.dataFolder, { address: servers.doorAddress, token });
  let closing: Promise<void> | undefined;
  return {
    address: servers.address,
    close: () => {
      // Pages that watch would hold the server for as long as they are open.
      stopping.abort();
      return (closing ??= servers.close().then(() => closeDoor(settings.dataFolder)));
    },
  };
}

function makeApp(options: ApiOptions, token: string, stopping: AbortSignal): Express {
  const { servicesFor, access, signed, logger, clock, version } = options;
  const views = readViews();
  const routes = [...serviceRoutes, ...sessionRoutes(access), ...setupRoutes(options.setup), ...eventRoutes(options.changes), ...ownRoutes()];
  const document = openApiDocument(routes, views, version);

  function ownRoutes(): Route[] {
    return [
      {
        method: 'get',
        path: '/live',
        operationId: 'live',
        tag: 'gateway',
        summaryZh: '网关是否在运行（无需令牌）',
        summaryEn: 'Whether the gateway runs (needs no token)',
        right: 'anyone',
        answer: { status: 200, schema: { type: 'object', required: ['live'], properties: { live: { const: true } } } },
        handle: async () => ({ body: { live: true } }),
      },
      {
        method: 'get',
        path: '/ready',
        operationId: 'ready',
        tag: 'gateway',
        summaryZh: '网关能否办事：存储有应答（无需令牌）',
        summaryEn: 'Whether the gateway can work: its store answers (needs no token)',
        right: 'anyone',
        answer: { status: 200, schema: { type: 'object', required: ['ready'], properties: { ready: { const: true } } } },
        errors: ['SERVICE_NOT_READY'],
        handle: async () => {
          await options.setup.look().catch((error: unknown) => {
            throw new GatewayError('SERVICE_NOT_READY', {}, error);
          });
          return { body: { ready: true } };
        },
      },
      {
        method: 'get',
        path: '/openapi.json',
        operationId: 'openApi',
        right: 'signed-in',
        tag: 'gateway',
        summaryZh: '本接口的 OpenAPI 3.1 文档',
        summaryEn: 'The OpenAPI 3.1 document of this API',
        answer: { status: 200, schema: { type: 'object' } },
        handle: async () => ({ body: document }),
      },
    ];
  }

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(safeHeaders, logRequests(logger, clock));
  if (options.pageFolder !== undefined) app.use(pageFiles(options.pageFolder));
  app.use(logPath, logRouter(servicesFor({ scope: [], actor: '' }).log));
  const open = new Set(routes.filter(({ right }) => right === 'anyone').map(({ method, path }) => `${method} ${apiPrefix}${path}`));
  const now = (): Date => clock.now();
  const { requestsPerSecond } = options.settings;
  const callers = new RateLimit({ perSecond: requestsPerSecond, burst: requestsPerSecond * burstSeconds, now });
  const strangers = new RateLimit({ perSecond: strangersPerSecond, burst: strangersBurst, now });
  const slowDown = (seconds: number | undefined): void => {
    if (seconds !== undefined) throw new GatewayError('API_REQUESTS_TOO_MANY', { seconds });
  };
  /** Who sent it, within its rate. An address that shows nobody has a rate of its own, so that tokens are not guessed. */
  const identify = async (request: Request): Promise<Identity> => {
    const address = request.socket.remoteAddress ?? '';
    slowDown(strangers.wait(address));
    const identity = await authenticate(request, token, access).catch((error: unknown) => {
      strangers.take(address);
      throw error;
    });
    // The command line of the machine itself is nobody's flood.
    if (identity.caller.kind !== 'machine') slowDown(callers.take(`${identity.caller.kind} ${identity.caller.name}`));
    return identity;
  };
  app.use(
    `${apiPrefix}/inbound`,
    inboundDoor(signed, identify, (response, identity) => {
      (response.locals as Locals).identity = identity;
    }),
  );
  app.use(async (request, response, next) => {
    const isOpen = open.has(`${request.method.toLowerCase()} ${request.path}`);
    if (isOpen) slowDown(strangers.take(request.socket.remoteAddress ?? ''));
    const locals = response.locals as Locals;
    locals.identity = isOpen ? undefined : (locals.identity ?? (await identify(request)));
    next();
  });
  const logFor = (response: Response): LogServices => {
    const { identity = nobody } = response.locals as Locals;
    return servicesFor({ scope: reachOf({ right: 'log.read' }, identity), actor: identity.caller.name }).log;
  };
  app.use(logPath, logEntriesRouter(logFor));
  for (const route of routes)
    app[route.method](
      expressPath(route.path),
      express.json({ limit: route.bodyBytesMax ?? bodyBytesMax, strict: true }),
      handlerOf(route, compileRequestCheck(route, views), servicesFor, { stopping, isBehindProxy: options.settings.plainHttp !== undefined }),
    );
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
    app.all(expressPath(path), (request, response) => {
      response.set('Allow', methods.join(', '));
      throw new GatewayError('API_METHOD_REFUSED', { method: request.method });
    });
  }
  app.use((request) => {
    throw new GatewayError('API_ROUTE_UNKNOWN', { path: request.path });
  });
  app.use(answerErrors(logger));
  return app;
}

function expressPath(path: string): string {
  return apiPrefix + path.replaceAll(/\{(\w+)\}/g, ':$1');
}

/** What express carries from authentication to the handler; undefined where nobody has to be known. */
interface Locals {
  identity?: Identity;
}

/** Nobody at all: sees nothing and acts in no name. */
const nobody: Identity = { caller: { kind: 'key', name: '', role: undefined, department: undefined } };

function handlerOf(
  route: Route,
  check: ReturnType<typeof compileRequestCheck>,
  servicesFor: ServicesFor,
  { stopping, isBehindProxy }: { readonly stopping: AbortSignal; readonly isBehindProxy: boolean },
): RequestHandler {
  return async (request, response) => {
    const identity = (response.locals as Locals).identity ?? nobody;
    const services = servicesFor({ scope: reachOf(route, identity), actor: identity.caller.name });
    const parts = check({ path: request.params, query: request.query, body: request.body as unknown });
    const answer = await route.handle({ ...parts, ...identity, seen: seenOf(request) }, services);
    if (answer.events) {
      await sendEvents(response, answer.events, stopping);
      return;
    }
    if (answer.sessionToken !== undefined) response.append('Set-Cookie', cookieFor(answer.sessionToken, request.secure || isBehindProxy));
    if (answer.location !== undefined) response.set('Location', answer.location);
    if (answer.eTag !== undefined) {
      response.set({ ETag: `"${answer.eTag}"`, 'Cache-Control': 'private, no-cache' });
      if (route.method === 'get' && isKnown(request.get('if-none-match'), answer.eTag)) {
        response.status(304).end();
        return;
      }
    }
    response.status(route.answer.status).json(answer.body);
  };
}

/** Throws API_RIGHT_MISSING, and ACCESS_PASSWORD_OLD until a first password has been changed. */
function reachOf({ right }: Pick<Route, 'right'>, { caller, signIn }: Identity): Scope {
  if (right === 'anyone' || right === 'signed-in') return [];
  if (right === 'machine') {
    if (caller.kind !== 'machine') throw new GatewayError('API_RIGHT_MISSING', { right: 'the start-up token' });
    return 'all';
  }
  if (signIn?.session.mustChangePassword === true) throw new GatewayError('ACCESS_PASSWORD_OLD');
  const scope = scopeOf(caller, right);
  if (scope === undefined) throw new GatewayError('API_RIGHT_MISSING', { right, role: caller.role });
  return scope;
}

/** Undefined where the caller does not say what it saw; one of several tags is none that a change can rest on. */
function seenOf(request: Request): string | null | undefined {
  if (request.get('if-none-match')?.trim() === '*') return null;
  return /^\s*"([^"]{1,200})"\s*$/.exec(request.get('if-match') ?? '')?.[1];
}

/** Written out, because express's own test takes every `Cache-Control: no-cache` of a request for a wish to have it all again. */
function isKnown(ifNoneMatch: string | undefined, eTag: string): boolean {
  return ifNoneMatch?.split(',').some((tag) => ['*', `"${eTag}"`, `W/"${eTag}"`].includes(tag.trim())) ?? false;
}

/** What a browser is told about answers that no page of another origin should read, frame or keep. */
const safeHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  next();
};

function logRequests(logger: Logger, clock: Clock): RequestHandler {
  return (request, response, next) => {
    const startedMs = clock.now().getTime();
    response.on('finish', () => {
      const durationMs = clock.now().getTime() - startedMs;
      logger.debug('api.request', {
        method: request.method,
        path: request.path,
        status: response.statusCode,
        durationMs,
      });
    });
    next();
  };
}

/** The one place where errors leave the API. */
function answerErrors(logger: Logger): ErrorRequestHandler {
  return (thrown, request, response, next) => {
    if (response.headersSent) {
      next(thrown);
      return;
    }
    const error = asGatewayError(thrown);
    if (typeof error.facts.seconds === 'number') response.set('Retry-After', String(error.facts.seconds));
    // The rest of the body is never read, so nothing else can come over this connection.
    if (error.code === 'API_BODY_TOO_LARGE') response.set('Connection', 'close');
    const failureId = error.entry.status >= 500 ? randomUUID() : undefined;
    if (failureId !== undefined)
      logger.error('api.failed', { failureId, method: request.method, path: request.path, error });
    response
      .status(error.entry.status)
      .type('application/problem+json')
      .send(JSON.stringify(problemDetails(error, failureId)));
  };
}
