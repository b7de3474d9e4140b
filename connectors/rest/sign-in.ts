import { GatewayError } from '../../schemas/errors.js';
import type { JsonValue } from '../../schemas/json.js';
import { parseJsonPath, textAt } from '../shared/json-path.js';
import type { HttpRequest } from '../shared/http/http-client.js';
import { formBody, jsonBody } from '../shared/http/http-client.js';
import type { RestAuth, RestConfig, SecretExchange, TokenEndpoint, TokenPlace } from './spec.js';

/** An answer of the far system as far as signing in has to see it. */
export interface SignInAnswer {
  readonly status: number;
  readonly json: JsonValue | undefined;
}

/** What signing in needs of the session. */
export interface SignInWays {
  readonly now: () => Date;
  /** Sends a request that is not signed in; throws when it is lost, put off or failed on the far side. */
  ask(request: HttpRequest, signal: AbortSignal): Promise<SignInAnswer>;
  /** CONNECTOR_LOGIN_REFUSED with the far system's words. */
  refused(answer: SignInAnswer, path: string): GatewayError;
}

interface Held {
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly renewAt: number;
}

const defaultTokenSeconds = 600;
/** A token is renewed when so much of its life is left, so that it does not lapse on the way. */
const renewalShare = 0.1;

/** Gets, keeps and renews what requests are signed in with: nothing, a token, a password, or a secret for signing. */
export class SignIn {
  readonly #auth: RestAuth;
  readonly #firstSecret: string;
  readonly #ways: SignInWays;
  #held: Held | undefined;
  /** What a new signing secret is asked for with, while it lives. */
  #refresh: Held | undefined;
  /** One renewal at a time, whoever asks. */
  #renewal: Promise<Held> | undefined;

  constructor({ auth, sign }: RestConfig, ways: SignInWays) {
    this.#auth = auth ?? { kind: 'none' };
    this.#firstSecret = sign?.secret ?? '';
    this.#ways = ways;
  }

  /** Whether what is held was got from the far system, so that it may be got anew. */
  get isRenewable(): boolean {
    return this.#auth.kind === 'token-endpoint' || this.#auth.kind === 'secret-exchange';
  }

  /** Secrets that were given to us on the way, never to be shown. */
  get secrets(): string[] {
    return [this.#held, this.#refresh].flatMap((held) => (held ? [held.value] : []));
  }

  /** Gives up what is held: the far system takes it no longer. */
  forget(): void {
    this.#held = undefined;
  }

  /** Gets what has to be got. @throws CONNECTOR_LOGIN_REFUSED and whatever the ways throw */
  async prepare(signal: AbortSignal): Promise<void> {
    if (this.isRenewable) await this.#current(signal);
  }

  /** The request with what it is signed in with. @throws as `prepare` */
  async dress(request: HttpRequest, signal: AbortSignal): Promise<HttpRequest> {
    const auth = this.#auth;
    if (auth.kind === 'none') return request;
    if (auth.kind === 'basic') {
      const credentials = Buffer.from(`${auth.user}:${auth.password}`).toString('base64');
      return withHeader(request, 'Authorization', `Basic ${credentials}`);
    }
    if (auth.kind === 'token') return withToken(request, auth.token, auth);
    const value = await this.#current(signal);
    return auth.kind === 'token-endpoint' ? withToken(request, value, auth) : { ...request, secret: value };
  }

  async #current(signal: AbortSignal): Promise<string> {
    if (this.#isFresh(this.#held)) return this.#held.value;
    this.#renewal ??= this.#renew(signal).finally(() => {
      this.#renewal = undefined;
    });
    this.#held = await this.#renewal;
    return this.#held.value;
  }

  async #renew(signal: AbortSignal): Promise<Held> {
    const auth = this.#auth;
    if (auth.kind === 'token-endpoint') return await this.#newToken(auth, signal);
    if (auth.kind === 'secret-exchange') return await this.#newSecret(auth, signal);
    throw new GatewayError('CONNECTOR_CONFIG_INVALID', { field: 'auth', kind: auth.kind });
  }

  async #newToken(auth: TokenEndpoint, signal: AbortSignal): Promise<Held> {
    const body = auth.bodyAs === 'form' ? formBody(textFields(auth.body)) : jsonBody(auth.body);
    const request: HttpRequest = { method: 'POST', path: auth.path, body, isUnsigned: auth.signed !== true };
    const answer = await this.#ways.ask(request, signal);
    const token = granted(answer, auth.token);
    if (token === undefined) throw this.#ways.refused(answer, auth.path);
    const given = auth.expiresIn === undefined ? undefined : textAt(answer.json, parseJsonPath(auth.expiresIn));
    return this.#hold(token, Number(given ?? auth.lifetimeSeconds ?? defaultTokenSeconds));
  }

  /** The second step; before it the first one, where no refresh secret is held or the held one is refused. */
  async #newSecret(auth: SecretExchange, signal: AbortSignal): Promise<Held> {
    const held = this.#isFresh(this.#refresh) ? this.#refresh.value : undefined;
    if (held !== undefined) {
      const { secret } = await this.#secondStep(auth, held, signal);
      if (secret) return secret;
      this.#refresh = undefined;
    }
    const { path, refreshSecret, lifetimeSeconds } = auth.first;
    const answer = await this.#ways.ask({ method: 'GET', path, secret: this.#firstSecret }, signal);
    const first = granted(answer, refreshSecret);
    if (first === undefined) throw this.#ways.refused(answer, path);
    this.#refresh = this.#hold(first, lifetimeSeconds);
    const { secret, answer: second } = await this.#secondStep(auth, first, signal);
    if (!secret) throw this.#ways.refused(second, auth.second.path);
    return secret;
  }

  async #secondStep(
    { first, second }: SecretExchange,
    refreshSecret: string,
    signal: AbortSignal,
  ): Promise<{ readonly secret: Held | undefined; readonly answer: SignInAnswer }> {
    const answer = await this.#ways.ask({ method: 'GET', path: second.path, secret: refreshSecret }, signal);
    const secret = granted(answer, second.requestSecret);
    if (secret === undefined) return { secret, answer };
    // Some platforms renew the refresh secret with every use and drop the old one.
    const next = granted(answer, first.refreshSecret);
    if (next !== undefined) this.#refresh = this.#hold(next, first.lifetimeSeconds);
    return { secret: this.#hold(secret, second.lifetimeSeconds), answer };
  }

  #hold(value: string, seconds: number): Held {
    const lifeMs = (Number.isFinite(seconds) ? seconds : defaultTokenSeconds) * 1_000;
    return { value, renewAt: this.#ways.now().getTime() + lifeMs * (1 - renewalShare) };
  }

  #isFresh(held: Held | undefined): held is Held {
    return held !== undefined && held.renewAt > this.#ways.now().getTime();
  }
}

/** What stands at the path of a good answer; undefined for nothing and for the empty text. */
function granted({ status, json }: SignInAnswer, path: string): string | undefined {
  return (status < 300 ? textAt(json, parseJsonPath(path)) : undefined) || undefined;
}

function withToken(request: HttpRequest, token: string, place: TokenPlace): HttpRequest {
  const prefix = place.prefix ?? (place.header === undefined ? 'Bearer ' : '');
  return { ...withHeader(request, place.header ?? 'Authorization', `${prefix}${token}`), token };
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
