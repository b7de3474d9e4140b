import { DatabaseError } from 'pg';
import type { ErrorCode, ErrorFacts } from '../../../schemas/errors.js';
import { GatewayError } from '../../../schemas/errors.js';
import type { RowRefusal } from '../isolate-rows.js';
import { networkError } from '../sql/network-errors.js';

/** By SQLSTATE, then by its class (first two characters). */
const bySqlState: Readonly<Record<string, ErrorCode>> = {
  '3D000': 'CONNECTOR_DATABASE_MISSING',
  '3F000': 'CONNECTOR_TABLE_MISSING',
  '42P01': 'CONNECTOR_TABLE_MISSING',
  '42P10': 'CONNECTOR_KEY_NOT_UNIQUE',
  '42703': 'CONNECTOR_COLUMN_MISSING',
  '42501': 'CONNECTOR_RIGHT_MISSING',
  '57014': 'CONNECTOR_TIMED_OUT',
  '57P03': 'CONNECTOR_BUSY',
  '25P03': 'CONNECTOR_CONNECTION_LOST',
  '08': 'CONNECTOR_CONNECTION_LOST',
  '28': 'CONNECTOR_LOGIN_REFUSED',
  '40': 'CONNECTOR_BUSY',
  '53': 'CONNECTOR_BUSY',
  '55': 'CONNECTOR_BUSY',
  '57': 'CONNECTOR_CONNECTION_LOST',
};

/** Trouble while a connection is being made. Anything unnamed there means that the other end will not have us. */
export function connectError(error: unknown, facts: ErrorFacts): unknown {
  return translate(error, facts, 'CONNECTOR_CONNECTION_REFUSED');
}

/** Trouble on an open connection. The driver gives a cut one no code of its own. */
export function statementError(error: unknown, facts: ErrorFacts): unknown {
  return translate(error, facts, 'CONNECTOR_CONNECTION_LOST');
}

/** What the database holds against the rows of a statement; undefined when they are not to blame. */
export function rowRefusal(error: unknown): RowRefusal | undefined {
  if (!(error instanceof DatabaseError) || error.code === undefined) return undefined;
  const { code, message } = error;
  // 21000: two rows of one statement replace the same one; apart from each other both pass.
  if (!/^(?:22|23|21000|44000|P0001)/u.test(code)) return undefined;
  return { code, text: message, permanent: code !== foreignKeyViolation };
}

/** What is referred to may come later. */
const foreignKeyViolation = '23503';

function translate(error: unknown, facts: ErrorFacts, otherwise: ErrorCode): unknown {
  if (!(error instanceof DatabaseError) || error.code === undefined) return networkError(error, facts, otherwise);
  const { code: sqlState, message: answer } = error;
  const code = bySqlState[sqlState] ?? bySqlState[sqlState.slice(0, 2)] ?? 'CONNECTOR_STATEMENT_REFUSED';
  return new GatewayError(code, { ...facts, sqlState, answer }, error);
}
