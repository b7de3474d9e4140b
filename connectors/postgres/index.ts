import type { Connector, ConnectorContext, ConnectorType } from '../connector.js';
import { PostgresDatabase } from '../shared/postgres/database.js';
import { nameStreams } from '../shared/named-streams.js';
import { pushRows } from './push.js';
import type { PostgresConfig } from './spec.js';
import { postgresSpec } from './spec.js';
import { neededTables, streamNamed, writeOf } from './streams.js';

/** Tables and views of a PostgreSQL database. */
export const postgresConnector: ConnectorType<PostgresConfig> = {
  type: 'postgres',
  titleZh: 'PostgreSQL 数据库',
  titleEn: 'PostgreSQL database',
  spec: postgresSpec,
  capabilities: { canPull: true, canPush: true, receipts: 'now', canQuery: false },
  create: createPostgres,
};

function createPostgres(config: PostgresConfig, context: ConnectorContext): Connector {
  const database = new PostgresDatabase(config, context.now);
  return {
    check: (signal) => database.check(neededTables(config), signal),
    discover: async (signal) => nameStreams(await database.discover(signal), config.streams, config.schema),
    pull: (request, signal) =>
      database.pull({ stream: request.stream, ...streamNamed(config, request.stream) }, request, signal),
    push: async (request, signal) => await pushRows(database, writeOf(config, request.stream), request, signal),
    close: async () => await database.close(),
  };
}
