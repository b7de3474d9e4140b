import { describe, expect, it } from '@jest/globals';
import { replayQuarantined } from '../../../gateway/ingest/replay.js';
import type { Store } from '../../../gateway/store/store.js';
import { deliveriesOf, logOf, obligationsOf, quarantineOf, sizesOf } from '../exchanges/read-world.js';
import { penaltyRow, World } from '../exchanges/world.js';

/** How bad rows are put aside and come back; run on both stores. */
export function quarantineSuite(opened: () => Store): void {
  describe('a row that fails', () => {
    it('is put aside with every reason, and its neighbours go their way', async () => {
      const world = await World.make(opened());
      const { counts, state } = await world.ingest([
        penaltyRow('1', { party: null, facts: null, fine: 'viel' }),
        penaltyRow('2'),
      ]);
      expect({ state, ...counts }).toMatchObject({ state: 'done', rows: 2, mapped: 1, quarantined: 1, versions: 1 });
      expect(await quarantineOf(world)).toEqual(['row 1 open: MAPPING_VALUE_MISSING, MAPPING_VALUE_MISSING, MAPPING_NUMBER_NOT_READABLE']);
      expect(await logOf(world)).toEqual(['received v1', 'quarantined MAPPING_VALUE_MISSING']);
    });

    it('keeps its one place when it fails again, with the new reasons', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { facts: null, fine: 'viel' })]);
      await world.ingest([penaltyRow('1', { facts: null })]);
      expect(await quarantineOf(world)).toEqual(['row 1 open: MAPPING_VALUE_MISSING']);
    });

    it('that fails as before is as it was: nothing is written', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { facts: null })]);
      const log = await logOf(world);
      const { counts } = await world.ingest([penaltyRow('1', { facts: null })]);
      expect(counts).toMatchObject({ rows: 1, unchanged: 1, quarantined: 0 });
      expect(await logOf(world)).toEqual(log);
    });

    it('puts its deadline on the department all the same, and mending closes the quarantine but moves no deadline', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { facts: null })]);
      const [first] = await obligationsOf(world);
      expect(first).toMatchObject({ rule: 'double-publicity-7wd', state: 'open', due_on: '2024-03-13' });
      world.now = new Date('2024-03-12T02:00:00Z');
      await world.ingest([penaltyRow('1', { decided: '2024-03-11' })]);
      expect(await quarantineOf(world)).toEqual(['row 1 mended: MAPPING_VALUE_MISSING']);
      expect(await obligationsOf(world)).toEqual([first]);
      const [delivery] = await world.query<{ due_at: Date }>('SELECT due_at FROM outbox WHERE exchange = $1', `${world.department}/penalties`);
      const [obligation] = await world.query<{ due_at: Date }>(
        'SELECT due_at FROM obligation b JOIN department p ON p.id = b.department_id WHERE p.name = $1',
        world.department,
      );
      expect(delivery?.due_at).toEqual(obligation?.due_at);
    });

    it('counts its deadline from the day it was first seen where its own date cannot be read', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { decided: 'gestern' })]);
      expect(await obligationsOf(world)).toMatchObject([{ due_on: '2024-03-15' }]);
      world.now = new Date('2024-03-08T02:00:00Z');
      await world.ingest([penaltyRow('1', { decided: '2024-03-08' })]);
      expect(await obligationsOf(world)).toMatchObject([{ due_on: '2024-03-15', state: 'open' }]);
    });

    it('may turn out to owe nothing once it is mended', async () => {
      const world = await World.make(opened(), { when: { fineYuan: '2.00' } });
      await world.ingest([penaltyRow('1', { fine: 'viel' })]);
      expect(await obligationsOf(world)).toMatchObject([{ state: 'open' }]);
      await world.ingest([penaltyRow('1', { fine: '3' })]);
      expect(await obligationsOf(world)).toMatchObject([{ state: 'withdrawn' }]);
      expect(await deliveriesOf(world)).toEqual([]);
    });

    it('that turns out to speak for a record stored meanwhile leaves no deadline of its own behind', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { number: 'A', facts: null })]);
      await world.ingest([penaltyRow('2', { number: 'A' })]);
      await world.ingest([penaltyRow('1', { number: 'A' })]);
      expect(await quarantineOf(world)).toEqual(['row 1 mended: MAPPING_VALUE_MISSING']);
      expect((await obligationsOf(world)).map(({ state }) => state).toSorted(byText)).toEqual(['open', 'withdrawn']);
      const [orphans] = await world.query(
        `SELECT count(*) AS open FROM obligation b JOIN department p ON p.id = b.department_id
         WHERE p.name = $1 AND b.state = 'open' AND NOT EXISTS (SELECT 1 FROM record r WHERE r.id = b.subject_id)`,
        world.department,
      );
      expect(orphans).toEqual({ open: 0 });
    });

    it('of a record that is stored leaves that record as it is until it is mended', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      await world.ingest([penaltyRow('1', { facts: null })]);
      expect(await sizesOf(world)).toMatchObject({ records: 1, versions: 1, quarantine: 1, obligations: 1 });
      await world.ingest([penaltyRow('1')]);
      expect(await quarantineOf(world)).toEqual(['row 1 mended: MAPPING_VALUE_MISSING']);
      expect(await sizesOf(world)).toMatchObject({ records: 1, versions: 1 });
    });

    it('is found poisonous before the store sees it, and kept as it came, sealed', async () => {
      const world = await World.make(opened());
      const poisonous = penaltyRow('1', { facts: 'a\u0000b', party: '\ud800' });
      const { counts } = await world.ingest([poisonous, penaltyRow('2')]);
      expect(counts).toMatchObject({ rows: 2, mapped: 1, quarantined: 1 });
      expect(await quarantineOf(world)).toEqual(['row 1 open: RECORD_TEXT_LONE_SURROGATE, RECORD_TEXT_HAS_NUL']);
      const [kept] = await world.query<{ record_id: string; raw: Buffer; data_key_id: string }>(
        'SELECT record_id, raw, data_key_id FROM quarantine WHERE exchange = $1',
        `${world.department}/penalties`,
      );
      if (!kept) throw new Error('nothing was kept');
      const { sealing, store } = world.context;
      const key = (await sealing.keysById(store, [kept.data_key_id])).get(kept.data_key_id);
      expect(key && sealing.open(key, kept.record_id, kept.raw)).toEqual(poisonous);
    });

    it('two rows that claim one another’s number: the later claim is put aside, and passes when the number is free', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1'), penaltyRow('2')]);
      await world.ingest([penaltyRow('2', { number: '1' })]);
      expect(await quarantineOf(world)).toEqual(['row 2 open: INGEST_KEY_TAKEN']);
      await world.ingest([penaltyRow('1', { number: '3' }), penaltyRow('2', { number: '4' })]);
      expect(await quarantineOf(world)).toEqual(['row 2 mended: INGEST_KEY_TAKEN']);
      expect(await sizesOf(world)).toMatchObject({ records: 2, versions: 4 });
    });
  });

  describe('a row in quarantine that is gone at its source', () => {
    const rule = 'double-publicity-7wd';

    it('leaves it with its deadline, and the log says why; should it come back, it is a new row', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { facts: null }), penaltyRow('2', { facts: null })]);
      world.sources.penalties.delete('1');
      const { counts } = await world.run();
      expect(counts).toMatchObject({ rows: 1, skipped: 1, versions: 0 });
      expect(await quarantineOf(world)).toEqual(['row 1 dismissed: MAPPING_VALUE_MISSING', 'row 2 open: MAPPING_VALUE_MISSING']);
      expect((await obligationsOf(world)).map(({ state }) => state).toSorted(byText)).toEqual(['open', 'withdrawn']);
      expect((await logOf(world)).slice(2)).toEqual([`obligation-withdrawn ${rule}`, 'quarantine-dismissed gone-at-source']);

      await world.ingest([penaltyRow('1')]);
      expect(await deliveriesOf(world)).toEqual(['1 v1: pending']);
      expect((await obligationsOf(world)).map(({ state }) => state).toSorted(byText)).toEqual(['open', 'open', 'withdrawn']);
    });

    it('takes its record with it, where it has one that stands', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      await world.ingest([penaltyRow('1', { facts: null })]);
      world.sources.penalties.delete('1');
      await world.run();
      expect(await quarantineOf(world)).toEqual(['row 1 dismissed: MAPPING_VALUE_MISSING']);
      expect(await deliveriesOf(world)).toEqual(['1 v1: cancelled']);
      expect(await obligationsOf(world)).toMatchObject([{ state: 'withdrawn' }]);
      expect(await logOf(world)).toContain('quarantine-dismissed gone-at-source');
    });

    it('leaves another source’s record alone', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      await world.ingest([penaltyRow('7', { number: '1', fine: '1' })], 'other-penalties');
      world.sources['other-penalties'].delete('7');
      await world.run('other-penalties');
      expect(await quarantineOf(world)).toEqual(['row 7 dismissed: INGEST_SOURCES_DIFFER']);
      expect(await deliveriesOf(world)).toEqual(['1 v1: pending']);
      expect(await obligationsOf(world)).toMatchObject([{ state: 'open' }]);
    });

    it('is known to be gone from a complete snapshot; what that shows stays, in quarantine and out of it', async () => {
      const world = await World.make(opened(), { source: { mode: 'snapshot', maxWithdrawals: 0 } });
      await world.ingest([
        penaltyRow('1', { facts: null }),
        penaltyRow('2', { facts: null }),
        penaltyRow('3', { number: 'A' }),
        penaltyRow('4', { number: 'A' }),
      ]);
      // The second row of record A fails from now on, and goes later: the record stands by the first.
      await world.ingest([penaltyRow('4', { number: 'A', facts: null })]);
      world.sources.penalties.delete('1', '4');
      const { failure, counts } = await world.run();
      expect({ failure, ...counts }).toMatchObject({ failure: null, rows: 4, unchanged: 2, skipped: 2, versions: 0 });
      expect(await quarantineOf(world)).toEqual([
        'row 1 dismissed: MAPPING_VALUE_MISSING',
        'row 2 open: MAPPING_VALUE_MISSING',
        'row 4 dismissed: MAPPING_VALUE_MISSING',
      ]);
      expect(await deliveriesOf(world)).toEqual(['A v1: pending']);
      expect((await world.run()).counts).toMatchObject({ rows: 2, unchanged: 2 });
    });
  });

  describe('replaying a row from quarantine', () => {
    const idOf = async (world: World): Promise<string> => {
      const [row] = await world.query<{ id: string }>(
        'SELECT q.id FROM quarantine q JOIN department p ON p.id = q.department_id WHERE p.name = $1 ORDER BY q.id DESC',
        world.department,
      );
      return row?.id ?? '';
    };

    it('stores it with the mapping of today, closes the quarantine and leaves the cursor', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { facts: null }), penaltyRow('2')]);
      const plan = world.plan();
      const { mapping } = plan.source;
      const mended = { ...mapping, run: (row: Parameters<typeof mapping.run>[0]) => mapping.run({ ...row, facts: '事实' }) };
      const id = await idOf(world);
      await replayQuarantined(world.context, new Map([[plan.exchange, { ...plan, source: { ...plan.source, mapping: mended } }]]), id);
      expect(await quarantineOf(world)).toEqual(['row 1 mended: MAPPING_VALUE_MISSING']);
      expect(await deliveriesOf(world)).toEqual(['1 v1: pending', '2 v1: pending']);
      expect((await world.run()).counts.rows).toBe(0);
      expect(world.sources.penalties.requests.at(-1)?.cursor).toBe('1');
    });

    it('that fails again stays where it is', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { facts: null })]);
      const plan = world.plan();
      await replayQuarantined(world.context, new Map([[plan.exchange, plan]]), await idOf(world));
      expect(await quarantineOf(world)).toEqual(['row 1 open: MAPPING_VALUE_MISSING']);
    });

    it('is refused for what is not in quarantine, and while the exchange runs', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { facts: null })]);
      const plan = world.plan();
      const plans = new Map([[plan.exchange, plan]]);
      const id = await idOf(world);
      const unknown = replayQuarantined(world.context, plans, '019ab000-0000-7000-8000-000000000001');
      await expect(unknown).rejects.toMatchObject({ code: 'API_RESOURCE_MISSING' });
      await world.query(`UPDATE exchange_state SET running_by = gen_random_uuid(), running_until = now() + interval '1 minute' WHERE exchange = $1`, plan.exchange);
      await expect(replayQuarantined(world.context, plans, id)).rejects.toMatchObject({ code: 'INGEST_EXCHANGE_RUNNING' });
    });
  });
}

function byText(a: string, b: string): number {
  return a.localeCompare(b);
}
