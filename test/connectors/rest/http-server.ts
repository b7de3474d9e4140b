import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { ServerOptions } from 'node:https';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** What a test's server does with a request: answers, or cuts the connection. */
export type Reply =
  | {
      readonly status?: number;
      readonly headers?: Record<string, string>;
      readonly json?: unknown;
      readonly text?: string;
    }
  | 'cut'
  | 'never';

/** A real HTTP server on 127.0.0.1, HTTPS with `tls`, that remembers every request. */
export async function startServer(reply: (request: Received) => Reply, tls?: ServerOptions) {
  const received: Received[] = [];
  const answerTo = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
      const request = {
        method: incoming.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        body: Buffer.concat(chunks),
      };
      received.push(request);
      const answer = reply(request);
      if (answer === 'never') return;
      if (answer === 'cut') {
        incoming.socket.destroy();
        return;
      }
      outgoing.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
      outgoing.end(answer.text ?? JSON.stringify(answer.json ?? {}));
    });
  };
  const server = tls ? createSecureServer(tls, answerTo) : createServer(answerTo);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    received,
    port,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
