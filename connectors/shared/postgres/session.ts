import type { JsonValue } from '../../../schemas/json.js';
import type { SourceRow } from '../../connector.js';
import type { PostgresConnection } from './connection.js';
import type { PostgresConnections } from './connections.js';
import type { PostgresSettings } from './settings.js';
import { postgresDefaults } from './settings.js';

/** A connection lent for one transaction, with the caller's signal. */
export interface PostgresSession {
  readonly query: (text: string, values?: readonly JsonValue[]) => Promise<SourceRow[]>;
}

/** Longest time that a transaction of ours may lie idle at the server while a batch is being stored. */
const idleSeconds = 600;

/**
 * Begins a transaction in which values are written as `exactTypes` reads them. Set for this transaction alone, so that
 * it also holds behind a pooler that hands connections round.
 */
export function beginStatement(settings: PostgresSettings, mode: 'READ ONLY' | 'READ WRITE', zone = 'UTC'): string {
  const timeoutSeconds = settings.statementTimeoutSeconds ?? postgresDefaults.statementTimeoutSeconds;
  return [
    `BEGIN ${mode}`,
    `SET LOCAL statement_timeout = '${timeoutSeconds}s'`,
    `SET LOCAL idle_in_transaction_session_timeout = '${idleSeconds}s'`,
    `SET LOCAL datestyle = 'ISO, YMD'`,
    `SET LOCAL intervalstyle = 'iso_8601'`,
    `SET LOCAL timezone = '${zone}'`,
  ].join('; ');
}

/** Runs `work` in a read-only transaction, which is always rolled back. */
export async function reading<Value>(
  connections: PostgresConnections,
  signal: AbortSignal,
  work: (session: PostgresSession) => Promise<Value>,
): Promise<Value> {
  const connection = await connections.acquire(signal);
  let isClean = false;
  try {
    await connection.script(beginStatement(connections.settings, 'READ ONLY'), signal);
    const value = await work(sessionOf(connection, signal));
    await connection.script('ROLLBACK', signal);
    isClean = true;
    return value;
  } finally {
    await connections.release(connection, isClean);
  }
}

export function sessionOf(connection: PostgresConnection, signal: AbortSignal): PostgresSession {
  return { query: async (text, values = []) => await connection.run(text, values, signal) };
}
