import type { JsonObject } from '../../../schemas/json.js';
import type { CheckStep, Change, PullBatch, PullRequest, SourceRow, StreamInfo } from '../../connector.js';
import type { RowRefusal } from '../isolate-rows.js';

/** A table or view as the database names it; `schema` is left to the database's settings where it is not given. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

/** What is read of a table, besides what the request asks for. */
export interface TableSource {
  /** Name of the stream, for messages and positions. */
  readonly stream: string;
  readonly name: TableName;
  /** Columns to read; key and cursor columns are always read. All when absent. */
  readonly columns?: readonly string[];
  /** Only rows whose column holds this value; null: whose column is empty. */
  readonly only?: { readonly column: string; readonly value: string | null };
  /** Only rows whose time in the column is at most so many days ago, and those that have none. */
  readonly window?: { readonly column: string; readonly days: number };
  /** Columns that order rows of one time, where they are others than the key. */
  readonly order?: readonly string[];
  /** What a row stands for, where it is more than itself. */
  readonly changeOf?: (row: SourceRow) => Change;
}

/** How a transaction ended that the database did not refuse. `unknown`: the answer to its commit was lost. */
export type Committed<Value> =
  { readonly outcome: 'committed'; readonly value: Value } | { readonly outcome: 'unknown'; readonly reason: string };

export interface TableTransaction {
  /** Rows whose column holds one of the values (at most 1,000), in no order. */
  find(name: TableName, columns: readonly string[], where: ValuesOfColumn): Promise<SourceRow[]>;
  /**
   * Writes rows, each with columns of its own; absent ones keep the table's default. Bad rows are left out.
   * @returns per row its refusal, or undefined where it is written
   */
  insert(name: TableName, rows: readonly JsonObject[], onConflict?: OnConflict): Promise<(RowRefusal | undefined)[]>;
  /** Sets the other columns of the rows that agree with one of these in the column `key`. */
  update(name: TableName, key: string, rows: readonly JsonObject[]): Promise<(RowRefusal | undefined)[]>;
  /** Deletes the rows whose columns hold these values, one row of values for each. */
  remove(name: TableName, rows: readonly JsonObject[]): Promise<(RowRefusal | undefined)[]>;
}

export interface ValuesOfColumn {
  readonly column: string;
  readonly values: readonly string[];
}

/** Makes an insert replace the row that holds the same values in `key`. */
export interface OnConflict {
  readonly key: readonly string[];
  /** Column that counts versions: a row with a higher one is left as it is. */
  readonly version?: string;
}

/** What a table connector needs of a database, whatever its kind. */
export interface TableDatabase {
  /** Schema of tables that name none. */
  readonly schema: string;
  /** Steps that change nothing: host, connection, sign-in, rights on the tables, one row of each. */
  check(tables: readonly TableNeed[], signal: AbortSignal): AsyncIterable<CheckStep>;
  /** Every table and view that the user may read, at most 1,000. */
  discover(signal: AbortSignal): Promise<StreamInfo[]>;
  pull(source: TableSource, request: PullRequest, signal: AbortSignal): AsyncIterable<PullBatch>;
  /** Rows whose column holds one of the values (at most 1,000), in no order. */
  find(name: TableName, columns: readonly string[], where: ValuesOfColumn, signal: AbortSignal): Promise<SourceRow[]>;
  /** The largest text in a column that begins with `prefix`, or null. */
  largest(name: TableName, column: string, prefix: string, signal: AbortSignal): Promise<string | null>;
  /**
   * Runs `work` in one transaction and commits it.
   * @throws GatewayError when it is certain that nothing was written
   */
  transaction<Value>(
    work: (open: TableTransaction) => Promise<Value>,
    signal: AbortSignal,
  ): Promise<Committed<Value>>;
  close(): Promise<void>;
}

export interface TableNeed {
  readonly name: TableName;
  readonly rights: readonly TableRight[];
  /** Columns that have to be there. */
  readonly columns?: readonly string[];
  /** Those of them that are written; all when absent. Some databases grant rights on columns. */
  readonly written?: readonly string[];
  /** Columns that a unique index has to stand on. */
  readonly uniqueKey?: readonly string[];
}

export type TableRight = 'select' | 'insert' | 'update' | 'delete';
