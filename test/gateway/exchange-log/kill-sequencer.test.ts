import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { SegmentWriter } from '../../../gateway/exchange-log/segment.js';
import { sequenceSegments } from '../../../gateway/exchange-log/sequencer.js';
import type { Store } from '../../../gateway/store/store.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { openOnServer, withTables } from '../store/test-stores.js';
import type { DyingLife } from './dying-sequencer.js';
import { expectTreeOverEntries, sealOf } from './sequencer-suite.js';

const now = new Date('2026-11-23T04:00:00Z');
const makeId = createIdMaker(() => now);
const deaths = 20;
/** Of one turn: more than it has statements, so that some lives end by themselves. */
const statementsMax = 14;

async function write(store: Store, count: number): Promise<void> {
  const segment = new SegmentWriter();
  for (let i = 0; i < count; i += 1) {
    segment.add({ id: makeId(), at: now.toISOString(), station: 'received', actor: 'gateway', department: 'gannan-housing' });
  }
  await store.transaction((transaction) => segment.write(transaction, makeId, now));
}

async function live(life: DyingLife): Promise<boolean> {
  const child = fork(fileURLToPath(new URL('dying-sequencer.js', import.meta.url)), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send(life);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the sequencer ended with ${String(code ?? signal)}`);
  return signal === 'SIGKILL';
}

/** Every checkpoint that was ever signed is that of a tree that exists: it has a root that a prefix of the log has. */
async function sizes(store: Store): Promise<{ size: number; next: number; tree: number }> {
  const [row] = await store.query<{ size: number; next: number; tree: number }>(
    'SELECT coalesce(max(size), 0) AS size, (SELECT next_index FROM log_head) AS next, (SELECT tree_size FROM log_head) AS tree FROM log_checkpoint',
  );
  if (row === undefined) throw new Error('no head');
  return row;
}

describeOnPostgres('a sequencer that is killed', () => {
  it(`at ${String(deaths)} points leaves a log that the next one goes on with: no index twice, no checkpoint without its tree`, async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'jiantong-log-'));
    const { store, url, drop } = await withTables(openOnServer(), now);
    try {
      const seal = await sealOf(store, dataFolder);
      let kills = 0;
      for (let life = 0; kills < deaths; life += 1) {
        for (const count of [1, 130, 300, 2]) await write(store, count);
        const deathAt = 1 + ((life * 5) % statementsMax);
        if (await live({ url, dataFolder, deathAt, before: life % 2 === 0 })) kills += 1;
        const found = await sizes(store);
        expect([found.tree, found.next]).toEqual([found.size, found.size]);
        if (found.size > 0) await expectTreeOverEntries(store, seal);
      }
      while ((await sequenceSegments(store, seal)).state === 'sealed');
      await expectTreeOverEntries(store, seal);
      const places = await store.query<{ first_index: number; entry_count: number }>(
        'SELECT first_index, entry_count FROM log_sequence ORDER BY first_index',
      );
      let next = 0;
      for (const place of places) {
        expect(place.first_index).toBe(next);
        next += place.entry_count;
      }
      expect(await sizes(store)).toEqual({ size: next, next, tree: next });
      expect(await store.query('SELECT * FROM log_unsequenced')).toEqual([]);
    } finally {
      await drop();
      await rm(dataFolder, { recursive: true });
    }
  });
});
