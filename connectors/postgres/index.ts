import type { Connector, ConnectorContext, ConnectorType } from '../connector.js';
import { PostgresDatabase } from '../shared/postgres/database.js';
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
    discover: async (signal) => await discoverStreams(config, database, signal),
    pull: (request, signal) => database.pull({ stream: request.stream, ...streamNamed(config, request.stream) }, request, signal),
    push: async (request, signal) => await pushRows(database, writeOf(config, request.stream), request, signal),
    close: async () => await database.close(),
  };
}

/** Every readable table; those that streams are made of come first, under their streams' names. */
async function discoverStreams(config: PostgresConfig, database: PostgresDatabase, signal: AbortSignal) {
  const tables = await database.discover(signal);
  const named = Object.entries(config.streams ?? {}).flatMap(([name, { table, schema }]) => {
    const found = schema === undefined || schema === config.schema ? tables.find((one) => one.name === table) : undefined;
    return found ? [{ ...found, name }] : [];
  });
  const names = new Set(named.map(({ name }) => name));
  return [...named, ...tables.filter(({ name }) => !names.has(name))];
}
