import type { JsonValue } from '../../../schemas/json.js';
import type { SourceRow } from '../../connector.js';
import { importDriver } from '../driver.js';
import type { FetchedRows, Statement } from '../sql/connection.js';
import type { DriverSession, SessionRows } from '../sql/session.js';
import { addressToReach, secondMs, type ResolvedSettings } from '../sql/settings.js';

/** Signs in with the driver `oracledb` in its thin mode: it speaks the protocol by itself and needs no program of Oracle. */
export async function openOracleSession(settings: ResolvedSettings, signal: AbortSignal): Promise<DriverSession> {
  const { default: driver } = await importDriver('oracledb', async () => await import('oracledb'));
  const address = await addressToReach(settings);
  const { port, database, user, password = '', connectTimeoutSeconds } = settings;
  // An address of more than one line is not needed: one host, one service, one attempt.
  const connectString =
    `(DESCRIPTION=(TRANSPORT_CONNECT_TIMEOUT=${connectTimeoutSeconds})(RETRY_COUNT=0)` +
    `(ADDRESS=(PROTOCOL=tcp)(HOST=${address})(PORT=${port}))(CONNECT_DATA=(SERVICE_NAME=${database})))`;
  const connection = await within(settings, signal, driver.getConnection({ user, password, connectString }));
  return new OracleLikeSession(connection, {
    options: {
      outFormat: driver.OUT_FORMAT_OBJECT,
      // Long texts and bytes come whole; numbers and times are texts already (see `columnAsText`).
      fetchTypeHandler: ({ dbType }: { readonly dbType: unknown }) => {
        if (dbType === driver.CLOB || dbType === driver.NCLOB) return { type: driver.STRING };
        return dbType === driver.BLOB ? { type: driver.BUFFER } : undefined;
      },
    },
    // As Unicode, whatever the database's own character set.
    bind: (value) => ({ val: value, type: driver.DB_TYPE_NVARCHAR, maxSize: Math.max(value?.length ?? 0, 1) }),
  });
}

/** Signs in with Dameng's own driver, whose calls are those of `oracledb`. */
export async function openDamengSession(settings: ResolvedSettings, signal: AbortSignal): Promise<DriverSession> {
  const { default: driver } = await importDriver('dmdb', async () => await import('dmdb'));
  const address = await addressToReach(settings);
  const { port, user, password = '' } = settings;
  // Long texts and bytes come whole; numbers and times are texts already (see `columnAsText`).
  driver.fetchAsString = [driver.CLOB];
  driver.fetchAsBuffer = [driver.BLOB];
  const connection = await within(settings, signal, driver.getConnection({ connectString: hostAndPort(address, port), user, password }));
  return new OracleLikeSession(connection, {
    options: { outFormat: driver.OUT_FORMAT_OBJECT, maxRows: 0 },
    bind: (value) => ({ val: value }),
  });
}

function hostAndPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The drivers know nothing of our signal: one who comes too late is sent away again. */
async function within(
  { connectTimeoutSeconds }: ResolvedSettings,
  signal: AbortSignal,
  opening: Promise<OracleLikeConnection>,
): Promise<OracleLikeConnection> {
  const timeout = AbortSignal.timeout(connectTimeoutSeconds * secondMs);
  const either = AbortSignal.any([signal, timeout]);
  return await new Promise((resolve, reject) => {
    const end = (): void => {
      reject(Object.assign(new Error('no answer within the time limit'), { code: 'ETIMEDOUT' }));
      opening.then(async (late) => await late.close({ drop: true })).catch(() => undefined);
    };
    if (either.aborted) end();
    either.addEventListener('abort', end, { once: true });
    opening.then(resolve, reject).finally(() => either.removeEventListener('abort', end)).catch(() => undefined);
  });
}

interface Ways {
  /** Options of every statement. */
  readonly options: Record<string, unknown>;
  readonly bind: (value: string | null) => Record<string, unknown>;
}

const lost = ['NJS-500', 'NJS-501', 'NJS-503', 'NJS-521', 'ORA-00028', 'ORA-03113', 'ORA-03114', 'ORA-03135'];

class OracleLikeSession implements DriverSession {
  readonly #connection: OracleLikeConnection;
  readonly #ways: Ways;
  #isBroken = false;

  constructor(connection: OracleLikeConnection, ways: Ways) {
    this.#connection = connection;
    this.#ways = ways;
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  async run(statement: Statement): Promise<SourceRow[]> {
    const { rows = [] } = await this.#execute(statement, {});
    return rows.map(rowOf);
  }

  async read(statement: Statement): Promise<SessionRows> {
    const { resultSet } = await this.#execute(statement, { resultSet: true });
    if (!resultSet) throw new Error('the driver gave no rows to read');
    return {
      next: async (count): Promise<FetchedRows> => {
        const rows = await this.#watched(async () => await resultSet.getRows(count));
        return { rows: rows.map(rowOf), isLast: rows.length < count };
      },
      close: async () => await resultSet.close(),
    };
  }

  async commit(): Promise<void> {
    await this.#watched(async () => await this.#connection.commit());
  }

  async rollback(): Promise<void> {
    await this.#watched(async () => await this.#connection.rollback());
  }

  async cancel(): Promise<void> {
    await this.#connection.break?.();
  }

  destroy(): void {
    this.#isBroken = true;
    this.#connection.close({ drop: true }).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#isBroken = true;
    await this.#connection.close();
  }

  /** Parameters are texts, `:p1` and so on, by name: one may stand in a statement more than once. */
  async #execute({ text, values }: Statement, options: Record<string, unknown>): ReturnType<OracleLikeConnection['execute']> {
    const binds = Object.fromEntries(values.map((value, place) => [`p${place + 1}`, this.#ways.bind(textOf(value))]));
    return await this.#watched(async () => await this.#connection.execute(text, binds, { ...this.#ways.options, ...options, autoCommit: false }));
  }

  async #watched<Value>(work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Error && 'code' in error && lost.includes(String(error.code))) this.#isBroken = true;
      throw error;
    }
  }
}

function textOf(value: JsonValue): string | null {
  if (value === null || typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function rowOf(row: Readonly<Record<string, unknown>>): SourceRow {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): string | number | boolean | null {
  if (Buffer.isBuffer(value)) return `0x${value.toString('hex')}`;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
