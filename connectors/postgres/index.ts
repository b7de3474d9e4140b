import type { ConnectorType } from '../connector.js';
import { postgresDialect } from '../shared/postgres/dialect.js';
import { SqlDatabase } from '../shared/sql/database.js';
import { tableCapabilities, tableConnector } from '../shared/table-connector/connector.js';
import type { PostgresConfig } from './spec.js';
import { postgresSpec } from './spec.js';

/** Tables and views of a PostgreSQL database. */
export const postgresConnector: ConnectorType<PostgresConfig> = {
  type: 'postgres',
  titleZh: 'PostgreSQL 数据库',
  titleEn: 'PostgreSQL database',
  spec: postgresSpec,
  capabilities: tableCapabilities,
  create: (config, context) =>
    tableConnector(new SqlDatabase(postgresDialect(config, context), context.now), config.streams),
};
