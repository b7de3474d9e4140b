import { once } from 'node:events';
import { connect } from 'node:net';
import { GatewayError } from '../../schemas/errors.js';
import type { PlannedStep } from './check-steps.js';
import { allowedAddress } from './networks.js';
import { networkError } from './sql/network-errors.js';

/** A server that is reached over TCP. */
export interface FarHost {
  readonly host: string;
  readonly port: number;
  /** How long to wait for an answer. */
  readonly timeoutMs: number;
}

/** The first two steps of a check: is the host in an allowed network, and does anybody listen there? */
export function hostSteps(far: FarHost, networks: readonly string[] | undefined): PlannedStep[] {
  const { host, port } = far;
  return [
    {
      step: 'resolve',
      run: async () => {
        const address = await allowedAddress(host, networks);
        return { zh: `${host} → ${address}`, en: `${host} is ${address}` };
      },
    },
    {
      step: 'connect',
      run: async (signal) => {
        await reachPort(await allowedAddress(host, networks), far, signal);
        return { zh: `${host}:${port} 可连接`, en: `${host}:${port} can be reached` };
      },
    },
  ];
}

async function reachPort(address: string, { host, port, timeoutMs }: FarHost, signal: AbortSignal): Promise<void> {
  const socket = connect(port, address);
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
