import { connect } from 'node:net';

/** Which running statement is meant: the address of the server and what it said of itself at sign-in. */
export interface CancelAddress {
  readonly host: string;
  readonly port: number;
  readonly processId: number;
  readonly secretKey: number;
}

const cancelCode = 80_877_102;
const messageBytes = 16;

/**
 * Asks the server to stop what a connection is doing. It never answers; the stopped statement fails with 57014.
 * Goes unencrypted, as the reference client's does up to version 16: the worst that an eavesdropper could do with it
 * is to cancel the same connection's statements.
 */
export async function requestCancel(
  { host, port, processId, secretKey }: CancelAddress,
  timeoutMs: number,
): Promise<void> {
  const message = Buffer.alloc(messageBytes);
  message.writeInt32BE(messageBytes, 0);
  message.writeInt32BE(cancelCode, 4);
  message.writeInt32BE(processId, 8);
  message.writeInt32BE(secretKey, 12);
  const socket = connect(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port });
  await new Promise<void>((resolve) => {
    socket.setTimeout(timeoutMs, () => socket.destroy());
    // A request that cannot be sent is no failure of its own: the caller cuts the connection then.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve());
    socket.on('connect', () => socket.end(message));
    socket.resume();
  });
}
