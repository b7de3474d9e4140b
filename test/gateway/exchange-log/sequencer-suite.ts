import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leafHash, SegmentWriter } from '../../../gateway/exchange-log/segment.js';
import { openSeal, type LogSeal } from '../../../gateway/exchange-log/seal.js';
import { sequenceSegments } from '../../../gateway/exchange-log/sequencer.js';
import { readCheckpoint, readEdge, readProofs } from '../../../gateway/exchange-log/stored-tree.js';
import { TreeHasher } from '../../../gateway/exchange-log/tree/hasher.js';
import { planInclusion } from '../../../gateway/exchange-log/tree/proofs.js';
import { openCheckpoint } from '../../../gateway/exchange-log/verify/bundle.js';
import { isInclusion } from '../../../gateway/exchange-log/verify/merkle.js';
import type { Queryable, Store } from '../../../gateway/store/store.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';

const now = new Date('2026-11-23T04:00:00Z');

/** How segments come into the store and get their places; run on both stores. */
export function sequencerSuite(title: string, open: OpenTestStore): void {
  describe(title, () => {
    const makeId = createIdMaker(() => now);
    let opened: TestStore;
    let seal: LogSeal;
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'jiantong-log-'));
      opened = await withTables(open(), now);
      seal = await sealOf(opened.store, folder);
    });
    afterAll(async () => {
      await opened.drop();
      await rm(folder, { recursive: true });
    });
    afterEach(async () => {
      await opened.store.execute(`DELETE FROM log_sequence; DELETE FROM log_unsequenced; DELETE FROM log_segment; DELETE FROM log_tile;
        DELETE FROM log_tile_edge; DELETE FROM log_checkpoint; UPDATE log_head SET next_index = 0, tree_size = 0`);
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
      await sequenceAll(store, seal);
      expect(await places(store)).toEqual([
        { first_index: 0, entry_count: 2 },
        { first_index: 2, entry_count: 1 },
      ]);
      expect(await store.query('SELECT count(*) AS segments FROM log_segment')).toEqual([{ segments: 2 }]);
    });

    it('a transaction with nothing to tell writes no segment', async () => {
      await write(opened.store, 0);
      expect(await opened.store.query('SELECT * FROM log_unsequenced')).toEqual([]);
      expect(await sequenceSegments(opened.store, seal)).toEqual({ state: 'idle' });
    });

    it('gives segments their places in the order of their ids', async () => {
      const { store } = opened;
      const [first, second] = [makeId(), makeId()];
      await store.transaction((transaction) => segmentOf(1).write(transaction, () => second, now));
      await store.transaction((transaction) => segmentOf(4).write(transaction, () => first, now));
      expect(await sequenceSegments(store, seal)).toEqual({ state: 'sealed', placed: 2, entries: 5, treeSize: 5 });
      expect(await store.query('SELECT segment_id, first_index FROM log_sequence ORDER BY first_index')).toEqual([
        { segment_id: first, first_index: 0 },
        { segment_id: second, first_index: 4 },
      ]);
    });

    it('builds the tree of a store from before there was one, in steps, and signs nothing that is not in it', async () => {
      const { store } = opened;
      for (let i = 0; i < 12; i += 1) await write(store, 6000);
      await store.execute(`INSERT INTO log_sequence (first_index, entry_count, segment_id, month)
        SELECT sum(entry_count) OVER (ORDER BY segment_id) - entry_count, entry_count, segment_id, month FROM log_unsequenced;
        DELETE FROM log_unsequenced; UPDATE log_head SET next_index = 72000`);
      await write(store, 3);
      expect(await sequenceSegments(store, seal)).toEqual({ state: 'sealed', placed: 1, entries: 48_000, treeSize: 48_000 });
      expect(await sequenceSegments(store, seal)).toEqual({ state: 'sealed', placed: 0, entries: 24_003, treeSize: 72_003 });
      expect(await sequenceSegments(store, seal)).toEqual({ state: 'idle' });
      expect(await store.query('SELECT level, count(*) AS tiles FROM log_tile GROUP BY level ORDER BY level')).toEqual([
        { level: 0, tiles: 281 },
        { level: 1, tiles: 1 },
      ]);
    });

    it('refuses to seal over a segment that is gone or was cut, and says which', async () => {
      const { store } = opened;
      await write(store, 2);
      await store.execute("UPDATE log_segment SET leaf_hashes = substr(leaf_hashes, 1, 32)");
      await expect(sequenceSegments(store, seal)).rejects.toMatchObject({ code: 'LOG_SEGMENT_DAMAGED', facts: { index: 0 } });
      await store.execute('DELETE FROM log_segment');
      await expect(sequenceSegments(store, seal)).rejects.toMatchObject({ code: 'LOG_SEGMENT_DAMAGED' });
    });

    it('refuses to go on from an edge of the tree that is not that of its size', async () => {
      const { store } = opened;
      await write(store, 3);
      await sequenceAll(store, seal);
      await write(store, 1);
      await store.execute('UPDATE log_tile_edge SET hashes = substr(hashes, 1, 64)');
      await expect(sequenceSegments(store, seal)).rejects.toMatchObject({ code: 'LOG_TREE_DAMAGED' });
      await store.execute('DELETE FROM log_tile_edge');
      await expect(sequenceSegments(store, seal)).rejects.toMatchObject({ code: 'LOG_TREE_DAMAGED' });
    });

    it('gives contiguous places, each to one segment, however many write and sequence at once', async () => {
      const { store, another } = opened;
      let total = 0;
      const rounds = fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 }), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(rounds, async (sizesOfRounds) => {
          for (const sizes of sizesOfRounds) {
            const writing = sizes.map((size, i) => write(i % 2 === 0 ? store : another, size));
            const sequencing = [store, another, store].map((one) => sequenceSegments(one, seal));
            await Promise.all([...writing, ...sequencing]);
            total += sizes.reduce((sum, size) => sum + size, 0);
          }
          await sequenceAll(store, seal);
          let next = 0;
          for (const place of await places(store)) {
            expect(place.first_index).toBe(next);
            next += place.entry_count;
          }
          expect(next).toBe(total);
          expect(await store.query('SELECT next_index, tree_size FROM log_head')).toEqual([{ next_index: total, tree_size: total }]);
          await expectTreeOverEntries(store, seal);
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

/** The keys of a test's log, made at the first call. */
export async function sealOf(store: Store, dataFolder: string): Promise<LogSeal> {
  const seal = await openSeal(store, { dataFolder });
  if (seal === undefined) throw new Error('the key of this log is not at hand');
  return seal;
}

/** Turn after turn until everything has its place; how many of them sealed something. */
async function sequenceAll(store: Store, seal: LogSeal): Promise<number> {
  for (let turns = 0; ; turns += 1) {
    if ((await sequenceSegments(store, seal)).state !== 'sealed') return turns;
  }
}

/** The newest checkpoint is signed, over the tree of exactly the entries that stand in the store, each of which it proves. */
export async function expectTreeOverEntries(store: Queryable, seal: LogSeal): Promise<void> {
  const segments = await store.query<{ entries: string }>(
    'SELECT entries FROM log_sequence JOIN log_segment ON id = segment_id ORDER BY first_index',
  );
  const texts = segments.flatMap(({ entries }) => entries.split('\n').slice(0, -1));
  const note = await readCheckpoint(store);
  if (texts.length === 0) {
    expect(note).toBeUndefined();
    return;
  }
  const opened = openCheckpoint(note ?? '', seal.signers.map(({ verifierKey }) => verifierKey));
  if ('code' in opened) throw new Error(opened.code);
  const { origin, size, root } = opened.checkpoint;
  expect({ origin, size }).toEqual({ origin: seal.origin, size: texts.length });
  const hasher = new TreeHasher(seal.hash);
  expect((await readEdge(store, hasher, size)).root()).toEqual(root);
  const paths = await readProofs(store, hasher, texts.map((_, index) => planInclusion(index, size)), size);
  const proven = texts.filter((text, index) => {
    const [leaf, path = []] = [hasher.leaves([text]), paths[index]];
    return isInclusion(seal.hash, { size, root }, { index, leaf, path });
  });
  expect(proven).toHaveLength(texts.length);
}

async function places(store: Queryable): Promise<{ first_index: number; entry_count: number }[]> {
  return store.query('SELECT first_index, entry_count FROM log_sequence ORDER BY first_index');
}
