import type { ErrorCode } from '../../schemas/errors.js';
import type { JsonObject } from '../../schemas/json.js';
import type { Caller, Right } from '../access/rights.js';
import type { Session } from '../access/sign-in.js';
import { GatewayError } from '../../schemas/errors.js';
import type { GatewayServices } from '../services/services.js';

/**
 * One operation of the API: what the server does with a request and what the OpenAPI document says of it come
 * from the same object, so that they cannot differ.
 */
export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Below `/api/v1`, parameters in braces: `/runs/{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summaryZh: string;
  readonly summaryEn: string;
  /**
   * What the caller must be allowed; `anyone`: no sign-in needed; `signed-in`: nothing but that; `machine`: only who
   * holds the start-up token.
   */
  readonly right: Right | 'anyone' | 'signed-in' | 'machine';
  /** JSON Schemas by parameter's name. Path parameters that are not listed are plain text. */
  readonly pathParameters?: Readonly<Record<string, JsonObject>>;
  readonly query?: Readonly<Record<string, JsonObject>>;
  readonly requiredQuery?: readonly string[];
  /** JSON Schema of the request's body; absent where there is none. */
  readonly body?: JsonObject;
  /** Largest body that is read; 64 KiB when absent. */
  readonly bodyBytesMax?: number;
  readonly answer: {
    readonly status: 200 | 201 | 202;
    readonly schema: JsonObject;
    /** `application/json` when absent. */
    readonly mediaType?: 'text/event-stream';
  };
  /** True where the answer carries an ETag and may be 304. */
  readonly hasETag?: boolean;
  /** Codes that the operation itself may answer with, besides those of every route. */
  readonly errors?: readonly ErrorCode[];
  /** The services are bound to what the caller may see by the route's right, and act in the caller's name. */
  readonly handle: (request: ApiRequest, services: GatewayServices) => Promise<ApiAnswer>;
}

/** A request whose parts have been checked against the route's schemas. */
export interface ApiRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | number | undefined>>;
  readonly body: JsonObject;
  /** ETag that the caller says to have seen (If-Match); null: that there was nothing (If-None-Match: *); undefined: it says neither. */
  readonly seen?: string | null;
  readonly caller: Caller;
  /** Of people who signed in. */
  readonly signIn?: SignIn;
}

export interface SignIn {
  /** Of the session; nowhere kept. */
  readonly token: string;
  readonly session: Session;
}

export interface ApiAnswer {
  readonly body: unknown;
  /** In place of the body: messages, until `signal` is aborted because the caller went away or the server ends. */
  readonly events?: (signal: AbortSignal) => AsyncIterable<ServerEvent>;
  /** Without quotes. */
  readonly eTag?: string;
  /** Where to look for what the request began. */
  readonly location?: string;
  /** The session's token to put into the browser's cookie; null takes the cookie away. */
  readonly sessionToken?: string | null;
}

/** A message of `text/event-stream`; without data a comment that only shows that the line holds. */
export interface ServerEvent {
  readonly event: string;
  readonly data?: unknown;
}

export const apiPrefix = '/api/v1';

/** `{ "$ref": … }` to a schema of views.schema.json. */
export function view(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

export function listOf(name: string): JsonObject {
  return {
    type: 'object',
    required: ['items'],
    additionalProperties: false,
    properties: { items: { type: 'array', items: view(name) } },
  };
}

export function pageOf(name: string): JsonObject {
  return {
    type: 'object',
    required: ['items', 'next'],
    additionalProperties: false,
    properties: {
      items: { type: 'array', items: view(name) },
      next: {
        type: ['string', 'null'],
        description: '下一页的 cursor；末页为 null。 The cursor of the next page; null on the last.',
      },
    },
  };
}

/** Query parameters of every list that comes in pages. */
export const pageQuery = {
  limit: { type: 'integer', minimum: 1, maximum: 500, default: 50, description: '每页条数。 Items a page.' },
  cursor: { type: 'string', maxLength: 1000, description: '上一页的 next。 `next` of the page before.' },
} as const satisfies Record<string, JsonObject>;

/** The page that a request asks for; its query has been checked against {@link pageQuery}. */
export function pageRequest({ query }: ApiRequest): { limit: number; cursor?: string } {
  const cursor = textQuery(query.cursor);
  return { limit: Number(query.limit), ...(cursor === undefined ? {} : { cursor }) };
}

/** A text parameter as the service takes it. */
export function textQuery(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

/**
 * Who stands for what a request decides: whoever signed in, or else the person that the body names. Throws API_BODY_WRONG
 * where it names nobody, or somebody else.
 */
export function personOf({ caller, body }: ApiRequest): string {
  const named = typeof body.person === 'string' ? body.person : undefined;
  const person = caller.kind === 'person' ? caller.name : named;
  if (person === undefined) throw new GatewayError('API_BODY_WRONG', { mistakes: 'person: missing' });
  if (named !== undefined && named !== person)
    throw new GatewayError('API_BODY_WRONG', { mistakes: 'person: not the one who signed in' });
  return person;
}

/** `department/name` of a path with these two parameters. */
export function nameOf({ path }: ApiRequest): string {
  return `${path.department ?? ''}/${path.name ?? ''}`;
}
