import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { GatewayError } from '../../schemas/errors.js';
import type { Settings } from '../config.js';
import { systemErrorCode } from '../system-error.js';

export type ListenSettings = Pick<Settings, 'host' | 'port' | 'tlsCertificate' | 'tlsKey' | 'tlsClientCa'>;

export interface OpenServers {
  /** Where people and systems come in. */
  readonly address: string;
  /** Where the command line of this machine comes in: plain and on loopback, for it trusts no certificate. */
  readonly doorAddress: string;
  /** Answers the requests in hand, for at most {@link closeGraceMs}, and ends. */
  close(): Promise<void>;
}

const secondMs = 1000;
const closeGraceMs = 5 * secondMs;
/** A caller who sends slowly holds a connection no longer than this. */
const patience = { requestTimeout: 30 * secondMs, headersTimeout: 10 * secondMs, keepAliveTimeout: 60 * secondMs } as const;
const headersMax = 50;
const connectionsMax = 2000;

/**
 * Listens where the settings say, with TLS where they name a certificate, and with that also on a free port of loopback.
 * Throws SERVICE_PORT_TAKEN, SERVICE_PORT_REFUSED, SERVICE_CERTIFICATE_WRONG.
 */
export async function openServers(app: RequestListener, settings: ListenSettings): Promise<OpenServers> {
  const { host, port } = settings;
  const secure = secureServer(app, settings);
  const main = await listening(secure ?? createServer(patience, app), { host, port });
  const door = secure ? await listening(createServer(patience, app), { host: '127.0.0.1', port: 0 }) : main;
  const address = addressOf(main, secure ? 'https' : 'http');
  return {
    address,
    doorAddress: door === main ? address : addressOf(door, 'http'),
    close: async () => {
      await Promise.all([...new Set([main, door])].map(closeServer));
    },
  };
}

function secureServer(app: RequestListener, { tlsCertificate, tlsKey, tlsClientCa }: ListenSettings): Server | undefined {
  if (tlsCertificate === undefined || tlsKey === undefined) return undefined;
  const read = (file: string): Buffer => {
    try {
      return readFileSync(file);
    } catch (error) {
      throw new GatewayError('SERVICE_CERTIFICATE_WRONG', { file, reason: systemErrorCode(error) }, error);
    }
  };
  const files = { cert: read(tlsCertificate), key: read(tlsKey), ca: tlsClientCa === undefined ? undefined : read(tlsClientCa) };
  const isMutual = tlsClientCa !== undefined;
  try {
    return createSecureServer({ ...patience, ...files, requestCert: isMutual, rejectUnauthorized: isMutual, minVersion: 'TLSv1.2' }, app);
  } catch (error) {
    throw new GatewayError('SERVICE_CERTIFICATE_WRONG', { file: tlsCertificate, reason: error instanceof Error ? error.message : '' }, error);
  }
}

async function listening(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<Server> {
  server.maxHeadersCount = headersMax;
  server.maxConnections = connectionsMax;
  server.listen({ host, port });
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'EADDRINUSE') throw new GatewayError('SERVICE_PORT_TAKEN', { host, port }, error);
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new GatewayError('SERVICE_PORT_REFUSED', { host, port }, error);
    throw error;
  }
}

function addressOf(server: Server, scheme: 'http' | 'https'): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${String(port)}`;
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const impatience = setTimeout(() => server.closeAllConnections(), closeGraceMs);
  await closed;
  clearTimeout(impatience);
}
