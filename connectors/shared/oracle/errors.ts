import type { ErrorCode, ErrorFacts } from '../../../schemas/errors.js';
import { GatewayError } from '../../../schemas/errors.js';
import { errnoOf } from '../errno.js';
import type { RowRefusal } from '../isolate-rows.js';
import { networkError } from '../sql/network-errors.js';

/** By the server's error numbers, `ORA-01017` as 1017. */
const byNumber: Readonly<Record<number, ErrorCode>> = {
  18: 'CONNECTOR_BUSY',
  20: 'CONNECTOR_BUSY',
  28: 'CONNECTOR_CONNECTION_LOST',
  54: 'CONNECTOR_BUSY',
  60: 'CONNECTOR_BUSY',
  904: 'CONNECTOR_COLUMN_MISSING',
  942: 'CONNECTOR_TABLE_MISSING',
  1005: 'CONNECTOR_LOGIN_REFUSED',
  1013: 'CONNECTOR_TIMED_OUT',
  1017: 'CONNECTOR_LOGIN_REFUSED',
  1031: 'CONNECTOR_RIGHT_MISSING',
  1033: 'CONNECTOR_BUSY',
  1034: 'CONNECTOR_BUSY',
  1035: 'CONNECTOR_RIGHT_MISSING',
  1045: 'CONNECTOR_RIGHT_MISSING',
  1089: 'CONNECTOR_CONNECTION_LOST',
  1109: 'CONNECTOR_BUSY',
  1456: 'CONNECTOR_RIGHT_MISSING',
  1555: 'CONNECTOR_BUSY',
  2391: 'CONNECTOR_BUSY',
  3113: 'CONNECTOR_CONNECTION_LOST',
  3114: 'CONNECTOR_CONNECTION_LOST',
  3135: 'CONNECTOR_CONNECTION_LOST',
  8177: 'CONNECTOR_BUSY',
  12154: 'CONNECTOR_DATABASE_MISSING',
  12505: 'CONNECTOR_DATABASE_MISSING',
  12514: 'CONNECTOR_DATABASE_MISSING',
  12516: 'CONNECTOR_BUSY',
  12518: 'CONNECTOR_BUSY',
  12519: 'CONNECTOR_BUSY',
  12520: 'CONNECTOR_BUSY',
  12528: 'CONNECTOR_BUSY',
  28000: 'CONNECTOR_LOGIN_REFUSED',
  28001: 'CONNECTOR_LOGIN_REFUSED',
};

/** Dameng's own numbers, which are negative. They are not confirmed on a server, so its own words always go with the code. */
const byDamengNumber: Readonly<Record<number, ErrorCode>> = {
  [-2103]: 'CONNECTOR_TABLE_MISSING',
  [-2106]: 'CONNECTOR_TABLE_MISSING',
  [-2111]: 'CONNECTOR_COLUMN_MISSING',
  [-2501]: 'CONNECTOR_LOGIN_REFUSED',
  [-5504]: 'CONNECTOR_RIGHT_MISSING',
  [-6001]: 'CONNECTOR_CONNECTION_REFUSED',
  [-6403]: 'CONNECTOR_BUSY',
  [-6407]: 'CONNECTOR_BUSY',
};

/** Errors that the driver raises by itself. */
const byDriverCode: Readonly<Record<string, ErrorCode>> = {
  'NJS-500': 'CONNECTOR_CONNECTION_LOST',
  'NJS-501': 'CONNECTOR_CONNECTION_LOST',
  'NJS-503': 'CONNECTOR_CONNECTION_REFUSED',
  'NJS-510': 'CONNECTOR_TIMED_OUT',
  'NJS-517': 'CONNECTOR_DATABASE_MISSING',
  'NJS-518': 'CONNECTOR_DATABASE_MISSING',
  'NJS-521': 'CONNECTOR_CONNECTION_LOST',
};

export function connectError(error: unknown, facts: ErrorFacts): unknown {
  return translate(error, facts, 'CONNECTOR_CONNECTION_REFUSED');
}

export function statementError(error: unknown, facts: ErrorFacts): unknown {
  return translate(error, facts, 'CONNECTOR_CONNECTION_LOST');
}

/** Data that do not fit and constraints; triggers speak in -20000 to -20999. */
const refusedNumbers = [
  1, 1400, 1401, 1407, 1426, 1427, 1438, 1461, 1465, 1476, 1722, 1830, 1839, 1840, 1841, 1843, 1847, 1848, 1849, 1850, 1851, 1852, 1855, 1858, 1861, 1862,
  2290, 2291, 2292, 12899, 30926, 38104,
];
/** Of Dameng, not confirmed either: lengths and forms of values, unique, check, foreign and NOT NULL constraints. */
const refusedByDameng = [-6108, -6111, -6118, -6169, -6602, -6604, -6607, -6609];
/** What is referred to may come later. */
const parentMissing = [2291, -6607];

/** What the server holds against the rows of a statement; undefined when they are not to blame. */
export function rowRefusal(error: unknown): RowRefusal | undefined {
  const number = numberOf(error);
  if (number === undefined || !(error instanceof Error)) return undefined;
  const isOfTrigger = number >= 20_000 && number <= 20_999;
  if (!isOfTrigger && !refusedNumbers.includes(number) && !refusedByDameng.includes(number)) return undefined;
  return { code: String(number), text: error.message, permanent: !parentMissing.includes(number) };
}

/** The transaction was rolled back because a deferred constraint does not hold, or by a deadlock. */
export function isCertainlyUndone(error: unknown): boolean {
  const number = numberOf(error);
  return number === 2091 || number === 60 || number === 8177;
}

function translate(error: unknown, facts: ErrorFacts, otherwise: ErrorCode): unknown {
  const number = numberOf(error);
  const driverCode = byDriverCode[errnoOf(error) ?? ''];
  if (number !== undefined && error instanceof Error) {
    return new GatewayError(byNumber[number] ?? byDamengNumber[number] ?? 'CONNECTOR_STATEMENT_REFUSED', { ...facts, number, answer: error.message }, error);
  }
  if (driverCode) return new GatewayError(driverCode, { ...facts, errno: errnoOf(error) }, error);
  const cause = error instanceof Error ? error.cause : undefined;
  return networkError(cause instanceof Error ? cause : error, facts, otherwise);
}

/** The drivers' own errors have numbers of their own kind, told apart by the word before them. */
function numberOf(error: unknown): number | undefined {
  if (error instanceof Error && 'errCode' in error && typeof error.errCode === 'number') return error.errCode;
  const [, digits] = /^ORA-0*(\d+)$/u.exec(errnoOf(error) ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}
