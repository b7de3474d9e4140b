import type { SourceRow } from '../../connector.js';
import type { RowRefusal } from '../isolate-rows.js';
import type { Access, FetchedRows, Statement } from './connection.js';
import type { ResolvedSettings } from './settings.js';

/**
 * A signed-in connection of a driver, as narrow as `SessionConnection` needs it: time limits, cancelling and what errors
 * mean are not its business. Rejects with the driver's own errors. Drivers that fit behind it need no more of our code.
 */
export interface DriverSession {
  readonly isBroken: boolean;
  run(statement: Statement): Promise<SourceRow[]>;
  read(statement: Statement): Promise<SessionRows>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Asks the server to end what runs. */
  cancel(): Promise<void>;
  destroy(): void;
  close(): Promise<void>;
}

/** Rows of a running statement, fetched as they are asked for. */
export interface SessionRows {
  next(rows: number): Promise<FetchedRows>;
  close(): Promise<void>;
}

/** What a kind of database says and how its errors are understood. */
export interface SessionRules {
  /** Statements that begin a transaction in which times without a zone are meant in `zone`. */
  begin(access: Access, zone: string): readonly Statement[];
  /** What is held against the rows of a statement; undefined when they are not to blame. */
  rowRefusal(error: unknown): RowRefusal | undefined;
  /** An error on an open connection, as one of ours. */
  translate(error: unknown): unknown;
  /** Whether a failed commit has certainly left nothing written. */
  isCertainlyUndone(error: unknown): boolean;
  /** True when the refused statement has taken its transaction with it; absent: it never does. */
  isTransactionLost?(session: DriverSession): Promise<boolean>;
}

/** Signs in. Rejects with the driver's error, or CONNECTOR_DRIVER_MISSING, CONNECTOR_ADDRESS_REFUSED, CONNECTOR_HOST_NOT_FOUND. */
export type OpenSession = (settings: ResolvedSettings, signal: AbortSignal) => Promise<DriverSession>;
