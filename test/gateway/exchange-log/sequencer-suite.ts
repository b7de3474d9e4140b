import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leafHash, SegmentWriter } from '../../../gateway/exchange-log/segment.js';
import { sequenceSegments } from '../../../gateway/exchange-log/sequencer.js';
import type { Queryable, Store } from '../../../gateway/store/store.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';

const now = new Date('2026-11-23T04:00:00Z');

/** How segments come into the store and get their places; run on both stores. */
export function sequencerSuite(title: string, open: OpenTestStore): void {
  describe(title, () => {
    const makeId = createIdMaker(() => now);
    let opened: TestStore;
    beforeAll(async () => {
      opened = await withTables(open(), now);
    });
    afterAll(async () => {
      await opened.drop();
    });
    afterEach(async () => {
      await opened.store.execute('DELETE FROM log_sequence; DELETE FROM log_unsequenced; DELETE FROM log_segment; UPDATE log_head SET next_index = 0');
    });

    function segmentOf(count: number): SegmentWriter {
      const segment = new SegmentWriter();
      for (let i = 0; i < count; i += 1) {
        segment.add({ id: makeId(), at: now.toISOString(), station: 'received', actor: 'gateway', department: 'gannan-housing' });
      }
      return segment;
    }

    async function write(store: Store, count: number): Promise<void> {
      await store.transaction((transaction) => segmentOf(count).write(transaction, makeId, now));
    }

    it('a segment holds the entries of its transaction, a line each, with the hash of every leaf', async () => {
      const { store } = opened;
      const segment = segmentOf(3);
      expect(segment.count).toBe(3);
      await store.transaction((transaction) => segment.write(transaction, makeId, now));
      const [row] = await store.query<{ entries: string; leaf_hashes: Buffer; entry_count: number; month: string }>(
        'SELECT entries, leaf_hashes, entry_count, month FROM log_segment',
      );
      expect(row?.entries.endsWith('\n')).toBe(true);
      const lines = row?.entries.trimEnd().split('\n') ?? [];
      expect(lines).toHaveLength(3);
      expect(row).toMatchObject({ entry_count: 3, month: '2026-11-01' });
      expect(row?.leaf_hashes.equals(Buffer.concat(lines.map(leafHash)))).toBe(true);
    });

    it('a transaction that is rolled back leaves no segment and no gap', async () => {
      const { store } = opened;
      await write(store, 2);
      const failing = store.transaction(async (transaction) => {
        await segmentOf(5).write(transaction, makeId, now);
        throw new Error('the work failed after its log was written');
      });
      await expect(failing).rejects.toThrow('the work failed');
      await write(store, 1);
      while ((await sequenceSegments(store)) > 0);
      expect(await places(store)).toEqual([
        { first_index: 0, entry_count: 2 },
        { first_index: 2, entry_count: 1 },
      ]);
      expect(await store.query('SELECT count(*) AS segments FROM log_segment')).toEqual([{ segments: 2 }]);
    });

    it('a transaction with nothing to tell writes no segment', async () => {
      await write(opened.store, 0);
      expect(await opened.store.query('SELECT * FROM log_unsequenced')).toEqual([]);
      expect(await sequenceSegments(opened.store)).toBe(0);
    });

    it('gives segments their places in the order of their ids', async () => {
      const { store } = opened;
      const [first, second] = [makeId(), makeId()];
      await store.transaction((transaction) => segmentOf(1).write(transaction, () => second, now));
      await store.transaction((transaction) => segmentOf(4).write(transaction, () => first, now));
      expect(await sequenceSegments(store)).toBe(2);
      expect(await store.query('SELECT segment_id, first_index FROM log_sequence ORDER BY first_index')).toEqual([
        { segment_id: first, first_index: 0 },
        { segment_id: second, first_index: 4 },
      ]);
    });

    it('gives contiguous places, each to one segment, however many write and sequence at once', async () => {
      const { store, another } = opened;
      let total = 0;
      const rounds = fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 }), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(rounds, async (sizesOfRounds) => {
          for (const sizes of sizesOfRounds) {
            const writing = sizes.map((size, i) => write(i % 2 === 0 ? store : another, size));
            const sequencing = [store, another, store].map(sequenceSegments);
            await Promise.all([...writing, ...sequencing]);
            total += sizes.reduce((sum, size) => sum + size, 0);
          }
          while ((await sequenceSegments(store)) > 0);
          let next = 0;
          for (const place of await places(store)) {
            expect(place.first_index).toBe(next);
            next += place.entry_count;
          }
          expect(next).toBe(total);
          expect(await store.query('SELECT next_index FROM log_head')).toEqual([{ next_index: total }]);
          expect(await store.query('SELECT * FROM log_unsequenced')).toEqual([]);
        }),
        { numRuns: 12 },
      );
      const [counted] = await store.query<{ segments: number; placed: number }>(
        'SELECT count(*) AS segments, count(DISTINCT q.segment_id) AS placed FROM log_segment s LEFT JOIN log_sequence q ON q.segment_id = s.id',
      );
      expect(counted?.placed).toBe(counted?.segments);
    });
  });
}

async function places(store: Queryable): Promise<{ first_index: number; entry_count: number }[]> {
  return store.query('SELECT first_index, entry_count FROM log_sequence ORDER BY first_index');
}
