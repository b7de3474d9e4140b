import type { Reach } from '../networks.js';
import { quoteIdentifier } from '../sql/identifiers.js';
import type { SqlDialect } from '../sql/dialect.js';
import { resolveSettings, writingZone } from '../sql/settings.js';
import { postgresCatalogue } from './catalogue.js';
import { PostgresConnection } from './connection.js';
import { pullDialect } from './pull-dialect.js';
import { postgresPort, postgresSchema, type PostgresSettings } from './settings.js';
import { insertStatement, largestStatement, removeStatement, updateStatement } from './statements.js';

/** PostgreSQL, and databases that speak its protocol. */
export function postgresDialect(given: PostgresSettings, reach: Reach): SqlDialect {
  const settings = resolveSettings(given, postgresPort, reach);
  return {
    settings,
    schema: given.schema ?? postgresSchema,
    socketPath: settings.host.startsWith('/') ? `${settings.host}/.s.PGSQL.${settings.port}` : undefined,
    open: async (signal) => await PostgresConnection.open(settings, signal),
    quote: quoteIdentifier,
    catalogue: postgresCatalogue,
    pulling: pullDialect(settings),
    writing: {
      zone: settings.timeZone ?? writingZone,
      insert: insertStatement,
      update: updateStatement,
      remove: removeStatement,
      largest: largestStatement,
    },
  };
}
