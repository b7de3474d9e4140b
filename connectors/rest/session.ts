import { GatewayError } from '../../schemas/errors.js';
import type { JsonValue } from '../../schemas/json.js';
import { parseJsonPath, textAt } from '../shared/json-path.js';
import { parseLosslessJson } from '../shared/lossless-json.js';
import type { HttpClient, HttpOutcome, HttpRequest } from './http-client.js';
import { formBody, jsonBody, retryAfterMs } from './http-client.js';
import { redact, secretsOf } from './redact.js';
import type { RestConfig, TokenEndpoint } from './spec.js';

/** What became of a request, told apart by what it means for the records in it. */
export type Exchange =
  | { readonly kind: 'taken'; readonly answer: JsonValue; readonly headers: ReadonlyMap<string, string> }
  /** The far system said no to the whole request. */
  | { readonly kind: 'refused'; readonly status: number; readonly code?: string; readonly text: string }
  /** It is not known what became of it. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly retryAfterMs?: number };

/** An answer with its body read; `json` is undefined when it is not JSON. */
type Answered = (HttpOutcome & { readonly kind: 'answer' }) & { readonly json: JsonValue | undefined };
type Received = Answered | (HttpOutcome & { readonly kind: 'lost' });

interface HeldToken {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly refreshAt: number;
}

const answerCharsShown = 500;
const defaultLifetimeSeconds = 600;
/** A token is renewed when so much of its life is left, so that it does not lapse on the way. */
const renewalShare = 0.1;

/** Requests that are signed in: finds and renews the token, and says what an answer means. */
export class Session {
  readonly #config: RestConfig;
  readonly #client: HttpClient;
  readonly #now: () => Date;
  readonly #secrets: readonly string[];
  #held: HeldToken | undefined;
  /** One renewal at a time, whoever asks. */
  #renewal: Promise<HeldToken> | undefined;

  constructor(config: RestConfig, client: HttpClient, now: () => Date) {
    this.#config = config;
    this.#client = client;
    this.#now = now;
    this.#secrets = secretsOf(config);
  }

  /**
   * Sends one request; once more with a new token when the far system no longer takes the old one.
   * @throws REST_RATE_LIMITED (fact `retryAfterMs`), CONNECTOR_HOST_NOT_FOUND, CONNECTOR_CONNECTION_REFUSED:
   *   certain that nothing was taken
   * @throws CONNECTOR_LOGIN_REFUSED
   */
  async exchange(request: HttpRequest, signal: AbortSignal): Promise<Exchange> {
    const first = await this.#sendSigned(request, signal);
    if (!this.#isLoginRefused(first)) return this.#judge(first, request);
    if (this.#config.auth?.kind !== 'token-endpoint') throw this.#loginRefused(first, request.path);
    this.#held = undefined;
    const second = await this.#sendSigned(request, signal);
    if (this.#isLoginRefused(second)) throw this.#loginRefused(second, request.path);
    return this.#judge(second, request);
  }

  /** Gets a token where one is needed. @throws CONNECTOR_LOGIN_REFUSED, REST_ANSWER_LOST */
  async signIn(signal: AbortSignal): Promise<boolean> {
    const { auth } = this.#config;
    if (auth?.kind !== 'token-endpoint') return false;
    await this.#token(auth, signal);
    return true;
  }

  async #sendSigned(request: HttpRequest, signal: AbortSignal): Promise<Received> {
    const { auth = { kind: 'none' } } = this.#config;
    if (auth.kind === 'none') return await this.#send(request, signal);
    if (auth.kind === 'basic') {
      const credentials = Buffer.from(`${auth.user}:${auth.password}`).toString('base64');
      return await this.#send(withHeader(request, 'Authorization', `Basic ${credentials}`), signal);
    }
    const token = auth.kind === 'token' ? auth.token : (await this.#token(auth, signal)).token;
    const header = auth.header ?? 'Authorization';
    const prefix = auth.prefix ?? (auth.header === undefined ? 'Bearer ' : '');
    return await this.#send({ ...withHeader(request, header, `${prefix}${token}`), token }, signal);
  }

  async #send(request: HttpRequest, signal: AbortSignal): Promise<Received> {
    const outcome = await this.#client.send(request, signal);
    return outcome.kind === 'lost' ? outcome : { ...outcome, json: readJson(outcome.text) };
  }

  async #token(auth: TokenEndpoint, signal: AbortSignal): Promise<HeldToken> {
    if (this.#held && this.#held.refreshAt > this.#now().getTime()) return this.#held;
    this.#renewal ??= this.#renew(auth, signal).finally(() => {
      this.#renewal = undefined;
    });
    this.#held = await this.#renewal;
    return this.#held;
  }

  async #renew(auth: TokenEndpoint, signal: AbortSignal): Promise<HeldToken> {
    const outcome = await this.#send(
      {
        method: 'POST',
        path: auth.path,
        body: auth.bodyAs === 'form' ? formBody(textFields(auth.body)) : jsonBody(auth.body),
        isUnsigned: auth.signed !== true,
      },
      signal,
    );
    if (outcome.kind === 'lost') throw this.#lost(auth.path, outcome.reason);
    this.#throwIfBusy(outcome, auth.path);
    if (outcome.status >= 500) throw this.#failed(auth.path, outcome.status);
    const token = outcome.status < 300 ? textAt(outcome.json, parseJsonPath(auth.token)) : undefined;
    if (!token) throw this.#loginRefused(outcome, auth.path);
    const given =
      auth.expiresIn === undefined ? undefined : textAt(outcome.json, parseJsonPath(auth.expiresIn));
    const seconds = Number(given ?? auth.lifetimeSeconds ?? defaultLifetimeSeconds);
    const lifeMs = (Number.isFinite(seconds) ? seconds : defaultLifetimeSeconds) * 1_000;
    return { token, refreshAt: this.#now().getTime() + lifeMs * (1 - renewalShare) };
  }

  #judge(outcome: Received, request: HttpRequest): Exchange {
    if (outcome.kind === 'lost') return { kind: 'unknown', reason: outcome.reason };
    const { status, headers, json } = outcome;
    this.#throwIfBusy(outcome, request.path);
    if (status >= 500 || status === 408) {
      return { kind: 'unknown', reason: `HTTP ${status}`, retryAfterMs: retryAfterMs(headers, this.#now()) };
    }
    if (status >= 400) return { kind: 'refused', status, ...this.#words(outcome) };
    if (status >= 300) return { kind: 'unknown', reason: `HTTP ${status}` };
    const answer = outcome.text.trim() === '' ? null : json;
    if (answer === undefined) return { kind: 'unknown', reason: 'answer is not JSON' };
    const { success } = this.#config;
    if (!success) return { kind: 'taken', answer, headers };
    const code = this.#codeOf(outcome);
    if (code === undefined) return { kind: 'unknown', reason: `answer without ${success.path}` };
    if (success.values.includes(code)) return { kind: 'taken', answer, headers };
    return { kind: 'refused', status, ...this.#words(outcome) };
  }

  #isLoginRefused(outcome: Received): boolean {
    if (outcome.kind === 'lost') return false;
    if (outcome.status === 401 || outcome.status === 403) return true;
    const code = this.#codeOf(outcome);
    return code !== undefined && (this.#config.success?.loginCodes?.includes(code) ?? false);
  }

  #throwIfBusy(outcome: Answered, path: string): void {
    const code = this.#codeOf(outcome);
    const isBusy = code !== undefined && (this.#config.success?.busyCodes?.includes(code) ?? false);
    if (outcome.status !== 429 && !isBusy) return;
    throw new GatewayError('REST_RATE_LIMITED', {
      host: this.#client.host,
      path: shownPath(path),
      code,
      retryAfterMs: retryAfterMs(outcome.headers, this.#now()),
    });
  }

  /** The code that stands for the whole answer. */
  #codeOf({ json }: Answered): string | undefined {
    const { success } = this.#config;
    return success && textAt(json, parseJsonPath(success.path));
  }

  /** The far system's own words, cut and without our secrets, should it repeat them. */
  #words(answer: Answered): { readonly code?: string; readonly text: string } {
    const path = this.#config.success?.text;
    const words = path === undefined ? undefined : textAt(answer.json, parseJsonPath(path));
    const secrets = this.#held ? [...this.#secrets, this.#held.token] : this.#secrets;
    const text = redact(words ?? answer.text, secrets).slice(0, answerCharsShown);
    return { code: this.#codeOf(answer), text };
  }

  #loginRefused(outcome: Received, path: string): GatewayError {
    const facts =
      outcome.kind === 'answer' ? { status: outcome.status, answer: this.#words(outcome).text } : {};
    return new GatewayError('CONNECTOR_LOGIN_REFUSED', {
      host: this.#client.host,
      path: shownPath(path),
      ...facts,
    });
  }

  #lost(path: string, reason: string): GatewayError {
    return new GatewayError('REST_ANSWER_LOST', { host: this.#client.host, path: shownPath(path), reason });
  }

  #failed(path: string, status: number): GatewayError {
    return new GatewayError('REST_FAR_SYSTEM_FAILED', {
      host: this.#client.host,
      path: shownPath(path),
      status,
    });
  }
}

/**
 * The answer of a request that changes nothing: every doubt is an error that says to try again.
 * @throws REST_REQUEST_REFUSED, REST_ANSWER_LOST and whatever `Session.exchange` throws
 */
export async function ask(
  session: Session,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Exchange & { readonly kind: 'taken' }> {
  const exchange = await session.exchange(request, signal);
  if (exchange.kind === 'taken') return exchange;
  signal.throwIfAborted();
  const path = shownPath(request.path);
  if (exchange.kind === 'unknown') {
    throw new GatewayError('REST_ANSWER_LOST', {
      path,
      reason: exchange.reason,
      retryAfterMs: exchange.retryAfterMs,
    });
  }
  const { status, code, text } = exchange;
  throw new GatewayError('REST_REQUEST_REFUSED', { path, status, code, answer: text });
}

/** Without its query, where a far system's next page may carry a token. */
function shownPath(path: string): string {
  return path.split('?', 1)[0] ?? '';
}

function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}

function textFields(fields: TokenEndpoint['body']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

/** Undefined for what is not JSON. */
function readJson(text: string): JsonValue | undefined {
  try {
    return parseLosslessJson(text);
  } catch {
    return undefined;
  }
}
