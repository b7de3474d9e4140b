import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';

export interface SmallServer {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Takes every connection and answers with `reply` to the first bytes that come; with nothing when it is absent. */
export async function startSilentServer(reply?: Buffer): Promise<SmallServer> {
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', () => {
      if (reply) socket.end(reply);
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { address, port } = listener.address() as AddressInfo;
  return {
    host: address,
    port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** What a PostgreSQL server says when it refuses a connection with this SQLSTATE. */
export function postgresRefusal(sqlState: string, message: string): Buffer {
  const fields = [`SFATAL`, `VFATAL`, `C${sqlState}`, `M${message}`].map((field) => `${field}\0`).join('');
  const body = Buffer.from(`${fields}\0`);
  const head = Buffer.alloc(5, 'E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
