import type { JsonObject } from '../../schemas/json.js';
import { oracleProperties, type OracleSettings } from '../shared/oracle/settings.js';
import { tableSpec, type TableStreams } from '../shared/table-connector/spec.js';

export interface OracleConfig extends OracleSettings {
  readonly streams?: TableStreams;
}

export const oracleSpec: JsonObject = tableSpec('Oracle', oracleProperties, ['host', 'database', 'user']);
