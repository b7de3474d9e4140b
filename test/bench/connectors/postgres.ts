import pg from 'pg';
import Cursor from 'pg-cursor';
import { postgresConnector } from '../../../connectors/postgres/index.js';
import { makeDatabase, server } from '../../connectors/postgres/test-database.js';
import { context, inBatches, pullAll, pushAll, type ContestGround } from './contest.js';
import { benchRows, columnNames, recordsOf, tableColumns, type BenchRow } from './rows.js';

/** Beside pg: a cursor of 500 rows, and inserts of 500 rows that replace by key. */
export async function postgresGround(pulled: number, pushed: number): Promise<ContestGround> {
  const database = await makeDatabase(`CREATE TABLE penalties (${tableColumns}); CREATE TABLE target (${tableColumns})`);
  const client = new pg.Client({ ...server, database: database.name });
  await client.connect();
  for (const batch of inBatches(benchRows(pulled))) await insert(client, 'penalties', batch);
  await client.query('ANALYZE penalties');
  const rows = benchRows(pushed);
  const records = recordsOf(rows);
  const reader = postgresConnector.create({ ...server, database: database.name }, context);
  const streams = { penalties: { table: 'target', write: { key: ['id'] } } };
  const writer = postgresConnector.create({ ...server, database: database.name, streams }, context);
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
          await client.query('TRUNCATE target');
          await pushAll(writer, records);
        },
        bare: async () => {
          await client.query('TRUNCATE target');
          for (const batch of inBatches(rows)) await insert(client, 'target', batch);
        },
      },
    ],
    end: async () => {
      await reader.close();
      await writer.close();
      await client.end();
      await database.drop();
    },
  };
}

async function readAll(client: pg.Client): Promise<void> {
  await client.query('BEGIN READ ONLY');
  const cursor = client.query(new Cursor<BenchRow>(`SELECT ${columnNames.join(', ')} FROM penalties ORDER BY id`));
  let read = 0;
  for (let rows = await cursor.read(500); rows.length > 0; rows = await cursor.read(500)) read += rows.length;
  await cursor.close();
  await client.query('COMMIT');
  if (read === 0) throw new Error('nothing was read');
}

async function insert(client: pg.Client, table: string, rows: readonly BenchRow[]): Promise<void> {
  const values = rows.flatMap((row) => columnNames.map((name) => row[name]));
  const tuples = rows.map((_, at) => `(${columnNames.map((_, place) => `$${at * columnNames.length + place + 1}`).join(', ')})`);
  const replaced = columnNames.slice(1).map((name) => `${name} = excluded.${name}`);
  const text = `INSERT INTO ${table} (${columnNames.join(', ')}) VALUES ${tuples.join(', ')} ON CONFLICT (id) DO UPDATE SET ${replaced.join(', ')}`;
  await client.query('BEGIN');
  await client.query(text, values);
  await client.query('COMMIT');
}
