import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sqlState, transactionAttemptsMax, type CopyValue, type Queryable, type Store } from '../../../gateway/store/store.js';
import type { OpenTestStore, TestStore } from './test-stores.js';

/**
 * What every `Store` must keep, wherever its PostgreSQL runs; each implementation's test file calls it, and may add
 * tests of its own on the same store.
 */
export function storeSuite(title: string, open: OpenTestStore, ownTests: (store: () => Store) => void = () => undefined): void {
  describe(title, () => {
    let opened: TestStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      ({ store } = opened);
      await store.execute(`
        CREATE TABLE thing (name text PRIMARY KEY, count int);
        CREATE TABLE copied (place int PRIMARY KEY, text text, bytes bytea, flag boolean, big bigint);
        CREATE TABLE copied_single (text text);
        CREATE TYPE copied_mood AS ENUM ('calm', 'hurried');
        CREATE TABLE copied_types (id uuid, day date, at timestamptz, small smallint, mood copied_mood, content json);
        CREATE TABLE copied_shared (name text, "odd ""name""" text, month date)`);
    });
    afterAll(async () => {
      await opened.drop();
    });

    describe('values', () => {
      it('come as number, text, Date, Buffer and null, whatever the type', async () => {
        const rows = await store.query(
          `SELECT 9007199254740991::bigint AS big, 7 AS small, 1.5::float8 AS double, 12.50::numeric AS decimal,
             date '2026-02-28' AS day, timestamptz '2026-11-23 08:00:00.125+08' AS instant, 'a𠮷'::text AS text,
             '\\x00ff5c'::bytea AS bytes, ''::bytea AS no_bytes, true AS flag, NULL::bytea AS nothing,
             count(*) AS counted, '{"b":1, "a":"x"}'::json::text AS json FROM thing`,
        );
        expect(rows).toEqual([
          {
            big: 9_007_199_254_740_991,
            small: 7,
            double: 1.5,
            decimal: '12.50',
            day: '2026-02-28',
            instant: new Date('2026-11-23T00:00:00.125Z'),
            text: 'a𠮷',
            bytes: Buffer.from([0, 255, 92]),
            no_bytes: Buffer.alloc(0),
            flag: true,
            nothing: null,
            counted: 0,
            json: '{"b":1, "a":"x"}',
          },
        ]);
        expect(Buffer.isBuffer(rows[0]?.['bytes'])).toBe(true);
      });

      it('that a number cannot hold are refused, not rounded', async () => {
        await expect(store.query('SELECT 9007199254740992::bigint AS big')).rejects.toThrow('does not fit');
        await expect(store.query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
      });

      it('go in as parameters alone and in arrays', async () => {
        const ids = ['019ab000-0000-7000-8000-000000000001', '019ab000-0000-7000-8000-000000000002'];
        const texts = ['', 'a,b', '{"}', '\\', 'NULL', '𠮷\n\t', "it's"];
        const bytes = [Buffer.from([0, 1, 255]), Buffer.alloc(0), Buffer.from('\\x{"')];
        const rows = await store.query(
          `SELECT $1::bytea AS bytes, $2::uuid[]::text[] AS ids, $3::text[] AS texts,
             (SELECT array_agg(encode(b, 'hex')) FROM unnest($4::bytea[]) AS b) AS all_bytes,
             $5::bigint AS big, $6::timestamptz AS instant, $7::int[] AS numbers, $8::boolean[] AS flags,
             cardinality($9::text[]) AS none, $10::text IS NULL AS nothing,
             (SELECT array_agg(t IS NULL) FROM unnest($11::timestamptz[]) AS t) AS absent`,
          [
            bytes[0],
            ids,
            texts,
            bytes,
            9_007_199_254_740_991,
            '2026-11-23T00:00:00.000Z',
            [1, -2],
            [true, false],
            [],
            null,
            ['2026-11-23T00:00:00.000Z', null],
          ],
        );
        expect(rows).toEqual([
          {
            bytes: bytes[0],
            ids,
            texts,
            all_bytes: bytes.map((one) => one.toString('hex')),
            big: 9_007_199_254_740_991,
            instant: new Date('2026-11-23T00:00:00.000Z'),
            numbers: [1, -2],
            flags: [true, false],
            none: 0,
            nothing: true,
            absent: [false, true],
          },
        ]);
      });
    });

    describe('rows written with one COPY', () => {
      const trickyText = fc.oneof(
        fc.string({ unit: fc.constantFrom('\t', '\n', '\r', '\\', 'N', '.', 'x', ' ', '"', '𠮷', '囧', '\u{2B740}', '\u0001') }),
        fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\u0000', '')),
        fc.constantFrom('', '\\N', '\\.', '\n', '\r\n', 'NULL'),
      );
      const row = fc.tuple(
        fc.option(trickyText),
        fc.option(fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes))),
        fc.option(fc.boolean()),
        fc.option(fc.maxSafeInteger()),
      );

      it('come back as they went in, null told from empty text', async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
            const given = rows.map((values, place): CopyValue[] => [place, ...values]);
            await store.insert('copied', { columns: ['place', 'text', 'bytes', 'flag', 'big'], rows: given });
            const found = await store.query('DELETE FROM copied RETURNING *');
            const sorted = found.toSorted((a, b) => Number(a['place']) - Number(b['place']));
            expect(sorted.map(({ place, text, bytes, flag, big }) => [place, text, bytes, flag, big])).toEqual(given);
          }),
          { numRuns: 30 },
        );
      });

      it('come back whatever the type of their column, days and instants before 2000 too', async () => {
        const day = fc.date({ min: new Date('1583-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
        const typed = fc.tuple(fc.uuid(), day, day, fc.integer({ min: -32_767, max: 32_767 }), fc.constantFrom('calm', 'hurried'), trickyText);
        await fc.assert(
          fc.asyncProperty(typed, async ([id, date, at, small, mood, text]) => {
            const given = { id, day: date.toISOString().slice(0, 10), at, small, mood, content: JSON.stringify([text]) };
            await store.insert('copied_types', { columns: Object.keys(given), rows: [Object.values({ ...given, at: at.toISOString() })] });
            expect(await store.query('WITH gone AS (DELETE FROM copied_types RETURNING *) SELECT id, day, at, small, mood, content::text FROM gone')).toEqual([given]);
          }),
          { numRuns: 30 },
        );
        await store.insert('copied_types', { columns: ['at'], rows: [['infinity']] });
        expect(await store.query(`DELETE FROM copied_types WHERE at = 'infinity' RETURNING small`)).toEqual([{ small: null }]);
      });

      it.each([
        ['id', 'no-uuid'],
        ['id', 'g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
        ['day', 'yesterday'],
        ['at', 7],
        ['small', 40_000],
        ['small', 1.5],
        ['mood', 'merry'],
        ['content', '{'],
        ['content', '"\u0000"'],
      ])('are refused as data errors where column %s cannot hold %j', async (column, value) => {
        await expect(store.insert('copied_types', { columns: [column], rows: [[value]] })).rejects.toMatchObject({
          code: expect.stringMatching(/^22/),
        });
        expect(await store.query('SELECT * FROM copied_types')).toEqual([]);
      });

      it('come back also from a table of a single column, where a row may be an empty line', async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(fc.option(trickyText), { minLength: 1, maxLength: 10 }), async (texts) => {
            await store.insert('copied_single', { columns: ['text'], rows: texts.map((text) => [text]) });
            const found = await store.query<{ text: string | null }>('DELETE FROM copied_single RETURNING text');
            expect(found.map(({ text }) => text ?? '(null)').toSorted()).toEqual(texts.map((text) => text ?? '(null)').toSorted());
          }),
          { numRuns: 30 },
        );
      });

      it('all have the values that are given once for all of them', async () => {
        await store.insert('copied_shared', {
          columns: ['name'],
          rows: [['a'], ['b']],
          shared: { 'odd "name"': 'tab\there', month: '2026-11-01' },
        });
        expect(await store.query('DELETE FROM copied_shared RETURNING *')).toEqual([
          { name: 'a', 'odd "name"': 'tab\there', month: '2026-11-01' },
          { name: 'b', 'odd "name"': 'tab\there', month: '2026-11-01' },
        ]);
      });

      it('are none where no rows are given', async () => {
        await store.insert('copied_single', { columns: ['text'], rows: [] });
        expect(await store.query('SELECT * FROM copied_single')).toEqual([]);
      });

      it('are refused together when one of them breaks a constraint', async () => {
        const rows = [['copy-a', 1], ['copy-b', 2], ['copy-a', 3]];
        await expect(store.insert('thing', { columns: ['name', 'count'], rows })).rejects.toMatchObject({ code: '23505' });
        expect(await names(store, 'copy-%')).toEqual([]);
      });
    });

    describe('a transaction', () => {
      it('gives what its work gives and keeps what it wrote', async () => {
        const given = await store.transaction(async (transaction) => {
          await transaction.insert('thing', { columns: ['name'], rows: [['kept']] });
          return names(transaction, 'kept');
        });
        expect(given).toEqual(['kept']);
        expect(await names(opened.another, 'kept')).toEqual(['kept']);
      });

      it('that throws leaves nothing behind, and the store goes on', async () => {
        const trouble = new Error('work failed');
        const failing = store.transaction(async (transaction) => {
          await transaction.query(`INSERT INTO thing (name) VALUES ('rolled-back-1')`);
          await transaction.insert('thing', { columns: ['name'], rows: [['rolled-back-2']] });
          throw trouble;
        });
        await expect(failing).rejects.toBe(trouble);
        expect(await names(store, 'rolled-back-%')).toEqual([]);
      });

      it('that fails in the database leaves nothing behind, and says with which SQLSTATE', async () => {
        const failing = store.transaction(async (transaction) => {
          await transaction.query(`INSERT INTO thing (name) VALUES ('half-done')`);
          await transaction.query('SELECT 1 / 0');
        });
        expect(await failing.catch(sqlState)).toBe('22012');
        expect(await names(store, 'half-done')).toEqual([]);
      });

      it('begins again as a whole when it loses the race for a unique key', async () => {
        await store.query(`INSERT INTO thing (name) VALUES ('race')`);
        let attempts = 0;
        await store.transaction(async (transaction) => {
          attempts += 1;
          await transaction.query('INSERT INTO thing (name, count) VALUES ($1, $2)', [`race-${String(attempts)}`, attempts]);
          if (attempts === 1) await transaction.insert('thing', { columns: ['name'], rows: [['race']] });
        });
        expect(attempts).toBe(2);
        expect(await names(store, 'race-%')).toEqual(['race-2']);
      });

      it('is given up after so many attempts, with the error of the last', async () => {
        await store.query(`INSERT INTO thing (name) VALUES ('always-taken')`);
        let attempts = 0;
        const failing = store.transaction(async (transaction) => {
          attempts += 1;
          await transaction.query(`INSERT INTO thing (name) VALUES ('always-taken')`);
        });
        await expect(failing).rejects.toMatchObject({ code: '23505' });
        expect(attempts).toBe(transactionAttemptsMax);
      });

      it('is not repeated for a mistake of its own', async () => {
        let attempts = 0;
        const failing = store.transaction(async (transaction) => {
          attempts += 1;
          await transaction.query('INSERT INTO thing (name) VALUES (NULL)');
        });
        await expect(failing).rejects.toMatchObject({ code: '23502' });
        expect(attempts).toBe(1);
      });
    });

    it('executes several statements of a script', async () => {
      await store.execute(`INSERT INTO thing (name) VALUES ('script-1'); INSERT INTO thing (name) VALUES ('script-2')`);
      expect(await names(store, 'script-%')).toEqual(['script-1', 'script-2']);
    });

    ownTests(() => store);
  });

  it(`${title} answers nothing more once it is closed, and may be closed twice`, async () => {
    const { store, drop } = await open();
    await store.close();
    await expect(store.query('SELECT 1')).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    await expect(store.transaction(async () => undefined)).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    await drop();
  });
}

async function names(store: Queryable, like: string): Promise<string[]> {
  const rows = await store.query<{ name: string }>('SELECT name FROM thing WHERE name LIKE $1 ORDER BY name', [like]);
  return rows.map(({ name }) => name);
}
