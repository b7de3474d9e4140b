import { isIP } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { QueryResult } from 'pg';
import { Client, DatabaseError } from 'pg';
import { GatewayError } from '../../../schemas/errors.js';
import type { SourceRow } from '../../connector.js';
import type { RowRefusal } from '../isolate-rows.js';
import type { Access, FetchedRows, RowReader, SqlConnection, Statement } from '../sql/connection.js';
import { cancelMs, guarded } from '../sql/guarded.js';
import { addressOf, addressToReach, secondMs, type ResolvedSettings } from '../sql/settings.js';
import { beginStatement } from './begin.js';
import { requestCancel } from './cancel-request.js';
import { connectError, rowRefusal, statementError } from './errors.js';
import { exactTypes } from './values.js';

/** The server ends a statement by itself; so much later we no longer believe that it does. */
const graceMs = 5 * secondMs;

/** A signed-in connection to PostgreSQL. */
export class PostgresConnection implements SqlConnection {
  readonly statementBytesMax = Infinity;
  readonly #client: Client;
  readonly #settings: ResolvedSettings;
  readonly #address: string;
  #secretKey: number | undefined;
  #processId: number | undefined;
  #isBroken = false;

  private constructor(client: Client, settings: ResolvedSettings, address: string) {
    this.#client = client;
    this.#settings = settings;
    this.#address = address;
    // The driver reports a cut here as well as at the running statement, and nowhere else when none runs.
    client.on('error', () => (this.#isBroken = true));
    client.on('end', () => (this.#isBroken = true));
    client.connection.on('backendKeyData', (key: { processID: number; secretKey: number }) => {
      this.#processId = key.processID;
      this.#secretKey = key.secretKey;
    });
  }

  /** Connects and signs in, as `SqlDialect.open` says. */
  static async open(settings: ResolvedSettings, signal: AbortSignal): Promise<PostgresConnection> {
    signal.throwIfAborted();
    const address = await addressToReach(settings);
    const client = new Client({
      host: address,
      port: settings.port,
      database: settings.database,
      user: settings.user,
      // As a function, so that the driver does not look for one in the environment or in a file.
      password: () => settings.password ?? '',
      ssl: tlsOptions(settings),
      application_name: 'jiantong',
      keepAlive: true,
      types: exactTypes,
    });
    const connection = new PostgresConnection(client, settings, address);
    const timeout = AbortSignal.timeout(settings.connectTimeoutSeconds * secondMs);
    const either = AbortSignal.any([signal, timeout]);
    const facts = addressOf(settings);
    const cut = (): unknown => client.connection.stream.destroy(new Error('aborted'));
    either.addEventListener('abort', cut, { once: true });
    try {
      await client.connect();
      return connection;
    } catch (error) {
      client.connection.stream.destroy();
      signal.throwIfAborted();
      if (timeout.aborted) throw new GatewayError('CONNECTOR_TIMED_OUT', facts);
      throw connectError(error, facts);
    } finally {
      either.removeEventListener('abort', cut);
    }
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  async run({ text, values }: Statement, signal: AbortSignal): Promise<SourceRow[]> {
    const result = await this.#guarded(async () => await this.#client.query<SourceRow>(text, [...values]), signal);
    return result.rows;
  }

  /**
   * A cursor of the server. Each FETCH is a statement of its own, with the time limit of one, and the next is sent
   * before the rows of the last are handed over, so that the server works while they are being stored.
   */
  async read({ text, values }: Statement, signal: AbortSignal): Promise<RowReader> {
    await this.run({ text: `DECLARE pulled NO SCROLL CURSOR FOR ${text}`, values }, signal);
    const fetch = async (count: number): Promise<FetchedRows> => {
      const rows = await this.run({ text: `FETCH FORWARD ${count} FROM pulled`, values: [] }, signal);
      return { rows, isLast: rows.length < count };
    };
    let ahead: Promise<FetchedRows> | undefined;
    return {
      next: async (count) => {
        const fetched = await (ahead ?? fetch(count));
        ahead = fetched.isLast ? undefined : fetch(count);
        ahead?.catch(() => undefined); // seen when it is asked for
        return fetched;
      },
      // The cursor goes with its transaction, but for a statement that still runs.
      close: async () => {
        if (!ahead) return;
        const isOver = ahead.then(
          () => true,
          () => true,
        );
        if (await Promise.race([isOver, nextTurn()])) return;
        await this.#cancel();
        await isOver;
      },
    };
  }

  async write({ text, values }: Statement, signal: AbortSignal): Promise<RowRefusal | undefined> {
    await this.#script('SAVEPOINT rows', signal);
    try {
      await this.#guarded(async () => await this.#client.query(text, [...values]), signal, asItIs);
      await this.#script('RELEASE SAVEPOINT rows', signal);
      return undefined;
    } catch (error) {
      const refusal = rowRefusal(error);
      if (!refusal) throw statementError(error, addressOf(this.#settings));
      await this.#script('ROLLBACK TO SAVEPOINT rows; RELEASE SAVEPOINT rows', signal);
      return refusal;
    }
  }

  async begin(access: Access, zone: string, signal: AbortSignal): Promise<void> {
    await this.#script(beginStatement(this.#settings, access, zone), signal);
  }

  async commit(signal: AbortSignal): Promise<string | undefined> {
    try {
      await this.#guarded(async () => await this.#client.query('COMMIT'), signal, asItIs);
      return undefined;
    } catch (error) {
      if (error instanceof DatabaseError && error.code !== undefined && !shutDown.test(error.code)) {
        const refusal = rowRefusal(error);
        const facts = addressOf(this.#settings);
        // A check that is deferred to the end names no row: the gateway halves the batch.
        if (refusal)
          throw new GatewayError('CONNECTOR_BATCH_REFUSED', { ...facts, sqlState: refusal.code, answer: refusal.text });
        throw statementError(error, facts);
      }
      this.destroy();
      return 'COMMIT_ANSWER_LOST';
    }
  }

  async rollback(signal: AbortSignal): Promise<void> {
    await this.#script('ROLLBACK', signal);
  }

  destroy(): void {
    this.#isBroken = true;
    this.#client.connection.stream.destroy();
  }

  async close(): Promise<void> {
    this.#isBroken = true;
    const timer = setTimeout(() => this.#client.connection.stream.destroy(), secondMs);
    await this.#client.end().catch(() => undefined);
    clearTimeout(timer);
  }

  /** Several statements without parameters in one round trip. */
  async #script(text: string, signal: AbortSignal): Promise<void> {
    await this.#guarded(async () => await this.#client.query(text), signal);
  }

  async #guarded<Result extends QueryResult<SourceRow> | QueryResult>(
    query: () => Promise<Result>,
    signal: AbortSignal,
    translate = (error: unknown): unknown => statementError(error, addressOf(this.#settings)),
  ): Promise<Result> {
    return await guarded(query, {
      settings: this.#settings,
      signal,
      graceMs,
      translate,
      cancel: async () => await this.#cancel(),
      destroy: () => this.destroy(),
    });
  }

  async #cancel(): Promise<void> {
    if (this.#processId === undefined || this.#secretKey === undefined) return;
    const { port } = this.#settings;
    await requestCancel({ host: this.#address, port, processId: this.#processId, secretKey: this.#secretKey }, cancelMs);
  }
}

/** Codes with which a server ends a connection; they may come after the commit itself. */
const shutDown = /^57P/u;

/** Undefined once whatever the network has brought is seen to. */
async function nextTurn(): Promise<undefined> {
  await setImmediate();
  return undefined;
}

function asItIs(error: unknown): unknown {
  return error;
}

function tlsOptions({ sslMode, sslRootCertificate, host }: ResolvedSettings) {
  if (sslMode === 'disable') return false;
  // The driver is given an address and names no server to TLS; an address is held to the certificate by `host`.
  return { rejectUnauthorized: sslMode === 'verify-full', ca: sslRootCertificate, host, servername: isIP(host) === 0 ? host : undefined };
}
