import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A real TCP server between a client and a far system, whose line can be made to fail at a chosen moment. */
export interface TcpProxy {
  readonly host: string;
  readonly port: number;
  /** Cuts every open connection, both ways, without a farewell. New connections are served. */
  cut(): void;
  /**
   * From now on, what a client sends goes through until `isLast` says so of a piece; that piece still arrives at the far
   * system, its answer does not come back, and the connection is cut as soon as the far system answers.
   */
  loseAnswerTo(isLast: (sent: Buffer) => boolean): void;
  /** From now on nothing goes either way, and nothing is cut: only time limits help. */
  freeze(): void;
  close(): Promise<void>;
}

interface Line {
  readonly client: Socket;
  readonly server: Socket;
}

/** @param far where connections go on to */
export async function startTcpProxy(far: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const lines = new Set<Line>();
  let losesAnswerTo: (sent: Buffer) => boolean = () => false;
  let isFrozen = false;

  const listener = createServer((client) => {
    const line = { client, server: connect(far) };
    let isAnswerLost = false;
    lines.add(line);
    line.client.on('data', (sent) => {
      if (isFrozen) return;
      isAnswerLost ||= losesAnswerTo(sent);
      line.server.write(sent);
    });
    line.server.on('data', (answer) => {
      if (isAnswerLost) end(line);
      else if (!isFrozen) line.client.write(answer);
    });
    for (const socket of [line.client, line.server]) {
      socket.setNoDelay(true);
      socket.on('error', () => end(line));
      socket.on('close', () => end(line));
    }
  });

  function end(line: Line): void {
    lines.delete(line);
    line.client.destroy();
    line.server.destroy();
  }

  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { address, port } = listener.address() as AddressInfo;
  return {
    host: address,
    port,
    cut: () => lines.forEach(end),
    loseAnswerTo: (isLast) => (losesAnswerTo = isLast),
    freeze: () => (isFrozen = true),
    close: async () => {
      lines.forEach(end);
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
