import { GatewayError } from '../../../schemas/errors.js';
import type { TableName, TableNeed } from '../sql/table-database.js';
import type { TableStream, TableStreams, TableWrite } from './spec.js';

/** What of the configuration and of the database says which table a stream is. */
export interface StreamPlaces {
  /** Schema of streams that name none. */
  readonly schema: string;
  readonly streams?: TableStreams;
}

/** @throws CONNECTOR_STREAM_MISSING when streams are listed and this is none of them */
export function streamNamed(
  { schema, streams }: StreamPlaces,
  stream: string,
): TableStream & { readonly name: TableName } {
  if (streams && !Object.hasOwn(streams, stream)) {
    throw new GatewayError('CONNECTOR_STREAM_MISSING', { stream, offered: Object.keys(streams).join(', ') });
  }
  const found = streams?.[stream] ?? { table: stream };
  return { ...found, name: { schema: found.schema ?? schema, table: found.table } };
}

/** @throws CONNECTOR_CONFIG_INVALID when the stream does not say how it is written */
export function writeOf(places: StreamPlaces, stream: string): TableWrite & { readonly name: TableName } {
  const { name, write } = streamNamed(places, stream);
  if (!write) throw new GatewayError('CONNECTOR_CONFIG_INVALID', { stream, missing: 'write' });
  return { ...write, name };
}

/** What `check` has to find. A table that is written to also needs what a withdrawal does to it. */
export function neededTables(places: StreamPlaces): TableNeed[] {
  return Object.keys(places.streams ?? {}).map((stream) => {
    const { name, columns: listed = [], window, write } = streamNamed(places, stream);
    const columns = window ? [...listed, window.column] : listed;
    if (!write) return { name, rights: ['select'], columns };
    const filled = [...Object.values(write.fields ?? {}), ...(write.withdrawn ? [write.withdrawn.column] : [])];
    return {
      name,
      rights: ['select', 'insert', 'update', ...(write.withdrawn ? [] : (['delete'] as const))],
      columns: [...columns, ...write.key, ...filled],
      uniqueKey: write.key,
    };
  });
}
