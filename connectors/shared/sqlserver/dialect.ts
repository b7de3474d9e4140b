import type { ConnectorContext } from '../../connector.js';
import { cellText } from '../cell-text.js';
import type { SqlConnection } from '../sql/connection.js';
import type { SqlDialect } from '../sql/dialect.js';
import { SessionConnection } from '../sql/session-connection.js';
import type { DriverSession, OpenSession, SessionRules } from '../sql/session.js';
import { addressOf, resolveSettings, writingZone, type ResolvedSettings } from '../sql/settings.js';
import { sqlServerCatalogue } from './catalogue.js';
import { openSession } from './driver.js';
import { connectError, isCertainlyUndone, rowRefusal, statementError } from './errors.js';
import { quoteName } from './names.js';
import { pullDialect } from './pull-dialect.js';
import { sqlServerPort, sqlServerSchema, type SqlServerSettings } from './settings.js';
import { writeStatements } from './statements.js';
import { columnAsText } from './values.js';

/** SQL Server. @param open signs in; the driver's own unless a test speaks in its place */
export function sqlServerDialect(given: SqlServerSettings, context: ConnectorContext, open: OpenSession = openSession): SqlDialect {
  const settings = resolveSettings(given, sqlServerPort, context);
  const zone = settings.timeZone ?? writingZone;
  return {
    settings,
    schema: given.schema ?? sqlServerSchema,
    open: async (signal) => await connect(settings, open, signal),
    quote: quoteName,
    columnAsText,
    catalogue: sqlServerCatalogue,
    pulling: pullDialect(settings, context.now),
    writing: { zone, ...writeStatements(zone) },
  };
}

const snapshotState = {
  text: `SELECT CONVERT(int, snapshot_isolation_state) AS [state] FROM sys.databases WHERE database_id = DB_ID()`,
  values: [],
};

async function connect(settings: ResolvedSettings, open: OpenSession, signal: AbortSignal): Promise<SqlConnection> {
  signal.throwIfAborted();
  const facts = addressOf(settings);
  const session = await open(settings, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw connectError(error, facts);
  });
  let hasSnapshots = false;
  const connection = new SessionConnection(session, rulesOf(settings, () => hasSnapshots), settings);
  try {
    const [state] = await connection.run(snapshotState, signal);
    hasSnapshots = cellText(state, 'state') === '1';
    return connection;
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

/** @param hasSnapshots whether the database keeps old versions of rows, so that one pull sees one state and locks nothing */
function rulesOf(settings: ResolvedSettings, hasSnapshots: () => boolean): SessionRules {
  return {
    begin: (access) => [
      { text: `SET XACT_ABORT OFF; SET TRANSACTION ISOLATION LEVEL ${access === 'READ ONLY' && hasSnapshots() ? 'SNAPSHOT' : 'READ COMMITTED'}`, values: [] },
      { text: 'BEGIN TRANSACTION', values: [] },
    ],
    rowRefusal,
    isCertainlyUndone,
    translate: (error) => statementError(error, addressOf(settings)),
    isTransactionLost,
  };
}

/** Some refusals, and triggers, undo or doom the whole transaction. */
async function isTransactionLost(session: DriverSession): Promise<boolean> {
  const [row] = await session.run({ text: 'SELECT CONVERT(int, XACT_STATE()) AS [state]', values: [] });
  return cellText(row, 'state') !== '1';
}
