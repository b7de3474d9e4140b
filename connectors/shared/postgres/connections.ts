import type { PostgresSettings } from './settings.js';
import { PostgresConnection } from './connection.js';

/** Connections kept open between two uses. More may be in use at a time: whoever uses them bounds that. */
const idleMax = 2;
/** How long one is kept: firewalls between networks forget connections that are silent for some minutes. */
const idleMs = 60_000;

interface Idle {
  readonly connection: PostgresConnection;
  readonly timer: NodeJS.Timeout;
}

/** Lends connections and keeps a few of them open for a while, until `close`. */
export class PostgresConnections {
  readonly settings: PostgresSettings;
  readonly #idle: Idle[] = [];
  #isClosed = false;

  constructor(settings: PostgresSettings) {
    this.settings = settings;
  }

  /** The caller gives it back with `release`, whatever happens. */
  async acquire(signal: AbortSignal): Promise<PostgresConnection> {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      clearTimeout(idle.timer);
      if (!idle.connection.isBroken) return idle.connection;
    }
    return await PostgresConnection.open(this.settings, signal);
  }

  /** @param isClean whether no transaction is open on it any more */
  async release(connection: PostgresConnection, isClean: boolean): Promise<void> {
    if (connection.isBroken) return;
    if (!isClean) connection.destroy();
    else if (this.#isClosed || this.#idle.length >= idleMax) await connection.close();
    else this.#keep(connection);
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

  #keep(connection: PostgresConnection): void {
    const timer = setTimeout(() => {
      const place = this.#idle.findIndex((idle) => idle.connection === connection);
      if (place >= 0) this.#idle.splice(place, 1);
      void connection.close();
    }, idleMs);
    timer.unref();
    this.#idle.push({ connection, timer });
  }
}
