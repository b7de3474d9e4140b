import { expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogSequencer } from '../../../gateway/exchange-log/log-sequencer.js';
import { SegmentWriter } from '../../../gateway/exchange-log/segment.js';
import type { LogSeal } from '../../../gateway/exchange-log/seal.js';
import { sequenceSegments } from '../../../gateway/exchange-log/sequencer.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { openEmbedded, openOnServer, withTables, type TestStore } from '../store/test-stores.js';
import { sealOf, sequencerSuite } from './sequencer-suite.js';

const now = new Date('2026-11-23T04:00:00Z');

sequencerSuite('in the embedded store', openEmbedded);

describeOnPostgres('on a PostgreSQL server', () => {
  sequencerSuite('in a server store', openOnServer);

  async function inStore(work: (opened: TestStore, seal: LogSeal) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'jiantong-log-'));
    const opened = await withTables(openOnServer(), now);
    try {
      await work(opened, await sealOf(opened.store, folder));
    } finally {
      await opened.drop();
      await rm(folder, { recursive: true });
    }
  }

  it('a sequencer that finds another at work leaves it to that one, or waits for it where it is the last', async () => {
    await inStore(async ({ store, another }, seal) => {
      let waiting: ReturnType<typeof sequenceSegments> | undefined;
      const makeId = createIdMaker(() => now);
      const segment = new SegmentWriter();
      segment.add({ id: makeId(), at: now.toISOString(), station: 'received', actor: 'gateway', department: 'gannan-housing' });
      await store.transaction((transaction) => segment.write(transaction, makeId, now));
      await store.transaction(async (transaction) => {
        await transaction.query('SELECT next_index FROM log_head FOR UPDATE');
        expect(await sequenceSegments(another, seal)).toEqual({ state: 'elsewhere' });
        waiting = sequenceSegments(another, seal, { waits: true });
      });
      expect(await waiting).toEqual({ state: 'sealed', placed: 1, entries: 1, treeSize: 1 });
      expect(await sequenceSegments(another, seal)).toEqual({ state: 'idle' });
    });
  });

  it('the running sequencer tells of a store that is away and places everything once it is back', async () => {
    await inStore(async ({ store, another }, seal) => {
      const makeId = createIdMaker(() => now);
      const errors: unknown[] = [];
      const sequencer = new LogSequencer({
        store: another,
        observe: () => undefined,
        openSeal: () => Promise.resolve(seal),
        onKeyElsewhere: () => errors.push('no key'),
        onError: (error) => errors.push(error),
      });
      await store.execute('ALTER TABLE log_head RENAME TO log_head_away');
      for (let i = 0; i < 3; i += 1) {
        const segment = new SegmentWriter();
        segment.add({ id: makeId(), at: now.toISOString(), station: 'received', actor: 'gateway', department: 'gannan-housing' });
        await store.transaction((transaction) => segment.write(transaction, makeId, now));
      }
      await sequencer.flush();
      expect(errors).toMatchObject([{ code: '42P01' }]);
      await store.execute('ALTER TABLE log_head_away RENAME TO log_head');
      await sequencer.start();
      await sequencer.stop();
      expect(await store.query('SELECT next_index FROM log_head')).toEqual([{ next_index: 3 }]);
      expect(errors).toHaveLength(1);
    });
  });
});
