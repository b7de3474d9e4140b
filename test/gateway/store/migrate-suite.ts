import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../../../gateway/store/migrate.js';
import { ensurePartitions, monthOf } from '../../../gateway/store/partitions.js';
import { sqlState, type Queryable } from '../../../gateway/store/store.js';
import { assetPath } from '../../../schemas/assets.js';
import type { OpenTestStore, TestStore } from './test-stores.js';

/** How every store gets its tables and partitions; each implementation's test file calls it. */
export function migrateSuite(title: string, open: OpenTestStore): void {
  describe(title, () => {
    let opened: TestStore;
    let folder: string;
    beforeAll(async () => {
      opened = await open();
      folder = await mkdtemp(join(tmpdir(), 'jiantong-migrations-'));
    });
    afterAll(async () => {
      await opened.drop();
      await rm(folder, { recursive: true });
    });

    it('goes from nothing to the newest tables, changes nothing the second time, and refuses what does not fit', async () => {
      const { store, another } = opened;
      await Promise.all([migrate(store), migrate(another)]);
      const made = await applied(store);
      expect(made.length).toBeGreaterThan(0);
      // Numbers may be left out: work that is done side by side takes its own.
      const numbers = made.map(({ number }) => number);
      expect(numbers).toEqual([...new Set(numbers)].toSorted((one, other) => one - other));
      expect(await store.query('SELECT next_index FROM log_head')).toEqual([{ next_index: 0 }]);
      const tables = await tablesOf(store);
      expect(tables).toEqual(expect.arrayContaining(['record', 'record_version', 'outbox', 'log_segment', 'obligation']));

      await migrate(store);
      expect(await applied(store)).toEqual(made);
      expect(await tablesOf(store)).toEqual(tables);

      // A folder without the newest migration is what an older program has.
      await expect(migrate(store, folder)).rejects.toMatchObject({
        code: 'STORE_NEWER_THAN_PROGRAM',
        facts: { store: numbers.at(-1), program: 0 },
      });
      await writeFile(join(folder, String(made[0]?.name)), 'CREATE TABLE another_story (id int);\n');
      await expect(migrate(store, folder)).rejects.toMatchObject({ code: 'STORE_MIGRATION_CHANGED' });
      expect(await tablesOf(store)).toEqual(tables);
    });

    it('leaves nothing of a migration that fails half-way, and runs it when it is mended', async () => {
      const { store } = opened;
      await migrate(store);
      const made = await applied(store);
      const next = await mkdtemp(join(folder, 'next-'));
      for (const { name } of made) await copyFile(assetPath(`gateway/store/migrations/${name}`), join(next, name));
      const name = `${String((made.at(-1)?.number ?? 0) + 1).padStart(4, '0')}-more.sql`;
      await writeFile(join(next, name), '-- two; one of them bad;\nCREATE TABLE more (id int);\nSELECT 1 / 0;\n');
      expect(await migrate(store, next).catch(sqlState)).toBe('22012');
      expect(await applied(store)).toEqual(made);
      expect(await tablesOf(store)).not.toContain('more');

      await writeFile(join(next, name), '-- now good;\nCREATE TABLE more (id int);\n');
      await migrate(store, next);
      expect(await tablesOf(store)).toContain('more');
      await store.execute(`DROP TABLE more; DELETE FROM migration WHERE name = '${name}'`);
    });

    it('takes along what is on its way in a store from before deliveries were written when they are settled', async () => {
      const older = await mkdtemp(join(folder, 'older-'));
      for (const name of await readdir(assetPath('gateway/store/migrations'))) {
        if (name < '0023') await copyFile(assetPath(`gateway/store/migrations/${name}`), join(older, name));
      }
      const { store, drop } = await open();
      try {
        await migrate(store, older);
        await ensurePartitions(store, new Date('2026-11-28T00:00:00Z'));
        await store.execute(`
          INSERT INTO delivery (month, record_id, target_id, version, department_id, run_id, exchange_version, mapping_version,
            agreement_version, operation, state)
          SELECT '2026-11-01', ('00000000-0000-7000-8000-00000000000' || n)::uuid, 1, n, 1, 10 + n, 20 + n, 30 + n, 40 + n, 'upsert',
            CASE WHEN n = 3 THEN 'accepted' END::delivery_state FROM generate_series(1, 3) n;
          INSERT INTO outbox (target_id, record_id, version, month, version_month, department_id, exchange, operation, state, due_at, next_at)
          SELECT 1, record_id, version, month, month, 1, 'a/b', 'upsert', CASE WHEN version = 1 THEN 'sent' ELSE 'pending' END::delivery_state,
            'infinity', now() FROM delivery WHERE state IS NULL`);
        await migrate(store);
        expect(await store.query('SELECT version, run_id, exchange_version, mapping_version, agreement_version FROM outbox ORDER BY version')).toEqual([
          { version: 1, run_id: 11, exchange_version: 21, mapping_version: 31, agreement_version: 41 },
          { version: 2, run_id: 12, exchange_version: 22, mapping_version: 32, agreement_version: 42 },
        ]);
        expect(await store.query('SELECT version, run_id, state FROM every_delivery ORDER BY version')).toEqual([
          { version: 1, run_id: 11, state: 'sent' },
          { version: 2, run_id: 12, state: 'pending' },
          { version: 3, run_id: 13, state: 'accepted' },
        ]);
      } finally {
        await drop();
      }
    });

    it('has a place for every row of the instant\'s month and the two after it, over the turn of the year', async () => {
      const { store } = opened;
      await migrate(store);
      const instant = new Date('2026-11-30T23:59:59.999Z');
      await ensurePartitions(store, instant);
      await ensurePartitions(store, instant);
      const put = async (month: string): Promise<void> => {
        await store.query(
          `INSERT INTO log_segment (month, id, entries, leaf_hashes, entry_count) VALUES ($1, gen_random_uuid(), '', '', 0)`,
          [month],
        );
      };
      await put(monthOf(instant));
      await put('2026-12-01');
      await put('2027-01-01');
      const noPartition = '23514';
      expect(await put('2027-02-01').catch(sqlState)).toBe(noPartition);
      expect(await put('2026-10-01').catch(sqlState)).toBe(noPartition);
      await ensurePartitions(store, new Date('2026-12-01T00:00:00Z'));
      await put('2027-02-01');
      expect(await tablesOf(store)).toEqual(
        expect.arrayContaining(['record_version_2026_11', 'delivery_2026_12', 'delivery_attempt_2027_01', 'obligation_history_2027_02']),
      );
    });
  });
}

async function applied(store: Queryable): Promise<{ number: number; name: string; checksum: string }[]> {
  return store.query('SELECT number, name, checksum FROM migration ORDER BY number');
}

async function tablesOf(store: Queryable): Promise<string[]> {
  const rows = await store.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}
