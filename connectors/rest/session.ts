import { GatewayError } from '../../schemas/errors.js';
import type { JsonValue } from '../../schemas/json.js';
import type { Exchange } from '../shared/exchange/exchange.js';
import { shownPath } from '../shared/exchange/exchange.js';
import { parseJsonPath, textAt } from '../shared/json-path.js';
import { parseLosslessJson } from '../shared/lossless-json.js';
import type { HttpClient, HttpOutcome, HttpRequest } from '../shared/http/http-client.js';
import { retryAfterMs } from '../shared/http/http-client.js';
import { redact, secretsOf } from './redact.js';
import { BodySeal } from './seal.js';
import type { SignInAnswer } from './sign-in.js';
import { SignIn } from './sign-in.js';
import type { RestConfig } from './spec.js';

/** An answer with its body read; `json` is undefined when it is not JSON. */
type Answered = (HttpOutcome & { readonly kind: 'answer' }) & { readonly json: JsonValue | undefined };
type Received = Answered | (HttpOutcome & { readonly kind: 'lost' });

const answerCharsShown = 500;

/** Requests that are signed in and sealed; says what an answer means for the records in the request. */
export class Session {
  readonly #config: RestConfig;
  readonly #client: HttpClient;
  readonly #now: () => Date;
  readonly #secrets: readonly string[];
  readonly #seal: BodySeal | undefined;
  readonly #signIn: SignIn;

  constructor(config: RestConfig, client: HttpClient, now: () => Date) {
    this.#config = config;
    this.#client = client;
    this.#now = now;
    this.#secrets = secretsOf(config);
    this.#seal = config.seal && new BodySeal(config.seal);
    this.#signIn = new SignIn(config, {
      now,
      ask: async (request, signal) => await this.#askUnsignedIn(request, signal),
      refused: (answer, path) => this.#loginRefused(answer, path),
    });
  }

  /**
   * Sends one request; once more with a new token when the far system no longer takes the old one.
   * @throws REST_RATE_LIMITED (fact `retryAfterMs`), CONNECTOR_HOST_NOT_FOUND, CONNECTOR_CONNECTION_REFUSED:
   *   certain that nothing was taken
   * @throws CONNECTOR_LOGIN_REFUSED
   */
  async exchange(request: HttpRequest, signal: AbortSignal): Promise<Exchange> {
    const first = await this.#sendSignedIn(request, signal);
    if (!this.#isLoginRefused(first)) return this.#judge(first, request);
    if (!this.#signIn.isRenewable) throw this.#loginRefused(first, request.path);
    this.#signIn.forget();
    const second = await this.#sendSignedIn(request, signal);
    if (this.#isLoginRefused(second)) throw this.#loginRefused(second, request.path);
    return this.#judge(second, request);
  }

  /** Gets a token or a signing secret where one is needed. @throws CONNECTOR_LOGIN_REFUSED, REST_ANSWER_LOST */
  async signIn(signal: AbortSignal): Promise<boolean> {
    await this.#signIn.prepare(signal);
    return this.#signIn.isRenewable;
  }

  async #sendSignedIn(request: HttpRequest, signal: AbortSignal): Promise<Received> {
    const sealed = this.#seal ? await this.#seal.close(request, this.#now()) : request;
    const outcome = await this.#send(await this.#signIn.dress(sealed, signal), signal);
    if (outcome.kind === 'lost' || !this.#seal || outcome.json === undefined) return outcome;
    const json = await this.#seal.open(outcome.json);
    return json === undefined ? { kind: 'lost', reason: 'the seal of the answer does not hold' } : { ...outcome, json };
  }

  async #send(request: HttpRequest, signal: AbortSignal): Promise<Received> {
    const outcome = await this.#client.send(request, signal);
    return outcome.kind === 'lost' ? outcome : { ...outcome, json: readJson(outcome.text) };
  }

  async #askUnsignedIn(request: HttpRequest, signal: AbortSignal): Promise<Answered> {
    const outcome = await this.#send(request, signal);
    if (outcome.kind === 'lost') throw this.#lost(request.path, outcome.reason);
    this.#throwIfBusy(outcome, request.path);
    if (outcome.status >= 500) throw this.#failed(request.path, outcome.status);
    return outcome;
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
  #codeOf({ json }: Pick<Answered, 'json'>): string | undefined {
    const { success } = this.#config;
    return success && textAt(json, parseJsonPath(success.path));
  }

  /** The far system's own words, cut and without our secrets, should it repeat them. */
  #words(answer: Pick<Answered, 'json' | 'text'>): { readonly code?: string; readonly text: string } {
    const path = this.#config.success?.text;
    const words = path === undefined ? undefined : textAt(answer.json, parseJsonPath(path));
    const secrets = [...this.#secrets, ...this.#signIn.secrets];
    const text = redact(words ?? answer.text, secrets).slice(0, answerCharsShown);
    return { code: this.#codeOf(answer), text };
  }

  #loginRefused(outcome: SignInAnswer | Received, path: string): GatewayError {
    const facts = 'text' in outcome ? { status: outcome.status, answer: this.#words(outcome).text } : {};
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

/** Undefined for what is not JSON. */
function readJson(text: string): JsonValue | undefined {
  try {
    return parseLosslessJson(text);
  } catch {
    return undefined;
  }
}
