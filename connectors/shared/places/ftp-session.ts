import { isIP } from 'node:net';
import { posix } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import type { Client } from 'basic-ftp';
import type { ErrorCode, ErrorFacts } from '../../../schemas/errors.js';
import { GatewayError } from '../../../schemas/errors.js';
import { importDriver } from '../driver.js';
import { networkError } from '../sql/network-errors.js';
import type { PlacedFile } from './place.js';
import type { RemoteProtocol, RemoteSession } from './remote-session.js';
import { folderBelow } from './remote-session.js';
import type { FtpSettings } from './settings.js';
import { timeoutSecondsDefault } from './settings.js';

const port = 21;
const listingBytesMax = 16 * 1024 * 1024;
/** Answers of the server (RFC 959, 4.2.2). */
const answers = { notAvailable: 421, notLoggedIn: 530, fileUnavailable: 550, nameNotAllowed: 553 } as const;

/** Files of an FTP server in passive mode; everything but a place that says `tls: none` is encrypted. */
export function ftpProtocol(settings: FtpSettings): RemoteProtocol {
  const timeoutMs = (settings.timeoutSeconds ?? timeoutSecondsDefault) * 1_000;
  const { host, user } = settings;
  return {
    kind: 'ftp',
    host,
    port: settings.port ?? port,
    user,
    timeoutMs,
    connect: async (address, signal) => {
      const { Client: FtpClient } = await importDriver('basic-ftp', async () => await import('basic-ftp'));
      // How long to wait is the place's matter; the address that a server names for data is not followed elsewhere.
      const client = new FtpClient(0, { allowSeparateTransferHost: false, maxListingBytes: listingBytesMax });
      const abort = (): void => client.close();
      signal.addEventListener('abort', abort, { once: true });
      try {
        await client.connect(address, settings.port ?? port);
        if (settings.tls !== 'none') await encrypt(client, settings);
        await client.sendIgnoringError('OPTS UTF8 ON');
        await client.login(user, settings.password);
        await client.useDefaultSettings();
        return sessionOf(client, settings, await client.features());
      } catch (error) {
        client.close();
        throw connectError(error, { host, user });
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
  };
}

async function encrypt(client: Client, { host, ca }: FtpSettings): Promise<void> {
  try {
    await client.useTLS({ host, servername: isIP(host) === 0 ? host : undefined, ca });
  } catch (error) {
    const answer = answerOf(error);
    // Some answer as if a password were wrong: what is missing is the encryption.
    throw answer === undefined ? error : new GatewayError('FILE_PLACE_REFUSED', { host, command: 'AUTH TLS', answer }, error);
  }
}

function sessionOf(client: Client, { root, host }: FtpSettings, features: Map<string, string>): RemoteSession {
  const facts = { host };
  // Only a machine's listing has sizes and times to the second; from any other they are asked file by file.
  const isExact = features.has('MLST');
  const look = async (path: string): Promise<PlacedFile | undefined> => {
    try {
      const [bytes, modified] = [await client.size(path), await client.lastMod(path)];
      return { name: posix.basename(path), bytes, modifiedMs: modified.getTime() };
    } catch (error) {
      if (answerOf(error) === answers.fileUnavailable) return undefined;
      throw error;
    }
  };
  return {
    title: isExact ? 'FTP (MLSD)' : 'FTP',
    isEnded: () => client.closed,
    end: () => client.close(),
    enter: async (folder) =>
      await asked({ ...facts, folder }, 'FILE_FOLDER_MISSING', async () => {
        const base = root ?? '/';
        const path = folderBelow(base, folder);
        if (path === undefined) throw new GatewayError('FILE_PLACE_OUTSIDE_WORKSPACE', { folder });
        await client.cd(path);
        return path;
      }),
    list: async (path, isWanted) =>
      await asked({ ...facts, path }, 'FILE_NOT_READABLE', async () => {
        const found: PlacedFile[] = [];
        for (const { name, size, isFile, modifiedAt } of await client.list(path)) {
          if (!isFile || !isWanted(name)) continue;
          const isKnown = isExact && modifiedAt !== undefined;
          const file = isKnown ? { name, bytes: size, modifiedMs: modifiedAt.getTime() } : await look(`${path}/${name}`);
          if (file) found.push(file);
        }
        return found;
      }),
    look: async (path) => await asked({ ...facts, path }, 'FILE_NOT_READABLE', async () => await look(path)),
    download: async (path, from, sink: Writable) => {
      await asked({ ...facts, path }, 'FILE_NOT_READABLE', async () => await client.downloadTo(sink, path, from));
    },
    upload: async (path, content) => {
      await asked({ ...facts, path }, 'FILE_PLACE_REFUSED', async () => {
        await client.uploadFrom(Readable.from([content]), path);
      });
    },
    rename: async (from, to) => {
      await asked({ ...facts, path: from }, 'FILE_PLACE_REFUSED', async () => {
        await client.remove(to, true);
        await client.rename(from, to);
      });
    },
    makeFolder: async (path) => {
      await asked({ ...facts, path }, 'FILE_PLACE_REFUSED', async () => {
        // Most servers answer alike whether the folder is there or may not be made: the move into it tells.
        await client.sendIgnoringError(`MKD ${path}`);
      });
    },
  };
}

/** @param unavailable what the answer "not available" means for what is asked; the server gives no reason by number */
async function asked<Value>(facts: ErrorFacts, unavailable: ErrorCode, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const answer = answerOf(error);
    if (answer === undefined) throw networkError(error, facts, 'CONNECTOR_CONNECTION_LOST');
    if (answer === answers.notAvailable) throw new GatewayError('CONNECTOR_CONNECTION_LOST', facts, error);
    const isMissing = answer === answers.fileUnavailable || answer === answers.nameNotAllowed;
    throw new GatewayError(isMissing ? unavailable : 'FILE_PLACE_REFUSED', { ...facts, answer }, error);
  }
}

function connectError(error: unknown, facts: ErrorFacts): unknown {
  const answer = answerOf(error);
  if (answer === answers.notLoggedIn) return new GatewayError('CONNECTOR_LOGIN_REFUSED', facts, error);
  if (answer === answers.notAvailable) return new GatewayError('CONNECTOR_BUSY', facts, error);
  if (answer !== undefined) return new GatewayError('FILE_PLACE_REFUSED', { ...facts, answer }, error);
  return networkError(error, facts, 'CONNECTOR_CONNECTION_REFUSED');
}

/** The server's answer as a number; undefined for trouble with the line, whose codes are words. */
function answerOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}
