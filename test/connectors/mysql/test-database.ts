import { randomUUID } from 'node:crypto';
import mysql from 'mysql2/promise';
import { startMysql, type MysqlServer } from '../../servers/mariadb-program.js';

export interface MysqlTestDatabase {
  readonly server: MysqlServer;
  readonly name: string;
  /** Runs SQL as the owner; it may be several statements. Rows are those of the last one, every value as a text. */
  readonly run: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  /** Removes the database and ends the server where it is the test's own. */
  readonly drop: () => Promise<void>;
}

/** A database of the test's own, made with `sql`. */
export async function makeMysqlDatabase(sql = ''): Promise<MysqlTestDatabase> {
  const server = await startMysql();
  const name = `jiantong_test_${randomUUID().replaceAll('-', '')}`;
  const { host, port, user, password } = server;
  const pool = mysql.createPool({ host, port, user, password, multipleStatements: true, dateStrings: true, connectionLimit: 1, charset: 'utf8mb4' });
  await pool.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  const run = async (text: string, values?: unknown[]): Promise<Record<string, unknown>[]> => {
    const [rows] = await pool.query(`USE ${name}; ${text}`, values);
    return (Array.isArray(rows) ? rows.at(-1) : rows) as Record<string, unknown>[];
  };
  const end = async (): Promise<void> => {
    await pool.query(`DROP DATABASE ${name}`);
    await pool.end();
    await server.close();
  };
  if (sql !== '') {
    await run(sql).catch(async (error: unknown) => {
      await end();
      throw error;
    });
  }
  return {
    server,
    name,
    run,
    drop: end,
  };
}
