import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

import express, { type NextFunction, type Request, type Response } from 'express';

import type { SystemFaults } from './faults.js';
import { listen } from './listen.js';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  /** The bytes as sent: signatures are held against these. */
  readonly body: Buffer;
}

export interface Route {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly answer: (call: Call) => Reply | Promise<Reply>;
}

export interface SystemServerOptions {
  readonly port: number;
  readonly routes: readonly Route[];
  readonly bodyBytesMax: number;
  /** Absent for the control API, which never misbehaves. */
  readonly faults?: SystemFaults;
  /** How this system words a failure. */
  readonly failure: (status: number, text: string) => unknown;
}

const idleMs = 75_000;

export interface SystemServer {
  readonly url: string;
  /** Ends the connections that are open now. */
  cut(): void;
  stop(): Promise<void>;
}

/** One simulated system over HTTP on loopback. Its faults lie around its routes, which know nothing of them. */
export async function startSystemServer(options: SystemServerOptions): Promise<SystemServer> {
  const { faults, failure } = options;
  const app = express();
  app.disable('x-powered-by');
  app.use(express.raw({ type: () => true, limit: options.bodyBytesMax }));
  for (const route of options.routes) {
    app[route.method](route.path, (request, response) => handle(route, request, response, options));
  }
  app.use((_request: Request, response: Response) => {
    response.status(404).json(failure(404, '没有这个接口'));
  });
  // Express knows an error handler by its four parameters.
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const status = isHttpError(error) ? error.status : 500;
    response.status(status).json(failure(status, status === 413 ? '请求体过大' : '请求无法处理'));
  });
  // Longer than any client here idles: a connection closed just as a request sets out looks like a fault that nobody asked for.
  const server = createServer({ keepAliveTimeout: idleMs }, app);
  server.on('connection', (socket) => {
    if (faults?.isOut()) socket.destroy();
  });
  await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => server.closeAllConnections(),
    async stop() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(
  route: Route,
  request: Request,
  response: Response,
  options: SystemServerOptions,
): Promise<void> {
  const { faults, failure } = options;
  const call: Call = {
    headers: request.headers,
    query: new URL(request.originalUrl, 'http://127.0.0.1').searchParams,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  };
  if (faults === undefined) return send(response, await route.answer(call));
  const fate = faults.draw();
  const isOverLimit = faults.isOverLimit();
  await faults.wait();
  if (fate === 'cut' || faults.isOut()) {
    request.socket.destroy();
  } else if (isOverLimit) {
    const headers = { 'Retry-After': String(faults.settings.retryAfterSeconds) };
    send(response, { status: 429, body: failure(429, '请求过于频繁'), headers });
  } else if (fate === 'error') {
    send(response, { status: 503, body: failure(503, '服务暂不可用') });
  } else {
    const reply = await route.answer(call);
    if (fate === 'cut-after') request.socket.destroy();
    else send(response, reply);
  }
}

function send(response: Response, reply: Reply): void {
  response
    .status(reply.status)
    .set(reply.headers ?? {})
    .json(reply.body);
}

function isHttpError(error: unknown): error is { readonly status: number } {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number';
}
