import type { ConnectorContext } from '../../connector.js';
import type { SqlConnection } from '../sql/connection.js';
import type { SqlDialect } from '../sql/dialect.js';
import { quoteIdentifier } from '../sql/identifiers.js';
import { SessionConnection } from '../sql/session-connection.js';
import type { OpenSession } from '../sql/session.js';
import { addressOf, resolveSettings, writingZone, type ResolvedSettings } from '../sql/settings.js';
import { oracleCatalogue } from './catalogue.js';
import { openDamengSession, openOracleSession } from './driver.js';
import { connectError, isCertainlyUndone, rowRefusal, statementError } from './errors.js';
import { dameng, oracle, type Flavour } from './flavour.js';
import { pullDialect } from './pull-dialect.js';
import { damengPort, oraclePort, type DamengSettings, type OracleSettings } from './settings.js';
import { writeStatements } from './statements.js';
import { columnAsText } from './values.js';

/** A statement of so many parameters as this holds is understood quickly; the server's own limit is 65,535 of them. */
const statementBytesMax = 1024 * 1024;

/** Oracle. @param open signs in; the driver's own unless a test speaks in its place */
export function oracleDialect(given: OracleSettings, context: ConnectorContext, open: OpenSession = openOracleSession): SqlDialect {
  return dialectOf(given, context, { port: oraclePort, flavour: oracle, open });
}

/** Dameng, which takes Oracle's SQL; a server has one database. */
export function damengDialect(given: DamengSettings, context: ConnectorContext, open: OpenSession = openDamengSession): SqlDialect {
  return dialectOf({ database: 'DAMENG', ...given }, context, { port: damengPort, flavour: dameng, open });
}

interface Kind {
  readonly port: number;
  readonly flavour: Flavour;
  readonly open: OpenSession;
}

function dialectOf(given: OracleSettings, context: ConnectorContext, { port, flavour, open }: Kind): SqlDialect {
  const settings = resolveSettings(given, port, context);
  const zone = settings.timeZone ?? writingZone;
  return {
    settings,
    schema: given.schema ?? given.user.toUpperCase(),
    open: async (signal) => await connect(settings, flavour, open, signal),
    quote: quoteIdentifier,
    columnAsText: (column) => columnAsText(column, flavour),
    catalogue: oracleCatalogue(flavour),
    pulling: pullDialect(settings, context.now, flavour),
    writing: { zone, ...writeStatements(zone, flavour) },
  };
}

async function connect(settings: ResolvedSettings, flavour: Flavour, open: OpenSession, signal: AbortSignal): Promise<SqlConnection> {
  signal.throwIfAborted();
  const facts = addressOf(settings);
  const session = await open(settings, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw connectError(error, facts);
  });
  const rules = {
    begin: (access: 'READ ONLY' | 'READ WRITE') => (access === 'READ ONLY' ? flavour.beginReading : []),
    rowRefusal,
    isCertainlyUndone,
    translate: (error: unknown) => statementError(error, facts),
  };
  const connection = new SessionConnection(session, rules, settings, statementBytesMax);
  try {
    for (const statement of flavour.setUp) await connection.run(statement, signal);
    return connection;
  } catch (error) {
    connection.destroy();
    throw error;
  }
}
