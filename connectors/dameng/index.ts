import type { ConnectorType } from '../connector.js';
import { damengDialect } from '../shared/oracle/dialect.js';
import { SqlDatabase } from '../shared/sql/database.js';
import { tableCapabilities, tableConnector } from '../shared/table-connector/connector.js';
import type { DamengConfig } from './spec.js';
import { damengSpec } from './spec.js';

/** Tables and views of a Dameng database (达梦). */
export const damengConnector: ConnectorType<DamengConfig> = {
  type: 'dameng',
  titleZh: '达梦数据库',
  titleEn: 'Dameng database',
  spec: damengSpec,
  capabilities: tableCapabilities,
  create: (config, context) => tableConnector(new SqlDatabase(damengDialect(config, context), context.now), config.streams),
};
