import { connect, isIP, type Socket } from 'node:net';
import type { Connection, ConnectionConfiguration, Request } from 'tedious';
import type { JsonValue } from '../../../schemas/json.js';
import type { SourceRow } from '../../connector.js';
import { importDriver } from '../driver.js';
import type { FetchedRows, Statement } from '../sql/connection.js';
import type { DriverSession, SessionRows } from '../sql/session.js';
import { addressToReach, secondMs, type ResolvedSettings } from '../sql/settings.js';
import { ServerError } from './errors.js';

type Tedious = typeof import('tedious');

/**
 * Signs in with the driver `tedious`, which is loaded at the first use. Only texts and small numbers cross it: every
 * other type is written as a text by the server (see `columnAsText`), for the driver reads decimals as floating point.
 */
export async function openSession(settings: ResolvedSettings, signal: AbortSignal): Promise<DriverSession> {
  const tedious = await importDriver('tedious', async () => await import('tedious'));
  const address = await addressToReach(settings);
  signal.throwIfAborted();
  const socket = connect({ host: address, port: settings.port, keepAlive: true, noDelay: true });
  const connection = new tedious.Connection(configurationOf(settings, socket));
  const refusal = lastRefusal(connection);
  const cut = (): unknown => socket.destroy(new Error('aborted'));
  signal.addEventListener('abort', cut, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      connection.on('error', reject);
      socket.once('close', () => reject(new Error('the connection was closed')));
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
  } catch (error) {
    socket.destroy();
    throw refusal.take() ?? error;
  } finally {
    signal.removeEventListener('abort', cut);
  }
  return new TediousSession(tedious, connection, socket);
}

function configurationOf(settings: ResolvedSettings, socket: Socket): ConnectionConfiguration {
  const { host, port, user, password = '', database, sslMode, sslRootCertificate: ca, connectTimeoutSeconds } = settings;
  return {
    server: host,
    authentication: { type: 'default', options: { userName: user, password } },
    options: {
      port,
      database,
      appName: 'jiantong',
      // A server that sends us on to another address is asked again at the one that was checked.
      connector: async () => await connected(socket),
      encrypt: sslMode !== 'disable',
      trustServerCertificate: sslMode !== 'verify-full',
      ...(ca === undefined ? {} : { cryptoCredentialsDetails: { ca } }),
      ...(isIP(host) === 0 ? { serverName: host } : {}),
      connectTimeout: connectTimeoutSeconds * secondMs,
      // It would ask again at the same connection; the gateway tries again by itself.
      maxRetriesOnTransientErrors: 0,
      // Ours are kept by `guarded`, which counts only while the server works.
      requestTimeout: 0,
      dateFormat: 'ymd',
      language: 'us_english',
      textsize: 2 ** 31 - 1,
      useUTC: true,
      enableArithAbort: true,
    },
  };
}

async function connected(socket: Socket): Promise<Socket> {
  if (socket.readyState === 'open') return socket;
  return await new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the connection was closed')));
  });
}

/** The driver keeps the words of a refused sign-in and drops its number, which it tells here. */
function lastRefusal(connection: Connection): { take(): ServerError | undefined } {
  let last: ServerError | undefined;
  connection.on('errorMessage', ({ number, class: level, message }) => {
    // Several may come; the first is the cause.
    last ??= new ServerError(number, level, message);
  });
  return {
    take: () => {
      const taken = last;
      last = undefined;
      return taken;
    },
  };
}

class TediousSession implements DriverSession {
  readonly #tedious: Tedious;
  readonly #connection: Connection;
  readonly #socket: Socket;
  #isBroken = false;

  constructor(tedious: Tedious, connection: Connection, socket: Socket) {
    this.#tedious = tedious;
    this.#connection = connection;
    this.#socket = socket;
    connection.on('error', () => (this.#isBroken = true));
    connection.on('end', () => (this.#isBroken = true));
    socket.on('close', () => (this.#isBroken = true));
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  async run(statement: Statement): Promise<SourceRow[]> {
    const rows: SourceRow[] = [];
    await new Promise<void>((resolve, reject) => {
      const request = this.#start(statement, (error) => (error ? reject(error) : resolve()));
      request.on('row', (columns) => rows.push(rowOf(columns)));
    });
    return rows;
  }

  async read(statement: Statement): Promise<SessionRows> {
    const stream = new RequestRows();
    stream.begin(this.#start(statement, (error) => stream.finish(error)));
    return stream;
  }

  async commit(): Promise<void> {
    await this.run({ text: 'COMMIT TRANSACTION', values: [] });
  }

  async rollback(): Promise<void> {
    await this.run({ text: 'IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION', values: [] });
  }

  async cancel(): Promise<void> {
    this.#connection.cancel();
  }

  destroy(): void {
    this.#isBroken = true;
    this.#socket.destroy();
  }

  async close(): Promise<void> {
    this.#isBroken = true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, secondMs);
      this.#connection.once('end', () => {
        clearTimeout(timer);
        resolve();
      });
      this.#connection.close();
    });
    this.#socket.destroy();
  }

  /** Parameters are texts, `@p1` and so on; without any the words go as a batch, in which transactions may begin and end. */
  #start({ text, values }: Statement, done: (error: unknown) => void): Request {
    const request = new this.#tedious.Request(text, (error) => done(error));
    for (const [place, value] of values.entries())
      request.addParameter(`p${place + 1}`, this.#tedious.TYPES.NVarChar, textOf(value), { length: Infinity });
    if (values.length === 0) this.#connection.execSqlBatch(request);
    else this.#connection.execSql(request);
    return request;
  }
}

function textOf(value: JsonValue): string | null {
  if (value === null || typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

interface Cell {
  readonly metadata: { readonly colName: string };
  readonly value: unknown;
}

function rowOf(columns: readonly Cell[]): SourceRow {
  return Object.fromEntries(columns.map(({ metadata, value }) => [metadata.colName, plain(value)]));
}

function plain(value: unknown): string | number | boolean | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** Rows of a running request: it is paused while nobody asks for more, and TCP holds the server back. */
class RequestRows implements SessionRows {
  #request: Request | undefined;
  #rows: SourceRow[] = [];
  #wanted = 0;
  #end: { readonly error: unknown } | undefined;
  #wake: () => void = () => undefined;

  begin(request: Request): void {
    this.#request = request;
    request.on('row', (columns) => {
      this.#rows.push(rowOf(columns));
      if (this.#rows.length < this.#wanted) return;
      request.pause();
      this.#wake();
    });
  }

  finish(error: unknown): void {
    this.#end = { error };
    this.#wake();
  }

  async next(rows: number): Promise<FetchedRows> {
    this.#wanted = rows;
    if (this.#rows.length < rows && !this.#end) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#request?.resume();
      });
    }
    if (this.#end?.error) throw this.#end.error;
    const next = this.#rows.slice(0, rows);
    this.#rows = this.#rows.slice(rows);
    return { rows: next, isLast: next.length < rows };
  }

  async close(): Promise<void> {
    this.#request?.cancel();
  }
}
