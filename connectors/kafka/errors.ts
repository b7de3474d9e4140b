import type { ErrorCode, ErrorFacts } from '../../schemas/errors.js';
import { GatewayError } from '../../schemas/errors.js';
import { errnoOf } from '../shared/errno.js';
import { networkError } from '../shared/sql/network-errors.js';

/** By the client's own codes and by the names that the protocol has for a cluster's. */
const byName: Readonly<Record<string, ErrorCode>> = {
  PLT_KFK_AUTHENTICATION: 'CONNECTOR_LOGIN_REFUSED',
  SASL_AUTHENTICATION_FAILED: 'CONNECTOR_LOGIN_REFUSED',
  TOPIC_AUTHORIZATION_FAILED: 'CONNECTOR_RIGHT_MISSING',
  GROUP_AUTHORIZATION_FAILED: 'CONNECTOR_RIGHT_MISSING',
  CLUSTER_AUTHORIZATION_FAILED: 'CONNECTOR_RIGHT_MISSING',
  UNKNOWN_TOPIC_OR_PARTITION: 'MESSAGE_QUEUE_MISSING',
  OFFSET_OUT_OF_RANGE: 'MESSAGE_OFFSETS_GONE',
  REQUEST_TIMED_OUT: 'CONNECTOR_TIMED_OUT',
  PLT_KFK_TIMEOUT: 'CONNECTOR_TIMED_OUT',
};

/** What an error of the client means: the first of it, its parts and its causes that has a name of the table. */
export function clusterError(error: unknown, facts: ErrorFacts): unknown {
  if (error instanceof GatewayError) return error;
  const parts = partsOf(error);
  for (const part of parts) {
    for (const name of namesOf(part)) {
      const code = byName[name];
      if (code) return new GatewayError(code, { ...facts, answer: name }, error);
    }
  }
  const ofSystem = parts.find((part) => /^E[A-Z]+$/u.test(errnoOf(part) ?? ''));
  return networkError(ofSystem ?? error, facts, 'CONNECTOR_CONNECTION_LOST');
}

function namesOf(error: object): string[] {
  const names = ['apiId' in error ? error.apiId : undefined, errnoOf(error)];
  return names.filter((name) => typeof name === 'string');
}

const depthMax = 5;

function partsOf(error: unknown, depth = 0): object[] {
  if (typeof error !== 'object' || error === null || depth > depthMax) return [];
  const inner: unknown[] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  return [error, ...[...inner, 'cause' in error ? error.cause : undefined].flatMap((part) => partsOf(part, depth + 1))];
}
