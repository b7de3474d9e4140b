import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** What the server does with whoever connects: an error number instead of a greeting, or nothing at all. */
export type MysqlRefusal = number | 'silence';

export interface RefusingMysql {
  readonly port: number;
  close(): Promise<void>;
}

/** A server that speaks so much of the MySQL protocol as is needed to turn a client away, in the words of no version. */
export async function startRefusingMysql(refusal: MysqlRefusal): Promise<RefusingMysql> {
  const sockets = new Set<{ destroy(): unknown }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    if (refusal !== 'silence') socket.end(errorPacket(refusal));
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

/** ERR_Packet: 0xFF, number, SQLSTATE, words; before it three bytes of length and the packet's number. */
function errorPacket(errno: number): Buffer {
  const number = Buffer.alloc(3);
  number.writeUInt8(0xff, 0);
  number.writeUInt16LE(errno, 1);
  const body = Buffer.concat([number, Buffer.from('#HY000不行')]);
  const head = Buffer.alloc(4);
  head.writeUIntLE(body.length, 0, 3);
  return Buffer.concat([head, body]);
}
