import type { JsonObject } from '../../schemas/json.js';
import { postgresProperties, type PostgresSettings } from '../shared/postgres/settings.js';
import { sqlRequired } from '../shared/sql/settings.js';
import { tableSpec, type TableStreams } from '../shared/table-connector/spec.js';

export interface PostgresConfig extends PostgresSettings {
  readonly streams?: TableStreams;
}

export const postgresSpec: JsonObject = tableSpec('PostgreSQL', postgresProperties, sqlRequired);
