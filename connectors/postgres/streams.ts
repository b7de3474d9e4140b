import { GatewayError } from '../../schemas/errors.js';
import { postgresDefaults } from '../shared/postgres/settings.js';
import type { TableName, TableNeed } from '../shared/table-database.js';
import type { PostgresConfig, PostgresStream, PostgresWrite } from './spec.js';

/** @throws CONNECTOR_STREAM_MISSING when streams are listed and this is none of them */
export function streamNamed(config: PostgresConfig, stream: string): PostgresStream & { readonly name: TableName } {
  const { streams, schema = postgresDefaults.schema } = config;
  if (streams && !Object.hasOwn(streams, stream)) {
    throw new GatewayError('CONNECTOR_STREAM_MISSING', { stream, offered: Object.keys(streams).join(', ') });
  }
  const found = streams?.[stream] ?? { table: stream };
  return { ...found, name: { schema: found.schema ?? schema, table: found.table } };
}

/** @throws CONNECTOR_CONFIG_INVALID when the stream does not say how it is written */
export function writeOf(config: PostgresConfig, stream: string): PostgresWrite & { readonly name: TableName } {
  const { name, write } = streamNamed(config, stream);
  if (!write) throw new GatewayError('CONNECTOR_CONFIG_INVALID', { stream, missing: 'write' });
  return { ...write, name };
}

/** What `check` has to find. */
export function neededTables(config: PostgresConfig): TableNeed[] {
  return Object.keys(config.streams ?? {}).map((stream) => {
    const { name, write } = streamNamed(config, stream);
    return { name, rights: write ? ['select', 'insert', 'update'] : ['select'] };
  });
}
