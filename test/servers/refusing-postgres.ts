import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** What the server does with whoever connects. */
export type Refusal = { readonly sqlState: string; readonly asksPassword?: boolean } | 'silence';

export interface RefusingPostgres {
  readonly port: number;
  close(): Promise<void>;
}

const startupWithoutTypeBytes = 8;
const sslRequestCode = 80_877_103;
const cleartextPassword = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);

/**
 * A server that speaks so much of the PostgreSQL protocol (version 3) as is needed to turn a client away: it may ask for
 * a password, and then refuses with a SQLSTATE, in the words of no known version; or it accepts and never says a word.
 */
export async function startRefusingPostgres(refusal: Refusal): Promise<RefusingPostgres> {
  const sockets = new Set<{ destroy(): unknown }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (message) => {
      if (refusal === 'silence') return;
      const isStartup = message[0] === 0;
      if (isStartup && message.length >= startupWithoutTypeBytes && message.readInt32BE(4) === sslRequestCode) {
        socket.write('N');
      } else if (isStartup && refusal.asksPassword) {
        socket.write(cleartextPassword);
      } else {
        socket.end(errorMessage(refusal.sqlState));
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function errorMessage(sqlState: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${sqlState}\0M不行\0\0`);
  const head = Buffer.alloc(5);
  head.write('E', 0);
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
