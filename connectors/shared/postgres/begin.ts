import type { Access } from '../sql/connection.js';
import type { ResolvedSettings } from '../sql/settings.js';

/** Longest time that a transaction of ours may lie idle at the server while a batch is being stored. */
const idleSeconds = 600;

/**
 * Begins a transaction in which values are written as `exactTypes` reads them. Set for this transaction alone, so that
 * it also holds behind a pooler that hands connections round.
 */
export function beginStatement({ statementTimeoutSeconds }: ResolvedSettings, access: Access, zone: string): string {
  return [
    `BEGIN ${access}`,
    `SET LOCAL statement_timeout = '${statementTimeoutSeconds}s'`,
    `SET LOCAL idle_in_transaction_session_timeout = '${idleSeconds}s'`,
    `SET LOCAL datestyle = 'ISO, YMD'`,
    `SET LOCAL intervalstyle = 'iso_8601'`,
    `SET LOCAL timezone = '${zone}'`,
  ].join('; ');
}
