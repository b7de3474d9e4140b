import type { ErrorCode, ErrorFacts } from '../../schemas/errors.js';
import { GatewayError } from '../../schemas/errors.js';
import { networkError } from '../shared/sql/network-errors.js';

/** Reply codes of AMQP 0-9-1 with which a broker closes a channel or a connection. */
const byReply: ReadonlyMap<unknown, ErrorCode> = new Map([
  [320, 'CONNECTOR_CONNECTION_LOST'],
  [403, 'CONNECTOR_RIGHT_MISSING'],
  [404, 'MESSAGE_QUEUE_MISSING'],
  [405, 'CONNECTOR_BUSY'],
  [506, 'CONNECTOR_BUSY'],
]);

/** What an error of an open connection means; one without a reply code is a cut line. */
export function brokerError(error: unknown, facts: ErrorFacts): unknown {
  if (error instanceof GatewayError) return error;
  const reply = replyCode(error);
  const code = byReply.get(reply);
  if (code !== undefined) return new GatewayError(code, { ...facts, reply }, error);
  return networkError(error, facts, 'CONNECTOR_CONNECTION_LOST');
}

/**
 * What an error while signing in means. The driver has its reply code in words alone, and of a refused virtual host
 * only at which step it happened.
 */
export function handshakeError(error: unknown, facts: ErrorFacts): unknown {
  const words = error instanceof Error ? error.message : '';
  if (/^Handshake terminated by server: 403\b/u.test(words)) return new GatewayError('CONNECTOR_LOGIN_REFUSED', facts, error);
  if (/^Expected ConnectionOpenOk; got <ConnectionClose\b/u.test(words)) return new GatewayError('MESSAGE_VHOST_REFUSED', facts, error);
  if (words === 'connect ETIMEDOUT') return new GatewayError('CONNECTOR_TIMED_OUT', facts, error);
  return networkError(error, facts, 'CONNECTOR_CONNECTION_REFUSED');
}

function replyCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}
