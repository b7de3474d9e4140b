import type { JsonObject } from '../../../schemas/json.js';
import { sqlProperties, type SqlSettings } from '../sql/settings.js';

/** How a MySQL server (or one that speaks its protocol) is reached. Its schemas and databases are the same thing. */
export type MysqlSettings = SqlSettings;

export const mysqlPort = 3_306;

/** JSON Schema properties of `MysqlSettings`. */
export const mysqlProperties: JsonObject = sqlProperties(mysqlPort);
