import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Attributes, Client, ClientErrorExtensions, FileEntry, SFTPWrapper } from 'ssh2';
import type { ErrorFacts } from '../../../schemas/errors.js';
import { GatewayError } from '../../../schemas/errors.js';
import { networkError } from '../sql/network-errors.js';
import { importDriver } from '../driver.js';
import type { PlacedFile } from './place.js';
import type { RemoteProtocol, RemoteSession } from './remote-session.js';
import { folderBelow } from './remote-session.js';
import type { SftpSettings } from './settings.js';
import { timeoutSecondsDefault } from './settings.js';

const port = 22;
const chunkBytes = 256 * 1024;
/** A line that is silent for a third of the time limit is asked whether it is still there. */
const keepAliveAsks = 3;
/** Status codes of the protocol (draft-ietf-secsh-filexfer-02, 7). */
const status = { noSuchFile: 2, permissionDenied: 3, noConnection: 6, connectionLost: 7 } as const;

/** Files of an SSH server, by version 3 of its file transfer protocol, which all servers speak. */
export function sftpProtocol(settings: SftpSettings): RemoteProtocol {
  const timeoutMs = (settings.timeoutSeconds ?? timeoutSecondsDefault) * 1_000;
  const { host, user } = settings;
  return {
    kind: 'sftp',
    host,
    port: settings.port ?? port,
    user,
    timeoutMs,
    connect: async (address, signal) => {
      const client = await signIn(settings, address, timeoutMs, signal);
      try {
        const sftp = await answered<SFTPWrapper>(client, { host, subsystem: 'sftp' }, (done) => client.sftp(done));
        return sessionOf(client, sftp, settings);
      } catch (error) {
        client.destroy();
        throw error;
      }
    },
  };
}

async function signIn(
  settings: SftpSettings,
  address: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Client> {
  const { Client: SshClient } = (await importDriver('ssh2', async () => await import('ssh2'))).default;
  const client = new SshClient();
  let offered: string | undefined;
  const abort = (): unknown => client.destroy();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('ready', resolve);
      client.once('error', reject);
      client.once('close', () => reject(new GatewayError('CONNECTOR_CONNECTION_LOST', { host: settings.host })));
      client.connect({
        // Small questions and answers alternate: held back to be sent together, each would wait for a timer.
        sock: connect({ host: address, port: settings.port ?? port, noDelay: true }),
        username: settings.user,
        password: settings.password,
        privateKey: settings.privateKey,
        passphrase: settings.passphrase,
        // How long it may take is said by the signal.
        readyTimeout: 0,
        keepaliveInterval: Math.ceil(timeoutMs / keepAliveAsks),
        keepaliveCountMax: keepAliveAsks,
        hostVerifier: (key: Buffer) => {
          offered = fingerprint(key);
          return offered === settings.hostKey;
        },
      });
    });
  } catch (error) {
    client.destroy();
    throw connectError(error, settings, offered);
  } finally {
    signal.removeEventListener('abort', abort);
  }
  // What ends the line later is told by the calls that it breaks off.
  client.on('error', () => {});
  return client;
}

/** As `ssh-keygen -lf` writes it. */
function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/u, '')}`;
}

function connectError(error: unknown, { host, user, hostKey }: SftpSettings, offered: string | undefined): unknown {
  if (offered !== undefined && offered !== hostKey)
    return new GatewayError('FILE_HOST_KEY_WRONG', { host, expected: hostKey, found: offered }, error);
  const level = (error as Partial<ClientErrorExtensions>).level;
  if (level === 'client-authentication') return new GatewayError('CONNECTOR_LOGIN_REFUSED', { host, user }, error);
  // A private key that cannot be read is thrown by `connect` itself, before anything is sent.
  if (level === undefined && !(error instanceof GatewayError) && offered === undefined)
    return new GatewayError('CONNECTOR_LOGIN_REFUSED', { host, user, reason: 'the private key cannot be read' }, error);
  return networkError(error, { host }, 'CONNECTOR_CONNECTION_LOST');
}

/** Kinds of file in the mode bits, which servers of version 3 take from POSIX. */
const modeKind = { mask: 0o170000, plainFile: 0o100000 } as const;

function isPlainFile({ mode }: Attributes): boolean {
  return (mode & modeKind.mask) === modeKind.plainFile;
}

type Entry = Pick<FileEntry, 'filename' | 'attrs'>;

function placed(name: string, { size, mtime }: Attributes): PlacedFile {
  return { name, bytes: size, modifiedMs: mtime * 1_000 };
}

function sessionOf(client: Client, sftp: SFTPWrapper, { root, host }: SftpSettings): RemoteSession {
  let isEnded = false;
  client.once('close', () => (isEnded = true));
  const facts = { host };
  const realPath = async (path: string): Promise<string> =>
    await answered<string>(client, { ...facts, path }, (done) => sftp.realpath(path, done));
  const entriesOf = async (path: string): Promise<readonly Entry[]> =>
    await answered<readonly Entry[]>(client, { ...facts, path }, (done) => sftp.readdir(path, done));
  const look = async (path: string): Promise<PlacedFile | undefined> => {
    const stats = await answered<Attributes>(client, { ...facts, path }, (done) => sftp.lstat(path, done)).catch(
      (error: unknown) => {
        if (error instanceof GatewayError && error.code === 'FILE_FOLDER_MISSING') return undefined;
        throw error;
      },
    );
    return stats && isPlainFile(stats) ? placed(posix.basename(path), stats) : undefined;
  };
  return {
    title: 'SFTP',
    isEnded: () => isEnded,
    end: () => client.destroy(),
    enter: async (folder) => {
      const base = await realPath(root ?? '.');
      const asked = folderBelow(base, folder);
      if (asked === undefined) throw new GatewayError('FILE_PLACE_OUTSIDE_WORKSPACE', { folder });
      const found = await realPath(asked);
      if (found !== base && !found.startsWith(base === '/' ? '/' : `${base}/`))
        throw new GatewayError('FILE_PLACE_OUTSIDE_WORKSPACE', { folder });
      return found;
    },
    list: async (path, isWanted) => {
      const entries = await entriesOf(path);
      return entries
        .filter(({ filename, attrs }) => isPlainFile(attrs) && isWanted(filename))
        .map(({ filename, attrs }) => placed(filename, attrs));
    },
    look,
    download: async (path, from, sink) => {
      const source = sftp.createReadStream(path, { start: from, highWaterMark: chunkBytes });
      // A line that ends would leave its reader waiting for ever.
      const cut = (): unknown => source.destroy(new GatewayError('CONNECTOR_CONNECTION_LOST', facts));
      client.once('close', cut);
      try {
        await pipeline(source, sink);
      } catch (error) {
        throw answerError(error, { ...facts, path });
      } finally {
        client.off('close', cut);
      }
    },
    upload: async (path, content) => {
      await answered(client, { ...facts, path }, (done) => sftp.writeFile(path, content, done));
    },
    rename: async (from, to) => {
      // The rename of this version refuses a name that is taken; OpenSSH's extension replaces what has it.
      let canReplace = true;
      await answered(client, { ...facts, path: from }, (done) => {
        try {
          sftp.ext_openssh_rename(from, to, done);
        } catch {
          // Thrown at once, and for this reason only: the server did not offer the extension.
          canReplace = false;
          done();
        }
      });
      if (canReplace) return;
      const isTaken = (await look(to)) !== undefined;
      if (isTaken) await answered(client, { ...facts, path: to }, (done) => sftp.unlink(to, done));
      await answered(client, { ...facts, path: from }, (done) => sftp.rename(from, to, done));
    },
    makeFolder: async (path) => {
      const entries = await entriesOf(posix.dirname(path));
      if (entries.some(({ filename }) => filename === posix.basename(path))) return;
      await answered(client, { ...facts, path }, (done) => sftp.mkdir(path, done));
    },
  };
}

type Done<Value> = (error?: Error | null, value?: Value) => void;

/** One request's answer; fails when the line ends before it comes. */
async function answered<Value>(client: Client, facts: ErrorFacts, ask: (done: Done<Value>) => void): Promise<Value> {
  const cut = (): GatewayError => new GatewayError('CONNECTOR_CONNECTION_LOST', facts);
  return await new Promise<Value>((resolve, reject) => {
    const closed = (): void => reject(cut());
    client.once('close', closed);
    try {
      ask((error, value) => {
        client.off('close', closed);
        if (error) reject(answerError(error, facts));
        else resolve(value as Value);
      });
    } catch (error) {
      client.off('close', closed);
      // What the server does not offer, or a line that has ended already, is thrown at once.
      reject(answerError(error, facts));
    }
  });
}

/** Trouble by the status code of the protocol; what has none is a line that ended. */
function answerError(error: unknown, facts: ErrorFacts): unknown {
  if (error instanceof GatewayError) return error;
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === status.noSuchFile) return new GatewayError('FILE_FOLDER_MISSING', facts, error);
  if (code === status.permissionDenied) return new GatewayError('FILE_NOT_READABLE', facts, error);
  if (typeof code === 'number' && code !== status.noConnection && code !== status.connectionLost)
    return new GatewayError('FILE_PLACE_REFUSED', { ...facts, answer: code }, error);
  return networkError(error, facts, 'CONNECTOR_CONNECTION_LOST');
}
