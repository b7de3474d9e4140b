import type { JsonObject } from '../../schemas/json.js';
import type { Signing } from '../shared/signing.js';
import type { SealSpec } from './seal.js';
import type { TlsSpec } from '../shared/http/tls.js';
import type { ExchangeStreams } from '../shared/exchange/stream-spec.js';

/** Configuration of a REST connector as it stands in a manifest; texts that say `path` into an answer are JSON paths. */
export interface RestConfig {
  readonly baseUrl: string;
  readonly timeoutSeconds?: number;
  readonly answerBytesMax?: number;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly auth?: RestAuth;
  readonly sign?: RestSign;
  readonly seal?: SealSpec;
  readonly tls?: TlsSpec;
  /** For each endpoint that has no limit of its own. */
  readonly requestsPerMinute?: number;
  /** A harmless GET for the connection check. */
  readonly checkPath?: string;
  /** How a readable answer says whether the request as a whole was taken; without it the HTTP status alone decides. */
  readonly success?: SuccessRule;
  readonly streams: ExchangeStreams;
}

/** A preset, what differs from it, or the whole rule of signing. */
export type RestSign = Partial<Signing> & Pick<Signing, 'secret'> & { readonly preset?: 'x-tif' | 'app-key' };

export type RestAuth =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'token'; readonly token: string } & TokenPlace)
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | TokenEndpoint
  | SecretExchange;

/** Where a token is put: `Authorization: Bearer …` unless said otherwise. */
export interface TokenPlace {
  readonly header?: string;
  readonly prefix?: string;
}

export interface TokenEndpoint extends TokenPlace {
  readonly kind: 'token-endpoint';
  readonly path: string;
  readonly body: JsonObject;
  readonly bodyAs?: 'json' | 'form';
  /** Sign this request like any other. */
  readonly signed?: boolean;
  /** JSON path of the token in the answer. */
  readonly token: string;
  /** JSON path of its life in seconds; without it, `lifetimeSeconds`. */
  readonly expiresIn?: string;
  readonly lifetimeSeconds?: number;
}

/**
 * A signing secret that expires, got in two steps: the application's own secret signs the request for a refresh secret,
 * that one signs the request for the secret which signs everything else. Both are GET requests.
 */
export interface SecretExchange {
  readonly kind: 'secret-exchange';
  readonly first: {
    readonly path: string;
    /** JSON path; looked for in the answer to the second step too. */
    readonly refreshSecret: string;
    readonly lifetimeSeconds: number;
  };
  readonly second: {
    readonly path: string;
    readonly requestSecret: string;
    readonly lifetimeSeconds: number;
  };
}

export interface SuccessRule {
  /** JSON path of the code that stands for the whole answer. */
  readonly path: string;
  readonly values: readonly string[];
  readonly text?: string;
  /** Codes that mean that the token is no longer good. */
  readonly loginCodes?: readonly string[];
  /** Codes that mean "later": nothing was taken, try again. */
  readonly busyCodes?: readonly string[];
}
