import { GatewayError } from '../../../schemas/errors.js';
import type { JsonObject } from '../../../schemas/json.js';
import type { SourceRow } from '../../connector.js';
import { isolateRows, type RowRefusal } from '../isolate-rows.js';
import type { SqlConnection, Statement } from './connection.js';
import { queryOf, type SqlConnections } from './connections.js';
import type { SqlDialect, WriteTarget } from './dialect.js';
import { addressOf } from './settings.js';
import { findStatement, groupByColumns } from './statements.js';
import type { Committed, OnConflict, TableName, TableTransaction, ValuesOfColumn } from './table-database.js';
import type { TableShapes } from './table-shapes.js';

/**
 * Runs `work` in one transaction and commits it.
 * @throws GatewayError when it is certain that nothing was written: CONNECTOR_BATCH_REFUSED when the rows are to blame
 */
export async function transact<Value>(
  connections: SqlConnections,
  shapes: TableShapes,
  work: (open: TableTransaction) => Promise<Value>,
  signal: AbortSignal,
): Promise<Committed<Value>> {
  const { dialect } = connections;
  const connection = await connections.acquire(signal);
  let isClean = false;
  try {
    await connection.begin('READ WRITE', dialect.writing.zone, signal);
    const value = await work(new OpenTransaction(dialect, shapes, connection, signal));
    const doubt = await connection.commit(signal);
    isClean = doubt === undefined && !signal.aborted;
    return doubt === undefined ? { outcome: 'committed', value } : { outcome: 'unknown', reason: doubt };
  } catch (error) {
    isClean =
      !signal.aborted &&
      (await connection.rollback(signal).then(
        () => true,
        () => false,
      ));
    // Nothing was committed, whatever ended the time: that is worth saying, for it need not be asked about.
    if (signal.aborted && !(error instanceof GatewayError))
      throw new GatewayError('CONNECTOR_TIMED_OUT', addressOf(dialect.settings), error);
    throw error;
  } finally {
    await connections.release(connection, isClean);
  }
}

class OpenTransaction implements TableTransaction {
  readonly #dialect: SqlDialect;
  readonly #shapes: TableShapes;
  readonly #connection: SqlConnection;
  readonly #signal: AbortSignal;

  constructor(dialect: SqlDialect, shapes: TableShapes, connection: SqlConnection, signal: AbortSignal) {
    this.#dialect = dialect;
    this.#shapes = shapes;
    this.#connection = connection;
    this.#signal = signal;
  }

  async find(name: TableName, columns: readonly string[], where: ValuesOfColumn): Promise<SourceRow[]> {
    if (where.values.length === 0) return [];
    const query = queryOf(this.#connection, this.#signal);
    const shape = await this.#shapes.of(name, query);
    return await query(findStatement(this.#dialect, name, shape, columns, where));
  }

  async insert(
    name: TableName,
    rows: readonly JsonObject[],
    onConflict?: OnConflict,
  ): Promise<(RowRefusal | undefined)[]> {
    const { reworded } = this.#dialect.writing;
    const found = await this.#each(name, rows, (target) => this.#dialect.writing.insert(target, onConflict));
    if (!reworded || found.every((refusal) => refusal === undefined)) return found;
    const shape = await this.#shapes.of(name, queryOf(this.#connection, this.#signal));
    return found.map((refusal, place) => refusal && reworded(refusal, rows[place] ?? {}, shape));
  }

  async update(name: TableName, key: string, rows: readonly JsonObject[]): Promise<(RowRefusal | undefined)[]> {
    return await this.#each(name, rows, (target) => this.#dialect.writing.update(target, key));
  }

  async remove(name: TableName, rows: readonly JsonObject[]): Promise<(RowRefusal | undefined)[]> {
    return await this.#each(name, rows, (target) => this.#dialect.writing.remove(target));
  }

  /** Writes groups of rows with the same columns; refused rows are found by halving. */
  async #each(
    name: TableName,
    rows: readonly JsonObject[],
    statementOf: (target: WriteTarget) => Statement,
  ): Promise<(RowRefusal | undefined)[]> {
    const results: (RowRefusal | undefined)[] = Array.from({ length: rows.length });
    if (rows.length === 0) return results;
    const shape = await this.#shapes.of(name, queryOf(this.#connection, this.#signal));
    for (const { columns, places } of groupByColumns(rows).values()) {
      const found = await isolateRows(places, async (some) => {
        const chosen = some.map((place) => rows[place] ?? {});
        return await this.#write(statementOf({ name, shape, columns, rows: chosen }), some.length);
      });
      for (const [at, place] of places.entries()) results[place] = found[at];
    }
    return results;
  }

  async #write(statement: Statement, rows: number): Promise<RowRefusal | undefined> {
    const { statementBytesMax } = this.#connection;
    const bytes = Number.isFinite(statementBytesMax) ? bytesOf(statement) : 0;
    // A statement that is too long is refused unsent: halving goes on until its rows fit, or one row never will.
    if (bytes > statementBytesMax)
      return { code: 'TOO_LONG', text: `${bytes} bytes in ${rows} rows; at most ${statementBytesMax}`, permanent: true };
    return await this.#connection.write(statement, this.#signal);
  }
}

function bytesOf({ text, values }: Statement): number {
  return values.reduce(
    (bytes: number, value) => bytes + (typeof value === 'string' ? Buffer.byteLength(value) : numberBytes),
    Buffer.byteLength(text),
  );
}

const numberBytes = 24;
