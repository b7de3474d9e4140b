import type { JsonObject } from '../../../schemas/json.js';
import { sqlProperties, type SqlSettings } from '../sql/settings.js';

/** How a server that takes Oracle's SQL is reached. */
export interface OracleSettings extends SqlSettings {
  /** The user's own, in capitals, when absent. */
  readonly schema?: string;
}

export const oraclePort = 1_521;
export const damengPort = 5_236;

/** How a Dameng server is reached. */
export type DamengSettings = Omit<OracleSettings, 'database'>;

/** The drivers hold a certificate to the address that they are given, which is no name: so there is no choice here. */
const { sslMode: _sslMode, sslRootCertificate: _root, database: _database, ...common } = sqlProperties(oraclePort);

const schema: JsonObject = {
  title: '模式 Schema',
  description: '缺省为账号的大写。The user’s name in capitals when absent.',
  type: 'string',
  minLength: 1,
  maxLength: 128,
};

/** JSON Schema properties of `OracleSettings`. */
export const oracleProperties: JsonObject = {
  ...common,
  schema,
  // It stands in an address in which brackets and the sign of equality have a meaning.
  database: { title: '服务名 Service', type: 'string', pattern: '^[\\w.$#-]{1,128}$' },
};

/** JSON Schema properties of `DamengSettings`. */
export const damengProperties: JsonObject = { ...common, schema, port: { ...portOf(common), default: damengPort } };

function portOf({ port }: JsonObject): JsonObject {
  return typeof port === 'object' && port !== null && !Array.isArray(port) ? port : {};
}
