import type { CheckStep, PullBatch, PullRequest, SourceRow, StreamInfo } from '../../connector.js';
import type {
  Committed,
  TableDatabase,
  TableName,
  TableNeed,
  TableSource,
  TableTransaction,
  ValuesOfColumn,
} from '../table-database.js';
import { readTables } from './catalogue.js';
import { checkPostgres } from './check.js';
import { PostgresConnections } from './connections.js';
import { pullTable } from './pull.js';
import { reading } from './session.js';
import type { PostgresSettings } from './settings.js';
import { postgresDefaults } from './settings.js';
import { findStatement, largestStatement } from './statements.js';
import { transact } from './transaction.js';

/** Where times are written without a zone. */
const writingZone = 'Asia/Shanghai';

/** A PostgreSQL database as the table connectors use it. */
export class PostgresDatabase implements TableDatabase {
  readonly #connections: PostgresConnections;
  readonly #now: () => Date;

  constructor(settings: PostgresSettings, now: () => Date) {
    this.#connections = new PostgresConnections(settings);
    this.#now = now;
  }

  check(tables: readonly TableNeed[], signal: AbortSignal): AsyncIterable<CheckStep> {
    return checkPostgres(this.#connections, tables, this.#now, signal);
  }

  async discover(signal: AbortSignal): Promise<StreamInfo[]> {
    const { schema = postgresDefaults.schema } = this.#connections.settings;
    return await reading(this.#connections, signal, async (session) => await readTables(session, schema));
  }

  pull(source: TableSource, request: PullRequest, signal: AbortSignal): AsyncIterable<PullBatch> {
    return pullTable(this.#connections, source, request, signal);
  }

  async find(
    name: TableName,
    columns: readonly string[],
    where: ValuesOfColumn,
    signal: AbortSignal,
  ): Promise<SourceRow[]> {
    if (where.values.length === 0) return [];
    const { text, values } = findStatement(name, columns, where);
    return await reading(this.#connections, signal, async ({ query }) => await query(text, values));
  }

  async largest(name: TableName, column: string, prefix: string, signal: AbortSignal): Promise<string | null> {
    const { text, values } = largestStatement(name, column, prefix);
    const [row] = await reading(this.#connections, signal, async ({ query }) => await query(text, values));
    const largest = row?.['largest'];
    return typeof largest === 'string' ? largest : null;
  }

  async transaction<Value>(
    work: (open: TableTransaction) => Promise<Value>,
    signal: AbortSignal,
  ): Promise<Committed<Value>> {
    const { timeZone = writingZone } = this.#connections.settings;
    return await transact(this.#connections, timeZone, work, signal);
  }

  async close(): Promise<void> {
    await this.#connections.close();
  }
}
