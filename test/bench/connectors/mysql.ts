import { createConnection, type Connection } from 'mysql2';
import { mysqlConnector } from '../../../connectors/mysql/index.js';
import { makeMysqlDatabase } from '../../connectors/mysql/test-database.js';
import { context, inBatches, pullAll, pushAll, type ContestGround } from './contest.js';
import { benchRows, columnNames, recordsOf, tableColumns, type BenchRow } from './rows.js';

/** Beside mysql2: its stream of rows with decimals and dates as texts, and inserts of 500 rows that replace by key. */
export async function mysqlGround(pulled: number, pushed: number): Promise<ContestGround> {
  const database = await makeMysqlDatabase(`CREATE TABLE penalties (${tableColumns}); CREATE TABLE target (${tableColumns})`);
  const { host, port, user, password } = database.server;
  const settings = { host, port, user, password, database: database.name };
  const client = createConnection({ ...settings, charset: 'utf8mb4', dateStrings: true, supportBigNumbers: true, bigNumberStrings: true });
  for (const batch of inBatches(benchRows(pulled))) await insert(client, 'penalties', batch);
  const rows = benchRows(pushed);
  const records = recordsOf(rows);
  const reader = mysqlConnector.create(settings, context);
  const streams = { penalties: { table: 'target', write: { key: ['id'] } } };
  const writer = mysqlConnector.create({ ...settings, streams }, context);
  return {
    contests: [
      {
        work: 'pull',
        rows: pulled,
        ours: async () => await pullAll(reader, {}, pulled),
        bare: async () => await readAll(client),
      },
      {
        work: 'push',
        rows: pushed,
        ours: async () => {
          await run(client, 'TRUNCATE target');
          await pushAll(writer, records);
        },
        bare: async () => {
          await run(client, 'TRUNCATE target');
          for (const batch of inBatches(rows)) await insert(client, 'target', batch);
        },
      },
    ],
    end: async () => {
      await reader.close();
      await writer.close();
      client.destroy();
      await database.drop();
    },
  };
}

async function readAll(client: Connection): Promise<void> {
  let read = 0;
  const query = client.query(`SELECT ${columnNames.join(', ')} FROM penalties ORDER BY id`);
  for await (const row of query.stream()) read += row === null ? 0 : 1;
  if (read === 0) throw new Error('nothing was read');
}

async function insert(client: Connection, table: string, rows: readonly BenchRow[]): Promise<void> {
  const replaced = columnNames.slice(1).map((name) => `${name} = VALUES(${name})`);
  const text = `INSERT INTO ${table} (${columnNames.join(', ')}) VALUES ? ON DUPLICATE KEY UPDATE ${replaced.join(', ')}`;
  await run(client, 'START TRANSACTION');
  await run(client, text, [rows.map((row) => columnNames.map((name) => row[name]))]);
  await run(client, 'COMMIT');
}

async function run(client: Connection, text: string, values: unknown[] = []): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    client.query(text, values, (error) => (error ? reject(error) : resolve()));
  });
}
