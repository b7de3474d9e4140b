import { GatewayError } from '../../schemas/errors.js';

/** RFC 9457 problem details, with the stable code and what mends it. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly titleEn: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly fix: string;
  readonly fixEn: string;
  readonly failureId?: string;
}

/** What a caller is told of an error. Of an error that is not of the table it learns only the id under which it is logged. */
export function problemDetails(error: GatewayError, failureId?: string): ProblemDetails {
  const { zh, en, fixZh, fixEn, status } = error.entry;
  const detail = Object.entries(error.facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join('; ');
  return {
    type: `urn:jiantong:error:${error.code}`,
    title: zh,
    titleEn: en,
    status,
    code: error.code,
    ...(detail === '' ? {} : { detail }),
    fix: fixZh,
    fixEn,
    ...(failureId === undefined ? {} : { failureId }),
  };
}

/** The error of the table that stands for whatever was thrown while a request was handled. */
export function asGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const { type, status } = (typeof error === 'object' && error !== null ? error : {}) as {
    type?: unknown;
    status?: unknown;
  };
  // The names that express's body parser gives its errors.
  if (type === 'entity.too.large') return new GatewayError('API_BODY_TOO_LARGE', {}, error);
  if (typeof type === 'string' && /^(entity|encoding|charset|request|parameters|stream)\./.test(type)) {
    return new GatewayError('API_BODY_WRONG', {}, error);
  }
  // A path that cannot be decoded.
  if (error instanceof URIError || status === 400) return new GatewayError('API_ROUTE_UNKNOWN', {}, error);
  return new GatewayError('API_UNEXPECTED_FAILURE', {}, error);
}
