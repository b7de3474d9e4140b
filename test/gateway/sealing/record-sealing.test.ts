import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createRecordSealing, type RecordSealing } from '../../../gateway/sealing/record-sealing.js';
import { createSealer } from '../../../gateway/sealing/sealer.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { openOnServer, withTables, type TestStore } from '../store/test-stores.js';

const now = new Date('2026-11-23T04:00:00Z');

describeOnPostgres('the keys of subjects', () => {
  const sealing: RecordSealing = createRecordSealing(createSealer({ masterKey: randomBytes(32) }), createIdMaker(() => now));
  let opened: TestStore;
  beforeAll(async () => {
    opened = await withTables(openOnServer(), now);
  });
  afterAll(async () => {
    await opened.drop();
  });
  afterEach(async () => {
    await opened.store.execute('DELETE FROM data_key');
  });
  const keysFor = (...subjects: string[]) => opened.store.transaction((transaction) => sealing.keysFor(transaction, subjects));

  it('are made where they are missing, and are those that the store gives back later', async () => {
    const first = await keysFor('甲', '乙');
    const second = await keysFor('乙', '丙');
    expect(second.get('乙')).toEqual(first.get('乙'));
    const all = [...first.values(), ...second.values()];
    expect(await sealing.keysById(opened.store, all.map((one) => one.id))).toEqual(new Map(all.map((one) => [one.id, one])));
    expect(await opened.store.query('SELECT id FROM data_key')).toHaveLength(3);
  });

  it('are one for a subject that is written in two ways, whether it is new or known', async () => {
    for (const round of ['new', 'known']) {
      const keys = await keysFor('91623000MA0000012X', ' 91623000ma0000012x');
      expect([round, keys.size]).toEqual([round, 2]);
      expect(new Set(keys.values()).size).toBe(1);
    }
    expect(await opened.store.query('SELECT id FROM data_key')).toHaveLength(1);
  });

  it('made by two processes at once end up the same', async () => {
    const keys = await Promise.all(
      [opened.store, opened.another].map((store) => store.transaction((transaction) => sealing.keysFor(transaction, ['甲']))),
    );
    expect(keys[0]).toEqual(keys[1]);
  });
});
