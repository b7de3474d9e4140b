/**
 * One face over PostgreSQL on a server and PostgreSQL inside the process. The SQL is the same on both;
 * values too: bigint comes as number (refused beyond 2^53), numeric and date as text, timestamptz as Date,
 * bytea as Buffer.
 */
export interface Queryable {
  query<Row = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /**
   * Writes many rows with one COPY. Constraints hold as for INSERT; there is no ON CONFLICT, so the caller
   * looks up first and lets a lost race fail the transaction, which is then repeated.
   */
  insert(table: string, rows: RowsToInsert): Promise<void>;
}

/** Rows for one COPY: what differs from row to row, and what all of them share, which is then written out only once. */
export interface RowsToInsert {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CopyValue[])[];
  readonly shared?: Readonly<Record<string, CopyValue>>;
}

/** Dates go in as ISO text; JSON as text. */
export type CopyValue = string | number | boolean | null | undefined | Buffer;

export interface Store extends Queryable {
  readonly kind: 'embedded' | 'server';
  /**
   * Runs `work` in one transaction. A serialisation failure, deadlock or lost race for a unique key repeats the
   * whole of `work` (at most `transactionAttemptsMax` times), so it must have no effect outside the database.
   * On the embedded store nothing else runs meanwhile: keep it short.
   */
  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T>;
  /** Several statements without parameters and outside a transaction of ours; for migrations and VACUUM. */
  execute(sql: string): Promise<void>;
  close(): Promise<void>;
}

export const transactionAttemptsMax = 5;

/** SQLSTATEs after which the same transaction may succeed when it is repeated. */
const repeatable = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '23505', // unique_violation: another process stored the same key between our look-up and our write
]);

/** Repeats `attempt` while it fails for a reason that goes away by itself. */
export async function repeatTransaction<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (count >= transactionAttemptsMax || !repeatable.has(sqlState(error) ?? '')) throw error;
    }
  }
}

/** The SQLSTATE of an error of either store, where it has one. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
