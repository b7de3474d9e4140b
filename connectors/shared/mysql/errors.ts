import type { ErrorCode, ErrorFacts } from '../../../schemas/errors.js';
import { GatewayError } from '../../../schemas/errors.js';
import type { RowRefusal } from '../isolate-rows.js';
import { networkError } from '../sql/network-errors.js';

/** What the server itself says: its number and state are the same in every version, the words are not. */
interface ServerError {
  readonly errno: number;
  readonly sqlState: string;
  readonly message: string;
}

/** By the server's error numbers; MariaDB's own are above 1900 and 4000, TiDB's above 8000. */
const byNumber: Readonly<Record<number, ErrorCode>> = {
  1040: 'CONNECTOR_BUSY',
  1041: 'CONNECTOR_BUSY',
  1044: 'CONNECTOR_RIGHT_MISSING',
  1045: 'CONNECTOR_LOGIN_REFUSED',
  1049: 'CONNECTOR_DATABASE_MISSING',
  1053: 'CONNECTOR_CONNECTION_LOST',
  1054: 'CONNECTOR_COLUMN_MISSING',
  1109: 'CONNECTOR_TABLE_MISSING',
  1129: 'CONNECTOR_CONNECTION_REFUSED',
  1130: 'CONNECTOR_LOGIN_REFUSED',
  1142: 'CONNECTOR_RIGHT_MISSING',
  1143: 'CONNECTOR_RIGHT_MISSING',
  1146: 'CONNECTOR_TABLE_MISSING',
  1203: 'CONNECTOR_BUSY',
  1205: 'CONNECTOR_BUSY',
  1213: 'CONNECTOR_BUSY',
  1226: 'CONNECTOR_BUSY',
  1227: 'CONNECTOR_RIGHT_MISSING',
  1251: 'CONNECTOR_LOGIN_REFUSED',
  1317: 'CONNECTOR_CONNECTION_LOST',
  1356: 'CONNECTOR_RIGHT_MISSING',
  1370: 'CONNECTOR_RIGHT_MISSING',
  1698: 'CONNECTOR_LOGIN_REFUSED',
  1820: 'CONNECTOR_LOGIN_REFUSED',
  1862: 'CONNECTOR_LOGIN_REFUSED',
  1927: 'CONNECTOR_CONNECTION_LOST',
  1969: 'CONNECTOR_TIMED_OUT',
  3024: 'CONNECTOR_TIMED_OUT',
  3118: 'CONNECTOR_LOGIN_REFUSED',
  4012: 'CONNECTOR_TIMED_OUT',
  4031: 'CONNECTOR_CONNECTION_LOST',
  4151: 'CONNECTOR_LOGIN_REFUSED',
  9002: 'CONNECTOR_BUSY',
  9007: 'CONNECTOR_BUSY',
};

/** Trouble while a connection is being made. Anything unnamed there means that the other end will not have us. */
export function connectError(error: unknown, facts: ErrorFacts): unknown {
  return translate(error, facts, 'CONNECTOR_CONNECTION_REFUSED');
}

/** Trouble on an open connection. */
export function statementError(error: unknown, facts: ErrorFacts): unknown {
  return translate(error, facts, 'CONNECTOR_CONNECTION_LOST');
}

/** Whether the server itself said so, and with this number. */
export function isServerError(error: unknown, numbers: readonly number[]): boolean {
  return isFromServer(error) && numbers.includes(error.errno);
}

/** SQLSTATE classes of data, constraints and triggers; the numbers are those that carry a class of no meaning. */
const refusedStates = /^(?:22|23|44|45)/u;
const refusedNumbers = [1265, 1364, 1366, 1367, 1411, 3140, 3819, 4025];
/** What is referred to may come later. */
const parentMissing = [1216, 1452];

/** What the server holds against the rows of a statement; undefined when they are not to blame. */
export function rowRefusal(error: unknown): RowRefusal | undefined {
  if (!isFromServer(error)) return undefined;
  const { errno, sqlState, message } = error;
  if (!refusedStates.test(sqlState) && !refusedNumbers.includes(errno)) return undefined;
  return { code: String(errno), text: message, permanent: !parentMissing.includes(errno) };
}

function translate(error: unknown, facts: ErrorFacts, otherwise: ErrorCode): unknown {
  if (!isFromServer(error)) return networkError(error, facts, otherwise);
  const { errno, sqlState, message: answer } = error;
  return new GatewayError(byNumber[errno] ?? 'CONNECTOR_STATEMENT_REFUSED', { ...facts, errno, sqlState, answer }, error);
}

function isFromServer(error: unknown): error is ServerError {
  return (
    error instanceof Error &&
    'errno' in error &&
    typeof error.errno === 'number' &&
    'sqlState' in error &&
    typeof error.sqlState === 'string'
  );
}
