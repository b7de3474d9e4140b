import { randomUUID } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import type { AgentOptions } from 'node:https';
import { Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import type { AxiosInstance } from 'axios';
import axios, { isAxiosError } from 'axios';
import { GatewayError } from '../../../schemas/errors.js';
import type { JsonValue } from '../../../schemas/json.js';
import { errnoOf } from '../errno.js';
import { allowedAddress, allowedLookup, type Reach } from '../networks.js';
import type { Signing, SigningMarks } from '../signing.js';
import { signRequest } from '../signing.js';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the base address, or a whole address of the same origin. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Serialised once; exactly these bytes are signed and sent. */
  readonly body?: { readonly mediaType: string; readonly bytes: Buffer };
  readonly headers?: Readonly<Record<string, string>>;
  /** Names the part `token` when signing. */
  readonly token?: string;
  /** Signs in place of the configured secret. */
  readonly secret?: string;
  readonly isUnsigned?: boolean;
}

/** An answer of whatever status, or the reason why it is not known what became of the request. */
export type HttpOutcome =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: ReadonlyMap<string, string>;
      readonly text: string;
    }
  | { readonly kind: 'lost'; readonly reason: string };

export interface HttpClientSettings {
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly answerBytesMax: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly signing?: Signing;
  /** Own certificate and trusted authority, read when the first request goes out. */
  readonly readTls?: () => Promise<AgentOptions>;
  /** What may be connected to. */
  readonly reach: Reach;
  readonly now: () => Date;
}

/** Errors after which it is certain that the far system read nothing of the request. */
const neverTaken: Readonly<Record<string, 'CONNECTOR_HOST_NOT_FOUND' | 'CONNECTOR_CONNECTION_REFUSED' | 'CONNECTOR_LOGIN_REFUSED'>> =
  {
    // The far side ended the handshake: it wants a certificate, or one of another authority.
    ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'CONNECTOR_LOGIN_REFUSED',
    ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'CONNECTOR_LOGIN_REFUSED',
    ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'CONNECTOR_LOGIN_REFUSED',
    ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'CONNECTOR_LOGIN_REFUSED',
    ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'CONNECTOR_LOGIN_REFUSED',
    ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'CONNECTOR_LOGIN_REFUSED',
    ENOTFOUND: 'CONNECTOR_HOST_NOT_FOUND',
    EAI_AGAIN: 'CONNECTOR_HOST_NOT_FOUND',
    ECONNREFUSED: 'CONNECTOR_CONNECTION_REFUSED',
    EHOSTUNREACH: 'CONNECTOR_CONNECTION_REFUSED',
    ENETUNREACH: 'CONNECTOR_CONNECTION_REFUSED',
    CERT_HAS_EXPIRED: 'CONNECTOR_CONNECTION_REFUSED',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'CONNECTOR_CONNECTION_REFUSED',
    SELF_SIGNED_CERT_IN_CHAIN: 'CONNECTOR_CONNECTION_REFUSED',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'CONNECTOR_CONNECTION_REFUSED',
    ERR_TLS_CERT_ALTNAME_INVALID: 'CONNECTOR_CONNECTION_REFUSED',
  };
const connectionsMax = 8;
/**
 * An idle connection is given up before the far side does it (5 s is the shortest usual limit): a request that meets
 * a connection just closed is lost in a way that looks like any other cut, and its records would be in doubt.
 */
const idleMs = 4_000;

/**
 * Sends requests over connections that are kept open. Knows signing and what a broken request means; knows nothing of
 * tokens, paging or records. No error of its own ever holds a header, a body or a query: secrets stand there.
 */
export class HttpClient {
  readonly #settings: HttpClientSettings;
  readonly #base: URL;
  #line: Promise<Line> | undefined;

  constructor(settings: HttpClientSettings) {
    this.#settings = settings;
    this.#base = new URL(settings.baseUrl);
  }

  get host(): string {
    return this.#base.host;
  }

  get hostname(): string {
    return hostnameOf(this.#base);
  }

  /** Where the host is now. @throws CONNECTOR_ADDRESS_REFUSED, CONNECTOR_HOST_NOT_FOUND */
  async address(): Promise<string> {
    return await allowedAddress(this.hostname, portOf(this.#base), this.#settings.reach);
  }

  /**
   * Sends one request once.
   * @throws CONNECTOR_HOST_NOT_FOUND, CONNECTOR_ADDRESS_REFUSED, CONNECTOR_CONNECTION_REFUSED: certain that nothing was sent
   * @throws REST_LINK_ELSEWHERE, CONNECTOR_CONFIG_INVALID
   */
  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpOutcome> {
    signal.throwIfAborted();
    const url = this.#address(request);
    const body = request.body?.bytes;
    const signed = await this.#sign(request, url);
    for (const [name, value] of Object.entries(signed?.query ?? {})) url.searchParams.set(name, value);
    const headers = {
      Accept: 'application/json',
      ...this.#settings.headers,
      ...(request.body ? { 'Content-Type': request.body.mediaType } : {}),
      ...request.headers,
      ...signed?.headers,
    };
    const { send } = await this.#open();
    try {
      const answer = await send.request<Buffer>({
        url: url.href,
        method: request.method,
        data: body,
        headers,
        signal,
      });
      const named = Object.entries(answer.headers).map(
        ([name, value]) => [name.toLowerCase(), String(value)] as const,
      );
      return {
        kind: 'answer',
        status: answer.status,
        headers: new Map(named),
        text: answer.data.toString('utf8'),
      };
    } catch (error) {
      // The look-up of a new connection found that it may not be made.
      if (isAxiosError(error) && error.cause instanceof GatewayError) throw error.cause;
      const errno = errnoOf(error) ?? 'unknown';
      const code = neverTaken[errno];
      // The library's error is not passed on as cause: it holds the whole request with its secrets.
      if (code) throw new GatewayError(code, { host: this.host, path: url.pathname, errno });
      if (!isAxiosError(error)) throw error;
      return { kind: 'lost', reason: signal.aborted ? 'ABORTED' : errno };
    }
  }

  async close(): Promise<void> {
    // What could not be opened was told to whoever sent; there is nothing to close then.
    const line = await this.#line?.catch(() => undefined);
    for (const agent of line?.agents ?? []) agent.destroy();
  }

  async #open(): Promise<Line> {
    this.#line ??= openLine(this.#settings);
    return await this.#line;
  }

  #address({ path, query }: HttpRequest): URL {
    const isWhole = /^https?:\/\//iu.test(path);
    const base = this.#settings.baseUrl.replace(/\/+$/u, '');
    const url = new URL(isWhole ? path : `${base}/${path.replace(/^\/+/u, '')}`);
    if (url.origin !== this.#base.origin)
      throw new GatewayError('REST_LINK_ELSEWHERE', { host: this.host, found: url.host });
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    return url;
  }

  async #sign(request: HttpRequest, url: URL): Promise<SigningMarks | undefined> {
    const { signing, now } = this.#settings;
    if (!signing || request.isUnsigned) return undefined;
    return await signRequest(request.secret === undefined ? signing : { ...signing, secret: request.secret }, {
      method: request.method,
      target: url.pathname + url.search,
      body: request.body?.bytes ?? Buffer.alloc(0),
      now: now(),
      nonce: randomUUID().replaceAll('-', ''),
      token: request.token,
    });
  }
}

/** The connections of a client. */
interface Line {
  readonly send: AxiosInstance;
  readonly agents: readonly (HttpAgent | HttpsAgent)[];
}

async function openLine({ baseUrl, reach, readTls, timeoutMs, answerBytesMax }: HttpClientSettings): Promise<Line> {
  const base = new URL(baseUrl);
  const port = portOf(base);
  // A host that is an address is not looked up by a socket; it stays what it is, so once is enough.
  if (isIP(hostnameOf(base)) !== 0) await allowedAddress(hostnameOf(base), port, reach);
  const agent = { keepAlive: true, maxSockets: connectionsMax, timeout: idleMs, lookup: allowedLookup(port, reach) };
  const agents = [new HttpAgent(agent), new HttpsAgent({ ...agent, ...(await readTls?.()) })] as const;
  const send = axios.create({
    adapter: 'http',
    httpAgent: agents[0],
    httpsAgent: agents[1],
    timeout: timeoutMs,
    maxContentLength: answerBytesMax,
    maxBodyLength: Infinity,
    // A redirect may lead to another host, which would get the token; it is shown as the answer that it is.
    maxRedirects: 0,
    proxy: false,
    responseType: 'arraybuffer',
    transformRequest: [],
    transformResponse: [],
    validateStatus: () => true,
  });
  return { send, agents };
}

function hostnameOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/gu, '');
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? customaryPorts[protocol === 'https:' ? 'https' : 'http'] : Number(port);
}

const customaryPorts = { http: 80, https: 443 } as const;

export function jsonBody(value: JsonValue): { readonly mediaType: string; readonly bytes: Buffer } {
  return { mediaType: 'application/json; charset=utf-8', bytes: Buffer.from(JSON.stringify(value)) };
}

export function formBody(fields: Readonly<Record<string, string>>): {
  readonly mediaType: string;
  readonly bytes: Buffer;
} {
  return {
    mediaType: 'application/x-www-form-urlencoded',
    bytes: Buffer.from(new URLSearchParams(fields).toString()),
  };
}

/** Milliseconds of a Retry-After header, given as seconds or as a date; undefined without one that can be read. */
export function retryAfterMs(headers: ReadonlyMap<string, string>, now: Date): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  if (/^\d{1,6}$/u.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
