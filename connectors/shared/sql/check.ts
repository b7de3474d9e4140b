import { GatewayError } from '../../../schemas/errors.js';
import type { CheckStep } from '../../connector.js';
import { cellText } from '../cell-text.js';
import type { PlannedStep, StepFinding } from '../check-steps.js';
import { runSteps } from '../check-steps.js';
import { hostSteps } from '../host-steps.js';
import type { SqlConnections } from './connections.js';
import type { Query, SqlDialect } from './dialect.js';
import { secondMs } from './settings.js';
import { peekStatement } from './statements.js';
import type { TableName, TableNeed } from './table-database.js';
import { isUnique } from './unique-key.js';

/** Finds the host, connects, signs in, looks at the rights, and reads one row of each table; stops at the first failure. */
export function checkDatabase(
  connections: SqlConnections,
  tables: readonly TableNeed[],
  now: () => Date,
  signal: AbortSignal,
): AsyncIterable<CheckStep> {
  const { dialect } = connections;
  const { host, port, connectTimeoutSeconds, reach } = dialect.settings;
  const steps: PlannedStep[] = [
    ...hostSteps({ host, port, socketPath: dialect.socketPath, timeoutMs: connectTimeoutSeconds * secondMs }, reach),
    { step: 'sign-in', run: async (signal) => await signIn(connections, signal) },
    {
      step: 'rights',
      run: async (signal) =>
        await connections.lend(signal, async (query) =>
          tables.length > 0 ? await checkRights(dialect, query, tables) : await countTables(dialect, query),
        ),
    },
  ];
  for (const { name } of tables) {
    steps.push({
      step: 'read',
      run: async (signal) => {
        const found = await connections.reading(signal, async (query) => await query(peekStatement(dialect, name)));
        return {
          zh: `${name.table} 可读${found.length > 0 ? '' : '，暂无数据'}`,
          en: `${name.table} can be read${found.length > 0 ? '' : ', no rows yet'}`,
        };
      },
    });
  }
  return runSteps(steps, now, signal);
}

async function signIn(connections: SqlConnections, signal: AbortSignal): Promise<StepFinding> {
  return await connections.lend(signal, async (query) => {
    const { settings, catalogue } = connections.dialect;
    const [row] = await query(catalogue.version);
    const { user, database } = settings;
    return {
      zh: `${user} 已登录 ${database}（版本 ${cellText(row, 'version')}）`,
      en: `${user} is signed in to ${database} (version ${cellText(row, 'version')})`,
    };
  });
}

/** @throws CONNECTOR_TABLE_MISSING, CONNECTOR_COLUMN_MISSING, CONNECTOR_KEY_NOT_UNIQUE, CONNECTOR_RIGHT_MISSING */
async function checkRights(
  { catalogue }: SqlDialect,
  query: Query,
  tables: readonly TableNeed[],
): Promise<StepFinding> {
  for (const need of tables) {
    const { name, columns = [], uniqueKey } = need;
    const shape = await catalogue.readTable(query, name);
    const column = columns.find((wanted) => !shape.columns.some((one) => one.name === wanted));
    if (column !== undefined) throw new GatewayError('CONNECTOR_COLUMN_MISSING', { ...placeOf(name), column });
    if (uniqueKey && !isUnique(shape.uniqueKeys, uniqueKey))
      throw new GatewayError('CONNECTOR_KEY_NOT_UNIQUE', { ...placeOf(name), key: uniqueKey.join(', ') });
    const right = await catalogue.missingRight(query, need);
    if (right !== undefined) throw new GatewayError('CONNECTOR_RIGHT_MISSING', { ...placeOf(name), right });
  }
  const names = tables.map(({ name, rights }) => `${name.table} (${rights.join(', ')})`).join('; ');
  return { zh: `权限齐备：${names}`, en: `All rights are there: ${names}` };
}

async function countTables({ catalogue, schema }: SqlDialect, query: Query): Promise<StepFinding> {
  const tables = await catalogue.readTables(query, schema);
  if (tables.length === 0) throw new GatewayError('CONNECTOR_RIGHT_MISSING', { schema, right: 'select', tables: 0 });
  return {
    zh: `模式 ${schema} 中可读 ${tables.length} 张表`,
    en: `${tables.length} tables of schema ${schema} can be read`,
  };
}

function placeOf({ schema, table }: TableName) {
  return { schema, table };
}
