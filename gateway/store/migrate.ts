import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assetPath } from '../../schemas/assets.js';
import { GatewayError } from '../../schemas/errors.js';
import type { Store } from './store.js';

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Any number that nothing else locks: two processes that start at once migrate one after the other. */
const migrationLock = 7_260_115;

/**
 * Brings the store's tables up to this program's. Each migration runs once, in one transaction with the note that
 * it ran. Throws STORE_NEWER_THAN_PROGRAM for a store that a later program has upgraded, STORE_MIGRATION_CHANGED
 * when a migration that has run is not the one shipped.
 */
export async function migrate(store: Store, folder = assetPath('gateway/store/migrations')): Promise<void> {
  const migrations = await readMigrations(folder);
  await store.transaction(async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await transaction.query(`CREATE TABLE IF NOT EXISTS migration (
      number int PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
  });
  for (const migration of migrations) {
    await store.transaction(async (transaction) => {
      await transaction.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
      const [done] = await transaction.query<{ checksum: string }>('SELECT checksum FROM migration WHERE number = $1', [
        migration.number,
      ]);
      if (done && done.checksum !== migration.checksum) {
        throw new GatewayError('STORE_MIGRATION_CHANGED', { migration: migration.name });
      }
      if (done) return;
      await transaction.query('INSERT INTO migration (number, name, checksum) VALUES ($1, $2, $3)', [
        migration.number,
        migration.name,
        migration.checksum,
      ]);
      for (const statement of statementsOf(migration.sql)) await transaction.query(statement);
    });
  }
  const [newest] = await store.query<{ number: number }>('SELECT max(number) AS number FROM migration');
  const shipped = migrations.at(-1)?.number ?? 0;
  if (newest && newest.number > shipped) {
    throw new GatewayError('STORE_NEWER_THAN_PROGRAM', { store: newest.number, program: shipped });
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { number: Number(name.slice(0, 4)), name, sql, checksum };
    }),
  );
}

/** Migrations are plain statements that end in `;` at a line's end, with `--` comments: no bodies, no quotes with `;`. */
function statementsOf(sql: string): string[] {
  return sql
    .replaceAll(/--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
