import type { ConnectorType } from '../connector.js';
import { SqlDatabase } from '../shared/sql/database.js';
import { sqlServerDialect } from '../shared/sqlserver/dialect.js';
import { tableCapabilities, tableConnector } from '../shared/table-connector/connector.js';
import type { SqlServerConfig } from './spec.js';
import { sqlServerSpec } from './spec.js';

/** Tables and views of a database of Microsoft SQL Server. */
export const sqlServerConnector: ConnectorType<SqlServerConfig> = {
  type: 'sqlserver',
  titleZh: 'SQL Server 数据库',
  titleEn: 'SQL Server database',
  spec: sqlServerSpec,
  capabilities: tableCapabilities,
  create: (config, context) => tableConnector(new SqlDatabase(sqlServerDialect(config, context), context.now), config.streams),
};
