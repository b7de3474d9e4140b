import type { JsonValue } from '../../../schemas/json.js';
import type { SourceRow } from '../../connector.js';
import type { RowRefusal } from '../isolate-rows.js';

/** SQL with its parameters, written as the database's driver expects them. */
export interface Statement {
  readonly text: string;
  readonly values: readonly JsonValue[];
}

/**
 * One signed-in connection, whatever the driver. Runs one statement at a time; every one ends within its time limit,
 * and an abort ends it at the server as well. Rejects with a GatewayError, or with the signal's reason.
 */
export interface SqlConnection {
  /** True once nothing more can be asked of it. */
  readonly isBroken: boolean;
  /** Longest text of a statement that it takes, in bytes; Infinity where nothing near limits it. */
  readonly statementBytesMax: number;
  /** Runs a statement whose rows are few. */
  run(statement: Statement, signal: AbortSignal): Promise<SourceRow[]>;
  /** Begins to read any number of rows. Nothing else may run until the reader is closed. */
  read(statement: Statement, signal: AbortSignal): Promise<RowReader>;
  /** Writes all rows of a statement or none of them; resolves to the refusal where the rows are to blame. */
  write(statement: Statement, signal: AbortSignal): Promise<RowRefusal | undefined>;
  /**
   * Begins a transaction in which one state of the tables is seen.
   * @param zone in which times without a zone are meant
   */
  begin(access: Access, zone: string, signal: AbortSignal): Promise<void>;
  /**
   * @returns why nobody knows whether it was committed; undefined: it was
   * @throws GatewayError when it is certain that it was not: CONNECTOR_BATCH_REFUSED when rows are to blame
   */
  commit(signal: AbortSignal): Promise<string | undefined>;
  rollback(signal: AbortSignal): Promise<void>;
  /** Cuts the connection without ceremony. */
  destroy(): void;
  /** Ends an idle connection; never fails. */
  close(): Promise<void>;
}

export type Access = 'READ ONLY' | 'READ WRITE';

export interface FetchedRows {
  readonly rows: readonly SourceRow[];
  /** Whether none come behind these. */
  readonly isLast: boolean;
}

/** Rows of one statement, in order. The memory that it takes does not depend on how many there are. */
export interface RowReader {
  /** The next rows, about as many as asked for: a reader may have begun to fetch others before. */
  next(rows: number): Promise<FetchedRows>;
  /** Ends the statement at the server where it has not ended; the connection may be broken then. */
  close(): Promise<void>;
}
