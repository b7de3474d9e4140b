import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import type { SystemFaults } from '../faults.js';
import { listen } from '../listen.js';
import type { Database, DatabaseUser } from './database.js';
import { WireConnection } from './wire-connection.js';

export interface WireServerOptions {
  readonly database: Database;
  readonly users: readonly DatabaseUser[];
  readonly faults: (system: DatabaseUser['system']) => SystemFaults;
  readonly port: number;
  /** A client that stays silent so long inside a transaction or open cursor is ended, since it stops all others. */
  readonly idleInTransactionMs: number;
}

export interface WireServer {
  readonly port: number;
  /** Ends every connection of the users of one system; new ones meet the system's outage. */
  cut(system: DatabaseUser['system']): void;
  stop(): Promise<void>;
}

const connectionsMax = 50;

/**
 * Serves one PGlite over the PostgreSQL wire protocol to several clients at once.
 *
 * `@electric-sql/pglite-socket` 0.2 is not used for this: it interleaves the messages of its clients, so that two open
 * cursors read each other's rows (seen 2026-11-23), and it asks for no password.
 */
export async function startWireServer(options: WireServerOptions): Promise<WireServer> {
  const connections = new Map<number, WireConnection>();
  const version = await options.database.asOwner(async (engine) => {
    const { rows } = await engine.query<{ version: string }>("select current_setting('server_version') as version");
    return rows[0]?.version ?? '';
  });
  let lastNumber = 0;
  const server: Server = createServer((socket: Socket) => {
    lastNumber += 1;
    const number = lastNumber;
    const connection = new WireConnection(socket, {
      ...options,
      number,
      version,
      isFull: connections.size >= connectionsMax,
      cancel: (target, secret) => connections.get(target)?.cancel(secret),
    });
    connections.set(number, connection);
    socket.once('close', () => connections.delete(number));
  });
  await listen(server, options.port);
  return {
    port: (server.address() as AddressInfo).port,
    cut(system) {
      for (const connection of connections.values()) {
        if (connection.system === system) connection.cut();
      }
    },
    async stop() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const connection of connections.values()) connection.cut();
      await closed;
    },
  };
}
