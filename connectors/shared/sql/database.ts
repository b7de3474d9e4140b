import type { CheckStep, PullBatch, PullRequest, SourceRow, StreamInfo } from '../../connector.js';
import { checkDatabase } from './check.js';
import { SqlConnections } from './connections.js';
import type { SqlDialect } from './dialect.js';
import { pullTable } from './pull.js';
import { findStatement } from './statements.js';
import type {
  Committed,
  TableDatabase,
  TableName,
  TableNeed,
  TableSource,
  TableTransaction,
  ValuesOfColumn,
} from './table-database.js';
import { TableShapes } from './table-shapes.js';
import { transact } from './transaction.js';

/** A database as the table connectors use it, whatever its kind. */
export class SqlDatabase implements TableDatabase {
  readonly #connections: SqlConnections;
  readonly #shapes: TableShapes;
  readonly #now: () => Date;

  constructor(dialect: SqlDialect, now: () => Date) {
    this.#connections = new SqlConnections(dialect);
    this.#shapes = new TableShapes(dialect.catalogue);
    this.#now = now;
  }

  get schema(): string {
    return this.#connections.dialect.schema;
  }

  check(tables: readonly TableNeed[], signal: AbortSignal): AsyncIterable<CheckStep> {
    return checkDatabase(this.#connections, tables, this.#now, signal);
  }

  async discover(signal: AbortSignal): Promise<StreamInfo[]> {
    const { catalogue, schema } = this.#connections.dialect;
    return await this.#connections.reading(signal, async (query) => await catalogue.readTables(query, schema));
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
    return await this.#connections.reading(signal, async (query) => {
      const shape = await this.#shapes.of(name, query);
      return await query(findStatement(this.#connections.dialect, name, shape, columns, where));
    });
  }

  async largest(name: TableName, column: string, prefix: string, signal: AbortSignal): Promise<string | null> {
    const statement = this.#connections.dialect.writing.largest(name, column, prefix);
    const [row] = await this.#connections.reading(signal, async (query) => await query(statement));
    const largest = row?.['largest'];
    return typeof largest === 'string' ? largest : null;
  }

  async transaction<Value>(
    work: (open: TableTransaction) => Promise<Value>,
    signal: AbortSignal,
  ): Promise<Committed<Value>> {
    return await transact(this.#connections, this.#shapes, work, signal);
  }

  async close(): Promise<void> {
    await this.#connections.close();
  }
}
