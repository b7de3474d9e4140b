import type { JsonObject } from '../../schemas/json.js';
import { mysqlProperties, type MysqlSettings } from '../shared/mysql/settings.js';
import { sqlRequired } from '../shared/sql/settings.js';
import { tableSpec, type TableStreams } from '../shared/table-connector/spec.js';

export interface MysqlConfig extends MysqlSettings {
  readonly streams?: TableStreams;
}

export const mysqlSpec: JsonObject = tableSpec('MySQL', mysqlProperties, sqlRequired);
