import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Thrown where a fixed port is taken; the message names it. */
export class PortTakenError extends Error {
  constructor(readonly port: number) {
    super(
      `沙箱端口 ${port} 已被占用，请停止占用它的程序。 Port ${port} of the sandbox is taken; stop the program that holds it.`,
    );
    this.name = 'PortTakenError';
  }
}

/** Listens on loopback only; port 0 lets the system choose. Resolves when connections are taken. */
export async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new PortTakenError(port);
    throw error;
  }
}

/** Throws PortTakenError for the first port that is taken now: before anything is touched that a running sandbox uses. */
export async function requireFree(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const server = createServer();
    await listen(server, port);
    server.close();
    await once(server, 'close');
  }
}
