import type { ErrorCode, ErrorFacts } from '../../../schemas/errors.js';
import { GatewayError } from '../../../schemas/errors.js';
import { errnoOf } from '../errno.js';

const byErrno: Readonly<Record<string, ErrorCode>> = {
  ENOTFOUND: 'CONNECTOR_HOST_NOT_FOUND',
  EAI_AGAIN: 'CONNECTOR_HOST_NOT_FOUND',
  ECONNREFUSED: 'CONNECTOR_CONNECTION_REFUSED',
  EHOSTUNREACH: 'CONNECTOR_CONNECTION_REFUSED',
  ENETUNREACH: 'CONNECTOR_CONNECTION_REFUSED',
  ETIMEDOUT: 'CONNECTOR_TIMED_OUT',
};

/**
 * Trouble that the network or the driver names, where the database itself said nothing. Errors of ours and mistakes
 * of a program pass as they are.
 * @param otherwise what an error without a known code means at this moment
 */
export function networkError(error: unknown, facts: ErrorFacts, otherwise: ErrorCode): unknown {
  if (error instanceof GatewayError || error instanceof TypeError || error instanceof RangeError) return error;
  const errno = errnoOf(error);
  return new GatewayError(byErrno[errno ?? ''] ?? otherwise, { ...facts, errno }, error);
}
