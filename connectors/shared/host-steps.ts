import { once } from 'node:events';
import { connect } from 'node:net';
import { GatewayError } from '../../schemas/errors.js';
import type { PlannedStep } from './check-steps.js';
import { allowedAddress, type Reach } from './networks.js';
import { networkError } from './sql/network-errors.js';

/** A server that is reached over TCP, or through a socket of this machine where its host is a path. */
export interface FarHost {
  readonly host: string;
  readonly port: number;
  /** How long to wait for an answer. */
  readonly timeoutMs: number;
  /** The socket's own path, where the host names its folder. */
  readonly socketPath?: string;
}

/** The first two steps of a check: is the host in an allowed network, and does anybody listen there? */
export function hostSteps(far: FarHost, reach: Reach): PlannedStep[] {
  const { host, port } = far;
  return [
    {
      step: 'resolve',
      run: async () => {
        const address = await allowedAddress(host, port, reach);
        if (host.startsWith('/')) return { zh: `本机套接字 ${host}`, en: `Socket on this machine: ${host}` };
        return { zh: `${host} → ${address}`, en: `${host} is ${address}` };
      },
    },
    {
      step: 'connect',
      run: async (signal) => {
        await reachPort(await allowedAddress(host, port, reach), far, signal);
        return { zh: `${host}:${port} 可连接`, en: `${host}:${port} can be reached` };
      },
    },
  ];
}

async function reachPort(address: string, { host, port, timeoutMs, socketPath }: FarHost, signal: AbortSignal): Promise<void> {
  const socket = connect(socketPath === undefined ? { port, host: address } : { path: socketPath });
  const timeout = AbortSignal.timeout(timeoutMs);
  const end = (): unknown => socket.destroy(new Error('aborted'));
  const stop = AbortSignal.any([signal, timeout]);
  stop.addEventListener('abort', end, { once: true });
  try {
    await once(socket, 'connect');
  } catch (error) {
    signal.throwIfAborted();
    throw timeout.aborted
      ? new GatewayError('CONNECTOR_TIMED_OUT', { host, port })
      : networkError(error, { host, port }, 'CONNECTOR_CONNECTION_REFUSED');
  } finally {
    stop.removeEventListener('abort', end);
    socket.destroy();
  }
}
