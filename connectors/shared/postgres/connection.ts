import type { QueryResult } from 'pg';
import { Client } from 'pg';
import { GatewayError } from '../../../schemas/errors.js';
import type { JsonValue } from '../../../schemas/json.js';
import type { SourceRow } from '../../connector.js';
import { requestCancel } from './cancel-request.js';
import { connectError, statementError } from './errors.js';
import type { PostgresSettings } from './settings.js';
import { postgresDefaults } from './settings.js';
import { exactTypes } from './values.js';

const secondMs = 1_000;
/** The server ends a statement by itself; so much later we no longer believe that it does. */
const graceMs = 5 * secondMs;
/** How long a cancelled statement may take to end before the connection is cut. */
const cancelMs = 500;

/** One signed-in connection. Runs one statement at a time; every one ends within its time limit. */
export class PostgresConnection {
  readonly #client: Client;
  readonly #settings: PostgresSettings;
  #secretKey: number | undefined;
  #processId: number | undefined;
  #isBroken = false;

  private constructor(client: Client, settings: PostgresSettings) {
    this.#client = client;
    this.#settings = settings;
    // The driver reports a cut here as well as at the running statement, and nowhere else when none runs.
    client.on('error', () => (this.#isBroken = true));
    client.on('end', () => (this.#isBroken = true));
    client.connection.on('backendKeyData', (key: { processID: number; secretKey: number }) => {
      this.#processId = key.processID;
      this.#secretKey = key.secretKey;
    });
  }

  /**
   * Connects and signs in.
   * @throws CONNECTOR_HOST_NOT_FOUND, CONNECTOR_CONNECTION_REFUSED, CONNECTOR_TIMED_OUT, CONNECTOR_LOGIN_REFUSED,
   *   CONNECTOR_DATABASE_MISSING, CONNECTOR_BUSY; the signal's reason when it is aborted
   */
  static async open(settings: PostgresSettings, signal: AbortSignal): Promise<PostgresConnection> {
    signal.throwIfAborted();
    const client = new Client({
      host: settings.host,
      port: settings.port ?? postgresDefaults.port,
      database: settings.database,
      user: settings.user,
      // As a function, so that the driver does not look for one in the environment or in a file.
      password: () => settings.password ?? '',
      ssl: tlsOptions(settings),
      application_name: 'jiantong',
      keepAlive: true,
      types: exactTypes,
    });
    const connection = new PostgresConnection(client, settings);
    const timeout = AbortSignal.timeout(
      (settings.connectTimeoutSeconds ?? postgresDefaults.connectTimeoutSeconds) * secondMs,
    );
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

  /**
   * Runs one statement with parameters `$1…`. An abort cancels it at the server.
   * @throws GatewayError as `statementError` tells; the signal's reason when it is aborted
   */
  async run(text: string, values: readonly (JsonValue | undefined)[], signal: AbortSignal): Promise<SourceRow[]> {
    const result = await this.#guarded(async () => await this.#client.query<SourceRow>(text, [...values]), signal);
    return result.rows;
  }

  /** Like `run`, with the driver's own error where the database refuses the statement. */
  async attempt(text: string, values: readonly JsonValue[], signal: AbortSignal): Promise<void> {
    await this.#guarded(
      async () => await this.#client.query(text, [...values]),
      signal,
      (error) => error,
    );
  }

  /** Several statements without parameters in one round trip. */
  async script(text: string, signal: AbortSignal): Promise<void> {
    await this.#guarded(async () => await this.#client.query(text), signal);
  }

  /** Cuts the connection without ceremony. */
  destroy(): void {
    this.#isBroken = true;
    this.#client.connection.stream.destroy();
  }

  /** Ends an idle connection; never fails. */
  async close(): Promise<void> {
    this.#isBroken = true;
    const timer = setTimeout(() => this.#client.connection.stream.destroy(), secondMs);
    await this.#client.end().catch(() => undefined);
    clearTimeout(timer);
  }

  async #guarded<Result extends QueryResult<SourceRow> | QueryResult>(
    query: () => Promise<Result>,
    signal: AbortSignal,
    translate: (error: unknown) => unknown = (error) => statementError(error, addressOf(this.#settings)),
  ): Promise<Result> {
    signal.throwIfAborted();
    let cutTimer: NodeJS.Timeout | undefined;
    let isTimedOut = false;
    const cancel = (): void => {
      cutTimer ??= setTimeout(() => this.destroy(), cancelMs);
      void this.#cancel();
    };
    const timer = setTimeout(
      () => {
        isTimedOut = true;
        cancel();
      },
      (this.#settings.statementTimeoutSeconds ?? postgresDefaults.statementTimeoutSeconds) * secondMs + graceMs,
    );
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await query();
    } catch (error) {
      signal.throwIfAborted();
      if (isTimedOut) throw new GatewayError('CONNECTOR_TIMED_OUT', addressOf(this.#settings), error);
      throw translate(error);
    } finally {
      signal.removeEventListener('abort', cancel);
      clearTimeout(timer);
      clearTimeout(cutTimer);
    }
  }

  async #cancel(): Promise<void> {
    if (this.#processId === undefined || this.#secretKey === undefined) return;
    const { host, port = postgresDefaults.port } = this.#settings;
    await requestCancel({ host, port, processId: this.#processId, secretKey: this.#secretKey }, cancelMs);
  }
}

/** What an error says of the place it came from. */
export function addressOf({ host, port = postgresDefaults.port, database, user }: PostgresSettings) {
  return { host, port, database, user };
}

function tlsOptions({ sslMode = postgresDefaults.sslMode, sslRootCertificate, host }: PostgresSettings) {
  if (sslMode === 'disable') return false;
  // The driver names the server to TLS only where it has a name; an address is held to the certificate by `host`.
  return { rejectUnauthorized: sslMode === 'verify-full', ca: sslRootCertificate, host };
}
