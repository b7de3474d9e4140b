import type { Socket } from 'node:net';
import type { Connection } from 'mysql2';
import type { SourceRow } from '../../connector.js';
import { cellText } from '../cell-text.js';
import type { RowRefusal } from '../isolate-rows.js';
import type { Access, RowReader, SqlConnection, Statement } from '../sql/connection.js';
import { guarded } from '../sql/guarded.js';
import { addressOf, secondMs, type ResolvedSettings } from '../sql/settings.js';
import { offsetText } from '../sql/time-zone.js';
import { startConnection, type DriverConnection } from './driver.js';
import { connectError, isServerError, rowRefusal, statementError } from './errors.js';
import { flavourOf, type Flavour } from './flavour.js';
import { render } from './literals.js';
import { StreamedRows } from './row-reader.js';

/** Longest time for a second connection to ask the server to end what the first one does. */
const killMs = 2 * secondMs;
/** Longest that the server waits for us to take rows while a batch is being stored; its own default is a minute. */
const idleSeconds = 600;
/** Room that a statement leaves in a packet for what surrounds it. */
const packetMarginBytes = 1_024;

/** A signed-in connection to MySQL or one of its kin. */
export class MysqlConnection implements SqlConnection {
  readonly #connection: Connection;
  readonly #socket: Socket;
  readonly #settings: ResolvedSettings;
  #flavour: Flavour = flavourOf('');
  #bytesMax = 0;
  #offset: string | undefined;
  #isBroken = false;
  /** Ends the wait for the running statement: the driver forgets it when a connection is cut. */
  #giveUp: (error: unknown) => void = () => undefined;

  private constructor({ connection, socket }: DriverConnection, settings: ResolvedSettings) {
    this.#connection = connection;
    this.#socket = socket;
    this.#settings = settings;
    connection.on('error', (error) => this.#break(error));
    connection.on('end', () => this.#break(new Error('the connection was closed')));
  }

  /** Connects, signs in and makes the session strict, as `SqlDialect.open` says. */
  static async open(settings: ResolvedSettings, signal: AbortSignal): Promise<MysqlConnection> {
    const connection = new MysqlConnection(await signedIn(settings, signal), settings);
    try {
      await connection.#setUp(signal);
      return connection;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  get statementBytesMax(): number {
    return this.#bytesMax;
  }

  async run(statement: Statement, signal: AbortSignal): Promise<SourceRow[]> {
    return await this.#guarded(async () => await this.#send(render(statement)), signal);
  }

  async read(statement: Statement, signal: AbortSignal): Promise<RowReader> {
    const rows = new StreamedRows(this.#connection, this.#connection.query(render(statement)));
    return {
      next: async (count) => await this.#guarded(async () => await rows.next(count), signal),
      close: async () => {
        if (rows.isEnded || this.#isBroken) return;
        // Taking what is left would take as long as reading it; another connection is cheaper.
        await this.#kill();
        this.destroy();
      },
    };
  }

  /** The engine undoes a refused statement as a whole by itself, so no savepoint is needed. */
  async write(statement: Statement, signal: AbortSignal): Promise<RowRefusal | undefined> {
    try {
      await this.#guarded(async () => await this.#send(render(statement)), signal, asItIs);
      return undefined;
    } catch (error) {
      const refusal = rowRefusal(error);
      if (!refusal) throw statementError(error, addressOf(this.#settings));
      return refusal;
    }
  }

  /** @param offset `+08:00`, for few servers know names of zones */
  async begin(access: Access, offset: string, signal: AbortSignal): Promise<void> {
    const zone = offset === 'UTC' ? offsetText(0) : offset;
    if (zone !== this.#offset) await this.#script(`SET time_zone = '${zone}'`, signal);
    this.#offset = zone;
    await this.#script(access === 'READ ONLY' ? this.#flavour.beginReading : 'START TRANSACTION', signal);
  }

  async commit(signal: AbortSignal): Promise<string | undefined> {
    try {
      await this.#guarded(async () => await this.#send('COMMIT'), signal, asItIs);
      return undefined;
    } catch (error) {
      if (isServerError(error, certainlyUndone)) throw statementError(error, addressOf(this.#settings));
      this.destroy();
      return 'COMMIT_ANSWER_LOST';
    }
  }

  async rollback(signal: AbortSignal): Promise<void> {
    await this.#script('ROLLBACK', signal);
  }

  destroy(): void {
    this.#socket.destroy();
    this.#break(new Error('the connection was cut'));
  }

  async close(): Promise<void> {
    this.#isBroken = true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, secondMs);
      this.#connection.end(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.#socket.destroy();
  }

  async #setUp(signal: AbortSignal): Promise<void> {
    const [server] = await this.run({ text: 'SELECT VERSION() AS version, @@max_allowed_packet AS packet', values: [] }, signal);
    this.#flavour = flavourOf(cellText(server, 'version'));
    this.#bytesMax = Number(cellText(server, 'packet')) - packetMarginBytes;
    // Strict, so that no value is cut or replaced to make it fit, whatever the server's own mode.
    await this.#script(
      `SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', net_write_timeout = ${idleSeconds}`,
      signal,
    );
    await this.#script('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ', signal);
    await this.#guarded(async () => await this.#send(this.#flavour.limits), signal, asItIs).catch((error: unknown) => {
      // A version that does not know the limit does not have it.
      if (!isServerError(error, [unknownVariable])) throw statementError(error, addressOf(this.#settings));
    });
  }

  async #script(text: string, signal: AbortSignal): Promise<void> {
    await this.#guarded(async () => await this.#send(text), signal);
  }

  async #send(text: string): Promise<SourceRow[]> {
    return await send(this.#connection, text);
  }

  async #guarded<Result>(
    work: () => Promise<Result>,
    signal: AbortSignal,
    translate = (error: unknown): unknown => statementError(error, addressOf(this.#settings)),
  ): Promise<Result> {
    return await guarded(async () => await this.#untilBroken(work), {
      settings: this.#settings,
      signal,
      graceMs: 0,
      translate,
      cancel: async () => await this.#kill(),
      destroy: () => this.destroy(),
    });
  }

  async #untilBroken<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#isBroken) throw new Error('the connection was cut');
    return await new Promise((resolve, reject) => {
      this.#giveUp = reject;
      void work().then(resolve, reject);
    });
  }

  #break(error: unknown): void {
    this.#isBroken = true;
    this.#giveUp(error);
  }

  /** Ends the running statement from a second connection, the only way there is. Never fails. */
  async #kill(): Promise<void> {
    try {
      const other = await signedIn(this.#settings, AbortSignal.timeout(killMs));
      await send(other.connection, `KILL QUERY ${this.#connection.threadId}`).finally(() => other.socket.destroy());
    } catch {
      // Whoever asked cuts the connection then, and the server sees that when it next sends a row.
    }
  }
}

/** Errors of COMMIT that leave nothing written: deadlock and lock time-out, also as a cluster's refusal. */
const certainlyUndone = [1205, 1213];
const unknownVariable = 1193;

async function signedIn(settings: ResolvedSettings, signal: AbortSignal): Promise<DriverConnection> {
  signal.throwIfAborted();
  const started = await startConnection(settings);
  const { connection, socket } = started;
  const cut = (): unknown => socket.destroy(new Error('aborted'));
  signal.addEventListener('abort', cut, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('connect', () => resolve());
      // Stays: the driver may speak of one trouble twice.
      connection.on('error', reject);
    });
    return started;
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw connectError(error, addressOf(settings));
  } finally {
    signal.removeEventListener('abort', cut);
  }
}

async function send(connection: Connection, text: string): Promise<SourceRow[]> {
  return await new Promise((resolve, reject) => {
    connection.query(text, (error: unknown, rows: unknown) => {
      if (error) reject(error);
      else resolve(Array.isArray(rows) ? rows : []);
    });
  });
}

function asItIs(error: unknown): unknown {
  return error;
}
