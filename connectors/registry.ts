import type { ConnectorType } from './connector.js';
import { amqpConnector } from './amqp/index.js';
import { csvConnector } from './csv/index.js';
import { damengConnector } from './dameng/index.js';
import { excelConnector } from './excel/index.js';
import { exchangeTableConnector } from './exchange-table/index.js';
import { handoverConnector } from './handover/index.js';
import { inboundConnector } from './inbound/index.js';
import { jsonConnector } from './json/index.js';
import { kafkaConnector } from './kafka/index.js';
import { mysqlConnector } from './mysql/index.js';
import { oracleConnector } from './oracle/index.js';
import { postgresConnector } from './postgres/index.js';
import { restConnector } from './rest/index.js';
import { soapConnector } from './soap/index.js';
import { sqlServerConnector } from './sqlserver/index.js';
import { xmlConnector } from './xml/index.js';

/** Every connector type that the gateway ships, one line each. Adding a type touches its folder and this list. */
const shipped: readonly ConnectorType<never>[] = [
  amqpConnector,
  csvConnector,
  damengConnector,
  excelConnector,
  exchangeTableConnector,
  handoverConnector,
  inboundConnector,
  jsonConnector,
  kafkaConnector,
  mysqlConnector,
  oracleConnector,
  postgresConnector,
  restConnector,
  soapConnector,
  sqlServerConnector,
  xmlConnector,
];

/** Types by name; two types of one name are a programming error and throw at start. */
export function connectorTypes(): ReadonlyMap<string, ConnectorType<never>> {
  const types = new Map<string, ConnectorType<never>>();
  for (const type of shipped) {
    if (types.has(type.type)) throw new Error(`two connector types are called ${type.type}`);
    types.set(type.type, type);
  }
  return types;
}
