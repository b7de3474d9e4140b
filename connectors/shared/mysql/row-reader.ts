import type { Connection, Query } from 'mysql2';
import type { SourceRow } from '../../connector.js';
import type { FetchedRows } from '../sql/connection.js';

/**
 * Rows of a running statement. The server has no cursors that the protocol could fetch from in pieces, so it sends
 * all rows at once: the connection is paused while nobody asks for more, and TCP holds the server back.
 */
export class StreamedRows {
  readonly #connection: Connection;
  #rows: SourceRow[] = [];
  #wanted = 0;
  #error: unknown;
  #state: 'running' | 'ended' | 'failed' = 'running';
  #wake: () => void = () => undefined;

  /** @param query begun on the connection, nothing of it read yet */
  constructor(connection: Connection, query: Query) {
    this.#connection = connection;
    query.on('result', (row: SourceRow) => {
      this.#rows.push(row);
      if (this.#rows.length >= this.#wanted) this.#stop();
    });
    query.on('error', (error: unknown) => this.#finish('failed', error));
    query.on('end', () => this.#finish('ended'));
  }

  get isEnded(): boolean {
    return this.#state !== 'running';
  }

  /** Rejects with the driver's error. */
  async next(rows: number): Promise<FetchedRows> {
    this.#wanted = rows;
    if (this.#rows.length < rows && this.#state === 'running') {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#connection.resume();
      });
    }
    if (this.#state === 'failed') throw this.#error;
    // The driver hands over whatever one packet from the network held, so there may be more than were asked for.
    const next = this.#rows.slice(0, rows);
    this.#rows = this.#rows.slice(rows);
    return { rows: next, isLast: next.length < rows };
  }

  #stop(): void {
    this.#connection.pause();
    this.#wake();
  }

  #finish(state: 'ended' | 'failed', error?: unknown): void {
    if (this.#state !== 'running') return;
    this.#state = state;
    this.#error = error;
    this.#wake();
  }
}
