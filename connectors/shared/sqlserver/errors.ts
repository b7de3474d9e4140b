import type { ErrorCode, ErrorFacts } from '../../../schemas/errors.js';
import { GatewayError } from '../../../schemas/errors.js';
import type { RowRefusal } from '../isolate-rows.js';
import { networkError } from '../sql/network-errors.js';

/** What the server itself says: its number is the same in every version and language, the words are not. */
export class ServerError extends Error {
  readonly number: number;
  readonly class: number;

  constructor(number: number, level: number, message: string) {
    super(message);
    this.number = number;
    this.class = level;
  }
}

/** By the server's error numbers (sys.messages). */
const byNumber: Readonly<Record<number, ErrorCode>> = {
  207: 'CONNECTOR_COLUMN_MISSING',
  208: 'CONNECTOR_TABLE_MISSING',
  229: 'CONNECTOR_RIGHT_MISSING',
  230: 'CONNECTOR_RIGHT_MISSING',
  262: 'CONNECTOR_RIGHT_MISSING',
  300: 'CONNECTOR_RIGHT_MISSING',
  596: 'CONNECTOR_CONNECTION_LOST',
  911: 'CONNECTOR_DATABASE_MISSING',
  916: 'CONNECTOR_RIGHT_MISSING',
  921: 'CONNECTOR_BUSY',
  1205: 'CONNECTOR_BUSY',
  1222: 'CONNECTOR_BUSY',
  3906: 'CONNECTOR_RIGHT_MISSING',
  3960: 'CONNECTOR_BUSY',
  4060: 'CONNECTOR_DATABASE_MISSING',
  4064: 'CONNECTOR_DATABASE_MISSING',
  6002: 'CONNECTOR_CONNECTION_LOST',
  6005: 'CONNECTOR_CONNECTION_LOST',
  8645: 'CONNECTOR_BUSY',
  10928: 'CONNECTOR_BUSY',
  10929: 'CONNECTOR_BUSY',
  17809: 'CONNECTOR_BUSY',
  18401: 'CONNECTOR_BUSY',
  18452: 'CONNECTOR_LOGIN_REFUSED',
  18456: 'CONNECTOR_LOGIN_REFUSED',
  18470: 'CONNECTOR_LOGIN_REFUSED',
  18486: 'CONNECTOR_LOGIN_REFUSED',
  18487: 'CONNECTOR_LOGIN_REFUSED',
  18488: 'CONNECTOR_LOGIN_REFUSED',
};

/** Trouble that the driver names by a word of its own. */
const byWord: Readonly<Record<string, ErrorCode>> = { ETIMEOUT: 'CONNECTOR_TIMED_OUT', ELOGIN: 'CONNECTOR_LOGIN_REFUSED' };

/** Trouble while a connection is being made. Anything unnamed there means that the other end will not have us. */
export function connectError(error: unknown, facts: ErrorFacts): unknown {
  return translate(error, facts, 'CONNECTOR_CONNECTION_REFUSED');
}

/** Trouble on an open connection. */
export function statementError(error: unknown, facts: ErrorFacts): unknown {
  return translate(error, facts, 'CONNECTOR_CONNECTION_LOST');
}

/** Data that do not fit, constraints, two rows of one statement for one row of the table, and the words of triggers. */
const refusedNumbers = [220, 232, 241, 242, 245, 295, 515, 517, 547, 2601, 2627, 2628, 3616, 8114, 8115, 8152, 8672, 13608, 13609];
const raisedByTriggers = 50_000;
/** What is referred to may come later; the server has one number for foreign keys and checks. */
const constraint = 547;

/** What the server holds against the rows of a statement; undefined when they are not to blame. */
export function rowRefusal(error: unknown): RowRefusal | undefined {
  const number = numberOf(error);
  if (number === undefined || !(error instanceof Error)) return undefined;
  if (!refusedNumbers.includes(number) && number < raisedByTriggers) return undefined;
  return { code: String(number), text: error.message, permanent: number !== constraint };
}

/** Errors of COMMIT that leave nothing written. */
export function isCertainlyUndone(error: unknown): boolean {
  const number = numberOf(error);
  return number === 1205 || number === 3960 || number === 3930;
}

function translate(error: unknown, facts: ErrorFacts, otherwise: ErrorCode): unknown {
  const number = numberOf(error);
  if (number !== undefined && error instanceof Error) {
    const code = byNumber[number] ?? 'CONNECTOR_STATEMENT_REFUSED';
    return new GatewayError(code, { ...facts, number, answer: error.message }, error);
  }
  const word = error instanceof Error && 'code' in error ? byWord[String(error.code)] : undefined;
  if (word) return new GatewayError(word, facts, error);
  // The driver wraps what the network said.
  const cause = error instanceof Error ? error.cause : undefined;
  return networkError(cause instanceof Error ? cause : error, facts, otherwise);
}

function numberOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('number' in error)) return undefined;
  return typeof error.number === 'number' ? error.number : undefined;
}
