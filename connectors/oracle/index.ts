import type { ConnectorType } from '../connector.js';
import { oracleDialect } from '../shared/oracle/dialect.js';
import { SqlDatabase } from '../shared/sql/database.js';
import { tableCapabilities, tableConnector } from '../shared/table-connector/connector.js';
import type { OracleConfig } from './spec.js';
import { oracleSpec } from './spec.js';

/** Tables and views of an Oracle database. */
export const oracleConnector: ConnectorType<OracleConfig> = {
  type: 'oracle',
  titleZh: 'Oracle 数据库',
  titleEn: 'Oracle database',
  spec: oracleSpec,
  capabilities: tableCapabilities,
  create: (config, context) => tableConnector(new SqlDatabase(oracleDialect(config, context), context.now), config.streams),
};
