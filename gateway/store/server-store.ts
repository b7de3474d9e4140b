import { Pool, types, type PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { finished } from 'node:stream/promises';
import { GatewayError } from '../../schemas/errors.js';
import { copyBytes, copyStatement, TableTypes } from './copy-bytes.js';
import { repeatTransaction, sqlState, type Queryable, type RowsToInsert, type Store } from './store.js';

export interface ServerStoreOptions {
  /** `postgres://…`; never logged. */
  readonly url: string;
  readonly connectionsMax: number;
}

const connectTimeoutMs = 10_000;
/**
 * What the planner takes an index's page to cost, sequential ones being 1. Batches look up some hundred rows of large
 * tables by their keys; the server's default, 4, is for disks that turn, and makes it read those tables as a whole.
 */
const indexPageCost = '1.1';
/**
 * Settings of every connection. Compiling a statement to machine code pays for reports that read millions of rows; our
 * statements touch a batch, and one whose cost is overrated would take ten times as long to compile as to run.
 */
const settings = `SET random_page_cost = ${indexPageCost}; SET jit = off`;

/** Opens a pool on a PostgreSQL server. Throws STORE_NOT_REACHABLE when no connection can be made. */
export async function openServerStore(options: ServerStoreOptions): Promise<Store> {
  const pool = new Pool({
    connectionString: options.url,
    max: options.connectionsMax,
    connectionTimeoutMillis: connectTimeoutMs,
    types: { getTypeParser: typeParser },
    application_name: 'jiantong',
  });
  // An idle connection that the server closes is no news: the pool opens another when one is wanted.
  pool.on('error', () => undefined);
  // Asked for before anything else on the connection; one that breaks already tells so by its next statement.
  pool.on('connect', (client) => void client.query(settings).catch(() => undefined));
  try {
    (await pool.connect()).release();
  } catch (cause) {
    await pool.end();
    throw new GatewayError('STORE_NOT_REACHABLE', { sqlState: sqlState(cause) }, cause);
  }
  return new ServerStore(pool);
}

class ServerStore implements Store {
  readonly kind = 'server';
  readonly #pool: Pool;
  readonly #types = new TableTypes();
  #closed = false;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.#with((client) => run<Row>(client, sql, parameters));
  }

  async insert(table: string, rows: RowsToInsert): Promise<void> {
    await this.#with((client) => this.#copyIn(client, table, rows));
  }

  async execute(sql: string): Promise<void> {
    await this.#with((client) => client.query(sql));
  }

  async transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T> {
    return repeatTransaction(() =>
      this.#with(async (client) => {
        await client.query('BEGIN');
        try {
          const result = await work({
            query: (sql, parameters = []) => run(client, sql, parameters),
            insert: (table, rows) => this.#copyIn(client, table, rows),
          });
          await client.query('COMMIT');
          return result;
        } catch (error) {
          await client.query('ROLLBACK').catch(() => undefined); // the connection may be the thing that broke
          throw error;
        }
      }),
    );
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#pool.end();
  }

  async #copyIn(client: PoolClient, table: string, rows: RowsToInsert): Promise<void> {
    if (rows.rows.length === 0) return;
    const types = await this.#types.of(table, (sql, parameters = []) => run(client, sql, parameters));
    const bytes = copyBytes(types, rows);
    const stream = client.query(copyFrom(copyStatement(table, rows, 'STDIN')));
    stream.end(bytes);
    await finished(stream);
  }

  async #with<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    if (this.#closed) throw new GatewayError('STORE_CLOSED');
    const client = await this.#pool.connect().catch((cause: unknown) => {
      throw new GatewayError('STORE_NOT_REACHABLE', { sqlState: sqlState(cause) }, cause);
    });
    let broken = false;
    const onError = (): void => {
      broken = true;
    };
    client.on('error', onError);
    try {
      return await work(client);
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }
}

async function run<Row>(client: PoolClient, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
  const result = await client.query(sql, [...parameters]);
  return result.rows as Row[];
}

const int8 = 20;
const date = 1082;
const numeric = 1700;

const typeParser: typeof types.getTypeParser = (oid: number, format?: string) => {
  if (oid === int8) return safeInteger;
  if (oid === date || oid === numeric) return (text: string) => text;
  return format === 'binary' ? types.getTypeParser(oid, 'binary') : types.getTypeParser(oid, 'text');
};

/** bigint as a number: our counters and identities stay far below 2^53, and one beyond is an error. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a JavaScript number`);
  return value;
}
