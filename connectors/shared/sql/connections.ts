import type { SourceRow } from '../../connector.js';
import type { SqlConnection } from './connection.js';
import type { Query, SqlDialect } from './dialect.js';

/** Connections kept open between two uses. More may be in use at a time: whoever uses them bounds that. */
const idleMax = 2;
/** How long one is kept: firewalls between networks forget connections that are silent for some minutes. */
const idleMs = 60_000;

interface Idle {
  readonly connection: SqlConnection;
  readonly timer: NodeJS.Timeout;
}

/** Lends connections and keeps a few of them open for a while, until `close`. */
export class SqlConnections {
  readonly dialect: SqlDialect;
  readonly #idle: Idle[] = [];
  #isClosed = false;

  constructor(dialect: SqlDialect) {
    this.dialect = dialect;
  }

  /** The caller gives it back with `release`, whatever happens. */
  async acquire(signal: AbortSignal): Promise<SqlConnection> {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      clearTimeout(idle.timer);
      if (!idle.connection.isBroken) return idle.connection;
    }
    return await this.dialect.open(signal);
  }

  /** @param isClean whether no transaction is open on it any more */
  async release(connection: SqlConnection, isClean: boolean): Promise<void> {
    if (connection.isBroken) return;
    if (!isClean) connection.destroy();
    else if (this.#isClosed || this.#idle.length >= idleMax) await connection.close();
    else this.#keep(connection);
  }

  /** Lends a connection, outside any transaction, to a piece of work. */
  async lend<Value>(signal: AbortSignal, work: (query: Query) => Promise<Value>): Promise<Value> {
    const connection = await this.acquire(signal);
    let isClean = false;
    try {
      const value = await work(queryOf(connection, signal));
      isClean = true;
      return value;
    } finally {
      await this.release(connection, isClean);
    }
  }

  /** Lends a connection in a read-only transaction, which is always rolled back. */
  async reading<Value>(signal: AbortSignal, work: (query: Query) => Promise<Value>): Promise<Value> {
    const connection = await this.acquire(signal);
    let isClean = false;
    try {
      await connection.begin('READ ONLY', 'UTC', signal);
      const value = await work(queryOf(connection, signal));
      await connection.rollback(signal);
      isClean = true;
      return value;
    } finally {
      await this.release(connection, isClean);
    }
  }

  /** Ends idle connections now and those in use when they come back. Safe to call twice. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(
      this.#idle.splice(0).map(async ({ connection, timer }) => {
        clearTimeout(timer);
        await connection.close();
      }),
    );
  }

  #keep(connection: SqlConnection): void {
    const timer = setTimeout(() => {
      const place = this.#idle.findIndex((idle) => idle.connection === connection);
      if (place >= 0) this.#idle.splice(place, 1);
      void connection.close();
    }, idleMs);
    timer.unref();
    this.#idle.push({ connection, timer });
  }
}

export function queryOf(connection: SqlConnection, signal: AbortSignal): Query {
  return async (statement): Promise<SourceRow[]> => await connection.run(statement, signal);
}
