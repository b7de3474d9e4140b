import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeSignerKey, parseSignerKey, signNote } from '../../../gateway/exchange-log/note-signer.js';
import type { LogSeal } from '../../../gateway/exchange-log/seal.js';
import { leafHash } from '../../../gateway/exchange-log/segment.js';
import { TreeEdge } from '../../../gateway/exchange-log/tree/edge.js';
import { TreeHasher } from '../../../gateway/exchange-log/tree/hasher.js';
import { checkpointText } from '../../../gateway/exchange-log/verify/checkpoint.js';
import { verifyStore } from '../../../gateway/exchange-log/verify-store.js';
import type { Queryable } from '../../../gateway/store/store.js';
import { withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';
import { LogMaker, now } from './sealed-log.js';
import { sealOf } from './sequencer-suite.js';

const segmentSize = 30;
const size = 1500;
const firstSize = 900;

/** Edits the tables as somebody does who has the database and not the key, and sees what `log verify` names. */
export function tamperingSuite(title: string, open: OpenTestStore): void {
  describe(title, () => {
    let opened: TestStore;
    let folder: string;
    let seal: LogSeal;
    let maker: LogMaker;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'jiantong-log-'));
      opened = await withTables(open(), now);
      seal = await sealOf(opened.store, folder);
      maker = new LogMaker(opened.store, seal);
      await maker.write(firstSize / segmentSize, segmentSize);
      await maker.seal();
      await maker.write((size - firstSize) / segmentSize, segmentSize);
      await maker.seal();
    });
    afterAll(async () => {
      await opened.drop();
      await rm(folder, { recursive: true });
    });

    const undo = new Error('undo');
    /** What is found after the edit; the store is as before afterwards. */
    async function foundAfter(edit: (store: Queryable) => Promise<unknown>): Promise<unknown[]> {
      let found: unknown[] = [];
      const keys = seal.signers.map(({ verifierKey }) => verifierKey);
      await opened.store
        .transaction(async (transaction) => {
          await edit(transaction);
          const { faults } = await verifyStore(transaction, { keys });
          found = faults.map(({ zh: _zh, en: _en, segment: _segment, event, ...fault }) => ({ ...fault, ...(event ? { event: event.id } : {}) }));
          throw undo;
        })
        .catch((error: unknown) => {
          if (error !== undo) throw error;
        });
      return found;
    }

    /** The segment that begins at an index. */
    const at = (index: number): string => `(SELECT segment_id FROM log_sequence WHERE first_index = ${String(index)})`;
    const id = (index: number): string => maker.entries[index]?.id ?? '';
    async function changeEntries(store: Queryable, index: number, how: (lines: string[]) => string[], mendsHashes = false): Promise<void> {
      const [row] = await store.query<{ id: string; entries: string }>(`SELECT id, entries FROM log_segment WHERE id = ${at(index)}`);
      const lines = how(row?.entries.trimEnd().split('\n') ?? []);
      await store.query('UPDATE log_segment SET entries = $2 WHERE id = $1', [row?.id, `${lines.join('\n')}\n`]);
      if (mendsHashes) {
        await store.query('UPDATE log_segment SET leaf_hashes = $2, entry_count = $3 WHERE id = $1', [row?.id, Buffer.concat(lines.map(leafHash)), lines.length]);
      }
    }
    const swap = (lines: string[], one: number, other: number): string[] =>
      lines.map((line, n) => (n === one ? lines[other] : n === other ? lines[one] : line) ?? '');

    it('finds nothing where nothing was done, and says how far it goes', async () => {
      const keys = seal.signers.map(({ verifierKey }) => verifierKey);
      const seen: number[] = [];
      const verdict = await verifyStore(opened.store, { keys, onProgress: (verified) => seen.push(verified) });
      expect(verdict).toEqual({ origin: seal.origin, treeSize: size, verified: size, checkpoints: 2, waitingSegments: 0, pruned: 0, faults: [] });
    });

    it('1. a changed word of an event, the hash beside it changed too', async () => {
      const found = await foundAfter((store) =>
        changeEntries(store, 600, (lines) => lines.map((line, n) => (n === 7 ? line.replace('gannan-housing', 'gannan-transport') : line)), true),
      );
      expect(found).toEqual([{ code: 'event-changed', index: 607, event: id(607) }]);
    });

    it('2. an event that is no longer JSON', async () => {
      const found = await foundAfter((store) => changeEntries(store, 600, (lines) => lines.map((line, n) => (n === 29 ? `${line} ` : line))));
      expect(found[0]).toMatchObject({ code: 'event-changed', index: 629 });
      expect(await foundAfter((store) => changeEntries(store, 600, (lines) => lines.map((line, n) => (n === 29 ? line.slice(1) : line))))).toMatchObject([
        { code: 'event-changed', index: 629 },
      ]);
    });

    it('3. an event taken out of its segment', async () => {
      const found = await foundAfter((store) => changeEntries(store, 300, (lines) => lines.toSpliced(4, 1), true));
      expect(found).toEqual([{ code: 'events-removed', index: 304, until: 305 }]);
    });

    it('4. a whole segment gone, also with its place, and the last ones', async () => {
      const removed = { code: 'events-removed', index: 480, until: 510 };
      expect(await foundAfter((store) => store.query(`DELETE FROM log_segment WHERE id = ${at(480)}`))).toEqual([removed]);
      expect(
        await foundAfter(async (store) => {
          await store.query(`DELETE FROM log_segment WHERE id = ${at(480)}`);
          await store.query('DELETE FROM log_sequence WHERE first_index = 480');
          await store.query('UPDATE log_sequence SET first_index = first_index - 30 WHERE first_index > 480');
        }),
      ).toEqual([removed]);
      expect(await foundAfter((store) => store.query('DELETE FROM log_sequence WHERE first_index >= 1440'))).toEqual([
        { code: 'events-removed', index: 1440, until: 1500 },
      ]);
    });

    it('5. an event put in', async () => {
      const forged = maker.entries[0];
      const found = await foundAfter((store) =>
        changeEntries(store, 0, (lines) => lines.toSpliced(2, 0, (lines[0] ?? '').replace(forged?.id ?? '', maker.makeId())), true),
      );
      expect(found).toMatchObject([{ code: 'events-inserted', index: 2, until: 3 }]);
    });

    it('6. a whole segment put in between', async () => {
      const found = await foundAfter(async (store) => {
        await store.query('UPDATE log_sequence SET first_index = first_index + 100000 WHERE first_index >= 60');
        await store.query('UPDATE log_sequence SET first_index = first_index - 99970 WHERE first_index >= 100000');
        const forged = maker.makeId();
        await store.query(
          `INSERT INTO log_segment SELECT month, $1, replace(entries, 'received', 'accepted'), leaf_hashes, entry_count, made_at
           FROM log_segment WHERE id = ${at(0)}`,
          [forged],
        );
        await store.query("INSERT INTO log_sequence VALUES (60, 30, $1, '2026-11-01')", [forged]);
      });
      expect(found).toMatchObject([{ code: 'events-inserted', index: 60, until: 90 }]);
    });

    it('7. two events of a segment exchanged, and two segments exchanged', async () => {
      expect(await foundAfter((store) => changeEntries(store, 900, (lines) => swap(lines, 3, 9), true))).toEqual([
        { code: 'events-reordered', index: 903, until: 910, event: id(909) },
      ]);
      const found = await foundAfter(async (store) => {
        await store.query('UPDATE log_sequence SET first_index = -1 WHERE first_index = 30');
        await store.query('UPDATE log_sequence SET first_index = 30 WHERE first_index = 90');
        await store.query('UPDATE log_sequence SET first_index = 90 WHERE first_index = -1');
      });
      expect(found).toEqual([{ code: 'events-reordered', index: 30, until: 91, event: id(90) }]);
    });

    it('8. an event changed and every hash of the tree made again: the range between two signed checkpoints', async () => {
      const found = await foundAfter(async (store) => {
        await changeEntries(store, 1200, (lines) => lines.map((line, n) => (n === 0 ? line.replace('"code":"0"', '"code":"9"').replace('received', 'rejected') : line)), true);
        await rebuildTree(store);
      });
      expect(found).toMatchObject([{ code: 'history-rewritten', index: 900, until: 1500 }]);
    });

    it('9. a checkpoint of another tree, signed with a key of the forger, also where the store calls that key its own', async () => {
      const forger = await parseSignerKey(makeSignerKey(seal.origin));
      if (forger === undefined) throw new Error('no key');
      const note = signNote(checkpointText({ origin: seal.origin, size, root: Buffer.alloc(32, 1), hash: 'sha256' }), [forger]);
      const found = await foundAfter(async (store) => {
        await store.query("UPDATE log_key SET verifier = $1 WHERE algorithm = 'ed25519'", [forger.verifierKey.text]);
        await store.query('UPDATE log_checkpoint SET note = $1 WHERE size = $2', [note, size]);
      });
      expect(found).toEqual([
        { code: 'checkpoint-unsigned', index: size },
        { code: 'head-changed', index: firstSize },
      ]);
      expect(await foundAfter((store) => store.query(`UPDATE log_checkpoint SET note = replace(note, '${String(firstSize)}', '901') WHERE size = ${String(firstSize)}`))).toEqual([
        { code: 'checkpoint-forged', index: firstSize },
      ]);
    });

    it('10. places, hashes beside the entries, tiles and the head, each without a word of an event', async () => {
      expect(await foundAfter((store) => store.query('UPDATE log_sequence SET entry_count = 29 WHERE first_index = 660'))).toEqual([{ code: 'place-changed', index: 660 }]);
      expect(await foundAfter((store) => store.query(`UPDATE log_segment SET leaf_hashes = overlay(leaf_hashes placing '\\x00'::bytea from 40) WHERE id = ${at(690)}`))).toEqual([
        { code: 'leaf-hash-changed', index: 690 },
      ]);
      expect(await foundAfter((store) => store.query("UPDATE log_tile SET hashes = overlay(hashes placing '\\x0000'::bytea from 100) WHERE (level, tile) = (0, 2)"))).toEqual([
        { code: 'tile-changed', index: 512, until: 768 },
      ]);
      expect(await foundAfter((store) => store.query('DELETE FROM log_tile WHERE (level, tile) = (0, 4)'))).toEqual([{ code: 'tile-changed', index: 1024, until: 1280 }]);
      expect(await foundAfter((store) => store.query('DELETE FROM log_tile_edge WHERE level = 1'))).toEqual([{ code: 'tile-changed', index: 0, until: 1500 }]);
      expect(await foundAfter((store) => store.query('UPDATE log_head SET tree_size = 900'))).toEqual([{ code: 'head-changed', index: 1500 }]);
      expect(await foundAfter((store) => store.query('DELETE FROM log_checkpoint'))).toEqual([{ code: 'log-empty' }]);
    });
  });
}

/** Makes every tile again from the entries, as somebody can who has no key. */
async function rebuildTree(store: Queryable): Promise<void> {
  const rows = await store.query<{ entries: string }>('SELECT entries FROM log_sequence JOIN log_segment ON id = segment_id ORDER BY first_index');
  const hasher = new TreeHasher('sha256');
  const edge = new TreeEdge(hasher);
  const full = edge.append(hasher.leaves(rows.flatMap(({ entries }) => entries.trimEnd().split('\n'))));
  for (const { level, index, hashes } of full) await store.query('UPDATE log_tile SET hashes = $3 WHERE (level, tile) = ($1, $2)', [level, index, hashes]);
  for (const { level, hashes } of edge.partialTiles()) await store.query('UPDATE log_tile_edge SET hashes = $2 WHERE level = $1', [level, hashes]);
}
