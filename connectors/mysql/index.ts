import type { ConnectorType } from '../connector.js';
import { mysqlDialect } from '../shared/mysql/dialect.js';
import { SqlDatabase } from '../shared/sql/database.js';
import { tableCapabilities, tableConnector } from '../shared/table-connector/connector.js';
import type { MysqlConfig } from './spec.js';
import { mysqlSpec } from './spec.js';

/** Tables and views of a database of MySQL, MariaDB or a kin of theirs. */
export const mysqlConnector: ConnectorType<MysqlConfig> = {
  type: 'mysql',
  titleZh: 'MySQL 数据库',
  titleEn: 'MySQL database',
  spec: mysqlSpec,
  capabilities: tableCapabilities,
  create: (config, context) =>
    tableConnector(new SqlDatabase(mysqlDialect(config, context), context.now), config.streams),
};
