import type { JsonObject } from '../../../schemas/json.js';
import type { SourceRow, StreamInfo } from '../../connector.js';
import type { RowRefusal } from '../isolate-rows.js';
import type { SqlConnection, Statement } from './connection.js';
import type { ResolvedSettings } from './settings.js';
import type { OnConflict, TableName, TableNeed } from './table-database.js';

/** What differs between kinds of databases. One object for each configured database; holds no connection. */
export interface SqlDialect {
  readonly settings: ResolvedSettings;
  /** Schema of tables that name none. */
  readonly schema: string;
  /**
   * Connects and signs in.
   * @throws CONNECTOR_HOST_NOT_FOUND, CONNECTOR_ADDRESS_REFUSED, CONNECTOR_CONNECTION_REFUSED, CONNECTOR_TIMED_OUT, CONNECTOR_LOGIN_REFUSED,
   *   CONNECTOR_DATABASE_MISSING, CONNECTOR_BUSY, CONNECTOR_DRIVER_MISSING; the signal's reason when it is aborted
   */
  open(signal: AbortSignal): Promise<SqlConnection>;
  /** Where the server is reached through a socket on this machine; undefined: by host and port. */
  readonly socketPath?: string;
  readonly catalogue: SqlCatalogue;
  readonly pulling: PullDialect;
  readonly writing: WriteDialect;
  /** A name as the database takes it literally, whatever stands in it. */
  quote(name: string): string;
  /** SQL that gives a column's value without loss, where the driver by itself would not; absent: the column. */
  columnAsText?(column: TableColumn): string;
}

/** A connection lent to a piece of work, with the caller's signal. */
export type Query = (statement: Statement) => Promise<SourceRow[]>;

/** What a database says of itself and of its tables. */
export interface SqlCatalogue {
  /** One row with the column `version`. */
  readonly version: Statement;
  /** One row with the column `now`: the database's own time as UTC ISO. */
  readonly now: Statement;
  /** @throws CONNECTOR_TABLE_MISSING */
  readTable(query: Query, name: TableName): Promise<TableShape>;
  /** Every table of a schema that the user may read, at most 1,000, with comment, primary key and estimated rows. */
  readTables(query: Query, schema: string): Promise<StreamInfo[]>;
  /** The first right of those needed that the user lacks. Changes nothing; runs outside a transaction. */
  missingRight(query: Query, need: TableNeed): Promise<string | undefined>;
}

export interface TableShape {
  /** In the table's own order. */
  readonly columns: readonly TableColumn[];
  /** Columns of each unique index, the primary key's among them. */
  readonly uniqueKeys: readonly (readonly string[])[];
}

export interface TableColumn {
  readonly name: string;
  /** As the database writes it in a definition, e.g. `timestamp with time zone`, `numeric(18,2)`. */
  readonly type: string;
  readonly nullable: boolean;
}

/** How a leading cursor column tells time: only then can one look back and let rows settle. */
export type Clock = 'instant' | 'local' | 'day';

export interface PullDialect {
  clockOf(column: TableColumn): Clock | undefined;
  /**
   * A parameter of a column's type and its value, from a value that a pull gave of such a column. The text stands
   * where it is asked for and nowhere else, for some drivers count question marks.
   * @param place its number in the statement, from 1
   */
  bind(value: string, type: string, place: number): { readonly text: string; readonly value: string };
  /** The type of an instant, for `bind` of a UTC ISO text. */
  readonly instantType: string;
  /** An instant less seconds in the terms of a column, so that the two compare; `instant` is SQL. */
  before(clock: Clock, instant: string, seconds: number): string;
  /** SQL of the database's own time, as `bind` gives instants. */
  readonly now: string;
  /** The earlier of two times, as SQL. */
  earlier(one: string, other: string): string;
  /** A SELECT of at most one row; `rest` is what stands behind the word. */
  first(rest: string): string;
  /** Rows behind a place in an order of columns; `at` gives the place's value in the n-th column, each time anew. */
  behind(columns: readonly string[], at: (column: number) => string, orEqual: boolean): string;
}

/** Statements that write. Rows of one statement have the same columns. */
export interface WriteDialect {
  /** Zone in which times without a zone are written. */
  readonly zone: string;
  insert(target: WriteTarget, onConflict?: OnConflict): Statement;
  /** What the refusal of one row of an insert means, where the database's words mislead. */
  readonly reworded?: (refusal: RowRefusal, row: JsonObject, shape: TableShape) => RowRefusal;
  /** Sets columns of the rows that agree in the column `key`. */
  update(target: WriteTarget, key: string): Statement;
  /** Deletes the rows that agree in all columns. */
  remove(target: WriteTarget): Statement;
  /** The largest text of a column that begins with a prefix, as the column `largest`. */
  largest(name: TableName, column: string, prefix: string): Statement;
}

export interface WriteTarget {
  readonly name: TableName;
  readonly shape: TableShape;
  readonly columns: readonly string[];
  readonly rows: readonly JsonObject[];
}
