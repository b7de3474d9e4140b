import type { Connector, ConnectorContext, ConnectorType } from '../connector.js';
import { nameStreams } from '../shared/named-streams.js';
import { mysqlDialect } from '../shared/mysql/dialect.js';
import { damengDialect, oracleDialect } from '../shared/oracle/dialect.js';
import { postgresDialect } from '../shared/postgres/dialect.js';
import { SqlDatabase } from '../shared/sql/database.js';
import type { SqlDialect } from '../shared/sql/dialect.js';
import { sqlServerDialect } from '../shared/sqlserver/dialect.js';
import { BatchNumbers } from './batch-number.js';
import type { RowFinder } from './find-rows.js';
import { pullRows } from './pull.js';
import { pushRows } from './push.js';
import { queryRows } from './query.js';
import { readReceipts } from './receipts.js';
import { exchangeTableSpec, type ExchangeDatabase, type ExchangeTableConfig } from './spec.js';
import { neededTables, tableFor } from './streams.js';
import { markTaken } from './taken.js';

/** 前置库: tables that two sides share, one writing rows, the other reading them and writing its answer back. */
export const exchangeTableConnector: ConnectorType<ExchangeTableConfig> = {
  type: 'exchange-table',
  titleZh: '前置库',
  titleEn: 'Front-end exchange database',
  spec: exchangeTableSpec,
  capabilities: { canPull: true, canPush: true, receipts: 'polled', canQuery: true },
  create: createExchangeTable,
};

function createExchangeTable(config: ExchangeTableConfig, context: ConnectorContext): Connector {
  const database = new SqlDatabase(dialectOf(config.database, context), context.now);
  const batchNumbers = new BatchNumbers(database);
  const finder = (signal: AbortSignal): RowFinder => ({
    find: async (name, columns, where) => await database.find(name, columns, where, signal),
  });
  return {
    check: (signal) => database.check(neededTables(config, database.schema), signal),
    discover: async (signal) => nameStreams(await database.discover(signal), config.streams, database.schema),
    pull: (request, signal) => pullRows(database, tableFor(config, database.schema, request.stream, 'receive'), request, signal),
    taken: async (request, signal) => {
      const table = tableFor(config, database.schema, request.stream, 'receive');
      await markTaken(database, table, request, context.now(), signal);
    },
    push: async (request, signal) =>
      await pushRows(
        database,
        batchNumbers,
        tableFor(config, database.schema, request.stream, 'send'),
        request,
        context.now(),
        signal,
      ),
    receipts: (request, signal) => readReceipts(finder(signal), tableFor(config, database.schema, request.stream, 'send'), request),
    query: async (request, signal) =>
      await queryRows(finder(signal), tableFor(config, database.schema, request.stream, 'send'), request),
    close: async () => await database.close(),
  };
}

/** Another kind of database joins here, with its dialect. */
function dialectOf(settings: ExchangeDatabase, context: ConnectorContext): SqlDialect {
  switch (settings.dialect) {
    case 'postgres':
      return postgresDialect(settings, context);
    case 'mysql':
      return mysqlDialect(settings, context);
    case 'sqlserver':
      return sqlServerDialect(settings, context);
    case 'oracle':
      return oracleDialect(settings, context);
    case 'dameng':
      return damengDialect(settings, context);
  }
}
