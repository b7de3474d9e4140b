import type { Connector } from '../../connector.js';
import { nameStreams } from '../named-streams.js';
import type { TableDatabase } from '../sql/table-database.js';
import { pushRows } from './push.js';
import type { TableStreams } from './spec.js';
import { neededTables, streamNamed, writeOf } from './streams.js';

/** What every connector to tables of a database does, whatever the kind of database. */
export const tableCapabilities = { canPull: true, canPush: true, receipts: 'now', canQuery: false } as const;

/** A connector whose streams are tables and views. */
export function tableConnector(database: TableDatabase, streams: TableStreams | undefined): Connector {
  const places = { schema: database.schema, streams };
  return {
    check: (signal) => database.check(neededTables(places), signal),
    discover: async (signal) => nameStreams(await database.discover(signal), streams, database.schema),
    pull: (request, signal) =>
      database.pull({ stream: request.stream, ...streamNamed(places, request.stream) }, request, signal),
    push: async (request, signal) => await pushRows(database, writeOf(places, request.stream), request, signal),
    close: async () => await database.close(),
  };
}
