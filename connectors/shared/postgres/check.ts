import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { GatewayError } from '../../../schemas/errors.js';
import type { CheckStep } from '../../connector.js';
import { cellText } from '../cell-text.js';
import type { PlannedStep, StepFinding } from '../check-steps.js';
import { runSteps } from '../check-steps.js';
import type { TableName, TableNeed } from '../table-database.js';
import { readColumns, readTables } from './catalogue.js';
import { addressOf } from './connection.js';
import type { PostgresConnections } from './connections.js';
import { connectError } from './errors.js';
import type { PostgresSession } from './session.js';
import { reading } from './session.js';
import type { PostgresSettings } from './settings.js';
import { postgresDefaults } from './settings.js';
import { peekStatement, tableOf } from './statements.js';

/** Finds the host, connects, signs in, looks at the rights, and reads one row of each table; stops at the first failure. */
export function checkPostgres(
  connections: PostgresConnections,
  tables: readonly TableNeed[],
  now: () => Date,
  signal: AbortSignal,
): AsyncIterable<CheckStep> {
  const { settings } = connections;
  const steps: PlannedStep[] = [
    { step: 'resolve', run: async () => await resolveHost(settings) },
    { step: 'connect', run: async (signal) => await reachPort(settings, signal) },
    { step: 'sign-in', run: async (signal) => await signIn(connections, signal) },
    {
      step: 'rights',
      run: async (signal) =>
        await reading(connections, signal, async (session) =>
          tables.length > 0 ? await checkRights(session, tables) : await countTables(session, settings),
        ),
    },
  ];
  for (const { name } of tables) {
    steps.push({
      step: 'read',
      run: async (signal) => {
        const found = await reading(connections, signal, async ({ query }) => await query(peekStatement(name).text));
        return {
          zh: `${name.table} 可读${found.length > 0 ? '' : '，暂无数据'}`,
          en: `${name.table} can be read${found.length > 0 ? '' : ', no rows yet'}`,
        };
      },
    });
  }
  return runSteps(steps, now, signal);
}

async function resolveHost({ host }: PostgresSettings): Promise<StepFinding> {
  if (host.startsWith('/')) return { zh: `本机套接字 ${host}`, en: `Socket on this machine: ${host}` };
  const { address } = await lookup(host).catch((error: unknown) => {
    throw connectError(error, { host });
  });
  return { zh: `${host} → ${address}`, en: `${host} is ${address}` };
}

async function reachPort(settings: PostgresSettings, signal: AbortSignal): Promise<StepFinding> {
  const {
    host,
    port = postgresDefaults.port,
    connectTimeoutSeconds = postgresDefaults.connectTimeoutSeconds,
  } = settings;
  const path = `${host}/.s.PGSQL.${port}`;
  const socket = connect(host.startsWith('/') ? { path } : { host, port });
  const timeout = AbortSignal.timeout(connectTimeoutSeconds * 1_000);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
      AbortSignal.any([signal, timeout]).addEventListener('abort', () => socket.destroy(new Error('aborted')), {
        once: true,
      });
    });
  } catch (error) {
    signal.throwIfAborted();
    throw timeout.aborted
      ? new GatewayError('CONNECTOR_TIMED_OUT', { host, port })
      : connectError(error, { host, port });
  } finally {
    socket.destroy();
  }
  return { zh: `${host}:${port} 可连接`, en: `${host}:${port} can be reached` };
}

async function signIn(connections: PostgresConnections, signal: AbortSignal): Promise<StepFinding> {
  return await reading(connections, signal, async ({ query }) => {
    const [row] = await query(`SELECT current_setting('server_version') AS version`);
    const { user, database } = addressOf(connections.settings);
    return {
      zh: `${user} 已登录 ${database}（版本 ${cellText(row, 'version')}）`,
      en: `${user} is signed in to ${database} (version ${cellText(row, 'version')})`,
    };
  });
}

/** @throws CONNECTOR_TABLE_MISSING, CONNECTOR_RIGHT_MISSING */
async function checkRights(session: PostgresSession, tables: readonly TableNeed[]): Promise<StepFinding> {
  for (const { name, rights } of tables) {
    await readColumns(session, name);
    const [usage] = await session.query(`SELECT has_schema_privilege($1, 'USAGE') AS granted`, [name.schema]);
    if (usage?.['granted'] !== true) throw missing(name, 'usage of schema');
    for (const right of rights) {
      const [row] = await session.query('SELECT has_table_privilege($1, $2) AS granted', [tableOf(name), right]);
      // A right may also be granted on some of the columns only.
      const [some] = await session.query('SELECT has_any_column_privilege($1, $2) AS granted', [
        tableOf(name),
        right,
      ]);
      if (row?.['granted'] !== true && some?.['granted'] !== true) throw missing(name, right);
    }
  }
  const names = tables.map(({ name, rights }) => `${name.table} (${rights.join(', ')})`).join('; ');
  return { zh: `权限齐备：${names}`, en: `All rights are there: ${names}` };
}

async function countTables(
  session: PostgresSession,
  { schema = postgresDefaults.schema }: PostgresSettings,
): Promise<StepFinding> {
  const tables = await readTables(session, schema);
  if (tables.length === 0) throw new GatewayError('CONNECTOR_RIGHT_MISSING', { schema, right: 'select', tables: 0 });
  return {
    zh: `模式 ${schema} 中可读 ${tables.length} 张表`,
    en: `${tables.length} tables of schema ${schema} can be read`,
  };
}

function missing({ schema, table }: TableName, right: string): GatewayError {
  return new GatewayError('CONNECTOR_RIGHT_MISSING', { schema, table, right });
}
