import type { JsonObject } from '../../../schemas/json.js';
import { sqlProperties, type SqlSettings } from '../sql/settings.js';

/** How a PostgreSQL server (or one that speaks its protocol) is reached. */
export interface PostgresSettings extends SqlSettings {
  readonly schema?: string;
}

export const postgresPort = 5_432;
export const postgresSchema = 'public';

/** JSON Schema properties of `PostgresSettings`. */
export const postgresProperties: JsonObject = {
  ...sqlProperties(postgresPort),
  schema: { title: '模式 Schema', type: 'string', minLength: 1, maxLength: 255, default: postgresSchema },
};
