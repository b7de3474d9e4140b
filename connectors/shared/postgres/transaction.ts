import { DatabaseError } from 'pg';
import { GatewayError } from '../../../schemas/errors.js';
import type { JsonObject } from '../../../schemas/json.js';
import type { SourceRow } from '../../connector.js';
import { isolateRows, type RowRefusal } from '../isolate-rows.js';
import type { Committed, OnConflict, TableName, TableTransaction, ValuesOfColumn } from '../table-database.js';
import { addressOf, type PostgresConnection } from './connection.js';
import type { PostgresConnections } from './connections.js';
import { rowRefusal, statementError } from './errors.js';
import { beginStatement } from './session.js';
import {
  findStatement,
  groupByColumns,
  insertStatement,
  removeStatement,
  updateStatement,
  type Statement,
} from './statements.js';

/**
 * Runs `work` in one transaction and commits it.
 * @param zone in which times without a zone are meant
 * @throws GatewayError when it is certain that nothing was written: CONNECTOR_BATCH_REFUSED when the rows are to blame
 */
export async function transact<Value>(
  connections: PostgresConnections,
  zone: string,
  work: (open: TableTransaction) => Promise<Value>,
  signal: AbortSignal,
): Promise<Committed<Value>> {
  const connection = await connections.acquire(signal);
  let isClean = false;
  try {
    await connection.script(beginStatement(connections.settings, 'READ WRITE', zone), signal);
    const value = await work(new PostgresTransaction(connections, connection, signal));
    const doubt = await commit(connections, connection, signal);
    isClean = doubt === undefined && !signal.aborted;
    return doubt === undefined ? { outcome: 'committed', value } : { outcome: 'unknown', reason: doubt };
  } catch (error) {
    isClean =
      !signal.aborted &&
      (await connection.script('ROLLBACK', signal).then(
        () => true,
        () => false,
      ));
    // Nothing was committed, whatever ended the time: that is worth saying, for it need not be asked about.
    if (signal.aborted && !(error instanceof GatewayError))
      throw new GatewayError('CONNECTOR_TIMED_OUT', addressOf(connections.settings), error);
    throw error;
  } finally {
    await connections.release(connection, isClean);
  }
}

/** Codes with which a server ends a connection; they may come after the commit itself. */
const shutDown = /^57P/u;

/** @returns why nobody knows whether it was committed; undefined: it was */
async function commit(
  connections: PostgresConnections,
  connection: PostgresConnection,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    await connection.attempt('COMMIT', [], signal);
    return undefined;
  } catch (error) {
    if (error instanceof DatabaseError && error.code !== undefined && !shutDown.test(error.code)) {
      const refusal = rowRefusal(error);
      const facts = addressOf(connections.settings);
      // A check that is deferred to the end names no row: the gateway halves the batch.
      if (refusal)
        throw new GatewayError('CONNECTOR_BATCH_REFUSED', { ...facts, sqlState: refusal.code, answer: refusal.text });
      throw statementError(error, facts);
    }
    connection.destroy();
    return 'COMMIT_ANSWER_LOST';
  }
}

class PostgresTransaction implements TableTransaction {
  readonly #connections: PostgresConnections;
  readonly #connection: PostgresConnection;
  readonly #signal: AbortSignal;

  constructor(connections: PostgresConnections, connection: PostgresConnection, signal: AbortSignal) {
    this.#connections = connections;
    this.#connection = connection;
    this.#signal = signal;
  }

  async find(name: TableName, columns: readonly string[], where: ValuesOfColumn): Promise<SourceRow[]> {
    if (where.values.length === 0) return [];
    const { text, values } = findStatement(name, columns, where);
    return await this.#connection.run(text, values, this.#signal);
  }

  async insert(
    name: TableName,
    rows: readonly JsonObject[],
    onConflict?: OnConflict,
  ): Promise<(RowRefusal | undefined)[]> {
    return await this.#each(rows, (columns, some) => insertStatement(name, columns, some, onConflict));
  }

  async update(name: TableName, key: string, rows: readonly JsonObject[]): Promise<(RowRefusal | undefined)[]> {
    return await this.#each(rows, (columns, some) => updateStatement(name, columns, key, some));
  }

  async remove(name: TableName, rows: readonly JsonObject[]): Promise<(RowRefusal | undefined)[]> {
    return await this.#each(rows, (columns, some) => removeStatement(name, columns, some));
  }

  async #each(
    rows: readonly JsonObject[],
    statement: (columns: readonly string[], rows: readonly JsonObject[]) => Statement,
  ): Promise<(RowRefusal | undefined)[]> {
    const results: (RowRefusal | undefined)[] = Array.from({ length: rows.length });
    for (const { columns, places } of groupByColumns(rows).values()) {
      const found = await isolateRows(places, async (some) => {
        const chosen = some.map((place) => rows[place] ?? {});
        return await this.#attempt(statement(columns, chosen));
      });
      for (const [at, place] of places.entries()) results[place] = found[at];
    }
    return results;
  }

  async #attempt({ text, values }: Statement): Promise<RowRefusal | undefined> {
    await this.#connection.script('SAVEPOINT rows', this.#signal);
    try {
      await this.#connection.attempt(text, values, this.#signal);
      await this.#connection.script('RELEASE SAVEPOINT rows', this.#signal);
      return undefined;
    } catch (error) {
      const refusal = rowRefusal(error);
      if (!refusal) throw statementError(error, addressOf(this.#connections.settings));
      await this.#connection.script('ROLLBACK TO SAVEPOINT rows; RELEASE SAVEPOINT rows', this.#signal);
      return refusal;
    }
  }
}
