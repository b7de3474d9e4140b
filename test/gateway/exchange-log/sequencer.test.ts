import { expect, it } from '@jest/globals';
import { LogSequencer } from '../../../gateway/exchange-log/log-sequencer.js';
import { SegmentWriter } from '../../../gateway/exchange-log/segment.js';
import { sequenceSegments } from '../../../gateway/exchange-log/sequencer.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { openEmbedded, openOnServer, withTables } from '../store/test-stores.js';
import { sequencerSuite } from './sequencer-suite.js';

const now = new Date('2026-11-23T04:00:00Z');

sequencerSuite('in the embedded store', openEmbedded);

describeOnPostgres('on a PostgreSQL server', () => {
  sequencerSuite('in a server store', openOnServer);

  it('a sequencer that finds another at work leaves it to that one', async () => {
    const { store, another, drop } = await withTables(openOnServer(), now);
    const makeId = createIdMaker(() => now);
    const segment = new SegmentWriter();
    segment.add({ id: makeId(), at: now.toISOString(), station: 'received', actor: 'gateway', department: 'gannan-housing' });
    await store.transaction((transaction) => segment.write(transaction, makeId, now));
    await store.transaction(async (transaction) => {
      await transaction.query('SELECT next_index FROM log_head FOR UPDATE');
      expect(await sequenceSegments(another)).toBe(0);
    });
    expect(await sequenceSegments(another)).toBe(1);
    await drop();
  });

  it('the running sequencer tells of a store that is away and places everything once it is back', async () => {
    const { store, another, drop } = await withTables(openOnServer(), now);
    const makeId = createIdMaker(() => now);
    const errors: unknown[] = [];
    const sequencer = new LogSequencer({ store: another, observe: () => undefined, onError: (error) => errors.push(error) });
    await store.execute('ALTER TABLE log_head RENAME TO log_head_away');
    for (let i = 0; i < 3; i += 1) {
      const segment = new SegmentWriter();
      segment.add({ id: makeId(), at: now.toISOString(), station: 'received', actor: 'gateway', department: 'gannan-housing' });
      await store.transaction((transaction) => segment.write(transaction, makeId, now));
    }
    await sequencer.flush();
    expect(errors).toMatchObject([{ code: '42P01' }]);
    await store.execute('ALTER TABLE log_head_away RENAME TO log_head');
    sequencer.start();
    await sequencer.stop();
    expect(await store.query('SELECT next_index FROM log_head')).toEqual([{ next_index: 3 }]);
    expect(errors).toHaveLength(1);
    await drop();
  });
});
