import type { JsonObject } from '../../schemas/json.js';
import { sqlServerProperties, type SqlServerSettings } from '../shared/sqlserver/settings.js';
import { sqlRequired } from '../shared/sql/settings.js';
import { tableSpec, type TableStreams } from '../shared/table-connector/spec.js';

export interface SqlServerConfig extends SqlServerSettings {
  readonly streams?: TableStreams;
}

export const sqlServerSpec: JsonObject = tableSpec('SQL Server', sqlServerProperties, sqlRequired);
