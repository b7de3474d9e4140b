import { connect, isIP, type Socket } from 'node:net';
import type { Connection, ConnectionOptions } from 'mysql2';
import { GatewayError } from '../../../schemas/errors.js';
import { importDriver } from '../driver.js';
import { addressToReach, secondMs, type ResolvedSettings } from '../sql/settings.js';
import { exactCast } from './values.js';

/** A connection of the driver, and the socket under it: what the driver calls destroying lets the server go on sending. */
export interface DriverConnection {
  readonly connection: Connection;
  readonly socket: Socket;
}

/**
 * Starts a connection of the driver, which is loaded at the first use: who has no such database need not install it.
 * The caller waits for its `connect` or `error`.
 * @throws CONNECTOR_DRIVER_MISSING, CONNECTOR_ADDRESS_REFUSED, CONNECTOR_HOST_NOT_FOUND, CONNECTOR_CONFIG_INVALID where an address is to be held to a certificate
 */
export async function startConnection(settings: ResolvedSettings): Promise<DriverConnection> {
  const { createConnection } = await importDriver('mysql2', async () => await import('mysql2'));
  const options = optionsOf(settings);
  const { port } = settings;
  const address = await addressToReach(settings);
  const socket = connect({ ...(address.startsWith('/') ? { path: address } : { host: address, port }), keepAlive: true, noDelay: true });
  return { socket, connection: createConnection({ ...options, stream: socket }) };
}

function optionsOf(settings: ResolvedSettings): ConnectionOptions {
  const { host, port, user, password = '', database, connectTimeoutSeconds } = settings;
  return {
    // Names the server to TLS; the socket is made above.
    host,
    port,
    user,
    password,
    database,
    charset: 'utf8mb4',
    ssl: tlsOptions(settings),
    connectTimeout: connectTimeoutSeconds * secondMs,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    typeCast: exactCast,
    // A server may otherwise ask for files of the machine that connects to it.
    flags: ['-LOCAL_FILES'],
  };
}

function tlsOptions({ host, sslMode, sslRootCertificate }: ResolvedSettings): ConnectionOptions['ssl'] {
  if (sslMode === 'disable') return undefined;
  const isVerified = sslMode === 'verify-full';
  // The driver would compare the certificate with the name localhost, whatever the address.
  if (isVerified && isIP(host) !== 0) throw new GatewayError('CONNECTOR_CONFIG_INVALID', { host, sslMode, missing: 'host name' });
  return { rejectUnauthorized: isVerified, verifyIdentity: isVerified, ca: sslRootCertificate };
}
