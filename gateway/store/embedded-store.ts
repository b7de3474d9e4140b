import { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import { GatewayError } from '../../schemas/errors.js';
import { copyBytes, copyStatement, TableTypes } from './copy-bytes.js';
import { openedId, type EmbeddedReply, type EmbeddedRequest } from './embedded-protocol.js';
import { lockFolder, type FolderLock } from './folder-lock.js';
import { repeatTransaction, type Queryable, type RowsToInsert, type Store } from './store.js';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/**
 * Opens PostgreSQL inside this process, its files under `<dataFolder>/store`. The database runs in a worker
 * thread, so a long statement never blocks the event loop. One process at a time: a second one gets
 * STORE_DATA_FOLDER_IN_USE.
 */
export async function openEmbeddedStore(dataFolder: string): Promise<Store> {
  const lock = await lockFolder(dataFolder);
  try {
    const worker = new Worker(new URL('./embedded-worker.js', import.meta.url), {
      workerData: { folder: join(dataFolder, 'store') },
    });
    const store = new EmbeddedStore(worker, lock);
    await store.opened();
    return store;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

class EmbeddedStore implements Store {
  readonly kind = 'embedded';
  readonly #worker: Worker;
  readonly #lock: FolderLock;
  readonly #waiting = new Map<number, { resolve: (reply: EmbeddedReply) => void; reject: (error: Error) => void }>();
  readonly #types = new TableTypes();
  #lastId = openedId;
  /** Tail of the line for the one connection: a transaction holds it until it ends. */
  #line: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(worker: Worker, lock: FolderLock) {
    this.#worker = worker;
    this.#lock = lock;
    worker.on('message', (reply: EmbeddedReply) => {
      this.#waiting.get(reply.id)?.resolve(reply);
      this.#waiting.delete(reply.id);
    });
    const fail = (cause?: unknown): void => {
      const error = new GatewayError('STORE_CLOSED', {}, cause);
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
      this.#closed = true;
    };
    worker.on('error', fail);
    worker.on('exit', () => fail());
  }

  async opened(): Promise<void> {
    await this.#receive(openedId);
  }

  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.#exclusive(() => this.#query<Row>(sql, parameters));
  }

  async insert(table: string, rows: RowsToInsert): Promise<void> {
    await this.#exclusive(() => this.#insert(table, rows));
  }

  async execute(sql: string): Promise<void> {
    await this.#exclusive(() => this.#ask({ kind: 'execute', sql }));
  }

  async transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T> {
    return repeatTransaction(() =>
      this.#exclusive(async () => {
        await this.#ask({ kind: 'execute', sql: 'BEGIN' });
        try {
          const result = await work({
            query: (sql, parameters = []) => this.#query(sql, parameters),
            insert: (table, rows) => this.#insert(table, rows),
          });
          await this.#ask({ kind: 'execute', sql: 'COMMIT' });
          return result;
        } catch (error) {
          if (!this.#closed) await this.#ask({ kind: 'execute', sql: 'ROLLBACK' });
          throw error;
        }
      }),
    );
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#exclusive(() => this.#ask({ kind: 'close' }));
    this.#closed = true;
    await this.#worker.terminate();
    await this.#lock.release();
  }

  async #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#line.then(work);
    this.#line = turn.catch(() => undefined);
    return turn;
  }

  async #query<Row>(sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    const reply = await this.#ask({ kind: 'query', sql, parameters });
    for (const column of reply.byteColumns) {
      for (const row of reply.rows) {
        const bytes = row[column];
        if (bytes instanceof Uint8Array) row[column] = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      }
    }
    return reply.rows as Row[];
  }

  async #insert(table: string, rows: RowsToInsert): Promise<void> {
    if (rows.rows.length === 0) return;
    const types = await this.#types.of(table, (sql, parameters = []) => this.#query(sql, parameters));
    await this.#ask({ kind: 'copy', sql: copyStatement(table, rows, `'/dev/blob'`), bytes: copyBytes(types, rows) });
  }

  async #ask(request: WithoutId<EmbeddedRequest>): Promise<Extract<EmbeddedReply, { rows: unknown }>> {
    if (this.#closed) throw new GatewayError('STORE_CLOSED');
    this.#lastId += 1;
    const id = this.#lastId;
    const reply = this.#receive(id);
    this.#worker.postMessage({ ...request, id });
    return reply;
  }

  async #receive(id: number): Promise<Extract<EmbeddedReply, { rows: unknown }>> {
    const reply = await new Promise<EmbeddedReply>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    if ('error' in reply) throw Object.assign(new Error(reply.error.message), reply.error);
    return reply;
  }
}
