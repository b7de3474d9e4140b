import type { JsonObject } from '../../../schemas/json.js';
import { sqlProperties, type SqlSettings } from '../sql/settings.js';

/** How a SQL Server is reached. */
export interface SqlServerSettings extends SqlSettings {
  readonly schema?: string;
}

export const sqlServerPort = 1_433;
export const sqlServerSchema = 'dbo';

/** JSON Schema properties of `SqlServerSettings`. */
export const sqlServerProperties: JsonObject = {
  ...sqlProperties(sqlServerPort),
  schema: { title: '模式 Schema', type: 'string', minLength: 1, maxLength: 255, default: sqlServerSchema },
};
