import type { ConnectorContext } from '../../connector.js';
import type { SqlDialect } from '../sql/dialect.js';
import { resolveSettings, writingZone } from '../sql/settings.js';
import { offsetText, zoneOffsetSeconds } from '../sql/time-zone.js';
import { mysqlCatalogue } from './catalogue.js';
import { MysqlConnection } from './connection.js';
import { quoteName } from './identifiers.js';
import { pullDialect } from './pull-dialect.js';
import { mysqlPort, type MysqlSettings } from './settings.js';
import { writeStatements } from './statements.js';

/** MySQL, MariaDB and databases that speak their protocol. */
export function mysqlDialect(given: MysqlSettings, context: ConnectorContext): SqlDialect {
  const { now } = context;
  const settings = resolveSettings(given, mysqlPort, context);
  const zone = settings.timeZone ?? writingZone;
  return {
    settings,
    schema: settings.database,
    socketPath: settings.host.startsWith('/') ? settings.host : undefined,
    open: async (signal) => await MysqlConnection.open(settings, signal),
    quote: quoteName,
    catalogue: mysqlCatalogue,
    pulling: pullDialect(settings, now),
    writing: { zone: offsetText(zoneOffsetSeconds(zone, now())), ...writeStatements(zone) },
  };
}
