import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A TCP proxy on 127.0.0.1 that can be told to cut connections. */
export interface TcpProxy {
  readonly port: number;
  /** Cuts every connection that is open now, both ways. */
  readonly cut: () => void;
  /**
   * Waits for a client to send this text. `before`: it is not passed on and the connection is cut; `after`: it is
   * passed on, and the connection is cut when the server answers, instead of the answer. Holds for one connection.
   */
  readonly cutAt: (text: string, when: 'before' | 'after') => void;
  /** From now on cuts every connection as soon as the server has sent so many bytes over it. */
  readonly cutAfter: (bytes: number) => void;
  /** How many connections `cutAfter` has cut. */
  readonly cuts: () => number;
  readonly close: () => Promise<void>;
}

export async function startTcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let trap: { readonly text: string; readonly when: 'before' | 'after' } | undefined;
  let bytesMax = Number.POSITIVE_INFINITY;
  let cuts = 0;
  const server = createServer((client) => {
    const far = connect(target);
    const pair = [client, far] as const;
    pairs.add(pair);
    let isAnswerLost = false;
    let bytes = 0;
    const end = (): void => {
      pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    client.on('data', (chunk) => {
      if (trap && chunk.includes(trap.text)) {
        const { when } = trap;
        trap = undefined;
        if (when === 'before') return end();
        isAnswerLost = true;
      }
      far.write(chunk);
    });
    far.on('data', (chunk) => {
      bytes += chunk.length;
      const isOver = bytes > bytesMax;
      if (isOver) cuts += 1;
      if (isOver || isAnswerLost) end();
      else if (!client.write(chunk)) {
        far.pause();
        client.once('drain', () => far.resume());
      }
    });
    for (const socket of pair) {
      socket.on('error', end);
      socket.on('close', end);
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const cut = (): void => {
    for (const sockets of pairs) for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    cutAt: (text, when) => (trap = { text, when }),
    cutAfter: (bytes) => (bytesMax = bytes),
    cuts: () => cuts,
    close: async () => {
      cut();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
