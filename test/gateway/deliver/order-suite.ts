import { describe, expect, it } from '@jest/globals';
import { nextWorkInMs } from '../../../gateway/deliver/drain.js';
import { setPaused } from '../../../gateway/deliver/target-state.js';
import type { RecordReference } from '../../../gateway/exchanges/plan.js';
import { runExchange } from '../../../gateway/ingest/run.js';
import type { Store } from '../../../gateway/store/store.js';
import { deliveriesOf, logOf, quarantineOf } from '../exchanges/read-world.js';
import { inspectionRow, penaltyRow, World } from '../exchanges/world.js';

/** What is handed over when, and what waits for what; run on both stores. */
export function orderSuite(opened: () => Store): void {
  describe('the order of delivering', () => {
    it('is earliest due first, over batches and exchanges', async () => {
      const world = await World.make(opened(), { delivery: { batchRowsMax: 2, concurrency: 1 } });
      await world.ingest(
        ['05', '01', '04', '02', '03'].map((day) => penaltyRow(day, { decided: `2024-03-${day}` })),
      );
      await world.ingest([inspectionRow('I1')], 'inspections'); // no deadline: last
      await world.deliver();
      // 2 March is a Saturday and 3 March a Sunday; they are due with 1 March, then comes the 4th, then the 5th.
      const [first, second, ...rest] = world.receiver.named((record) => record.row['number'] as string);
      expect([...(first ?? []), ...(second ?? [])].slice(0, 3).toSorted()).toEqual(['01', '02', '03']);
      expect(second?.[1]).toBe('04');
      expect(rest).toEqual([['05'], ['I1']]);
      expect(world.receiver.pushes.map(({ stream }) => stream)).toEqual([
        'administrative-penalty',
        'administrative-penalty',
        'administrative-penalty',
        'inspection',
      ]);
    });

    it('leaves a receiver alone outside its hours, and its days end when it closes', async () => {
      const openingHours = { opens: '13:00', closes: '17:30', on: 'working-days' as const };
      const world = await World.make(opened(), { delivery: { openingHours } });
      await world.ingest([penaltyRow('1', { decided: '2024-03-01' })]);
      await world.deliver(); // at 10:00
      expect(world.receiver.pushes).toEqual([]);
      const [state] = await world.query('SELECT closed_until FROM target_state WHERE target_id = $1', world.target().targetId);
      expect(state).toEqual({ closed_until: new Date('2024-03-06T05:00:00Z') });
      expect(await world.query('SELECT due_on, due_at FROM obligation WHERE target_id = $1', world.target().targetId)).toEqual([
        { due_on: '2024-03-12', due_at: new Date('2024-03-12T09:30:00Z') },
      ]);
      world.now = new Date('2024-03-06T05:00:00Z');
      await world.deliver();
      expect(world.receiver.pushes).toHaveLength(1);
    });

    it('keeps batches within the receiver’s bounds of rows and bytes; a larger row goes alone', async () => {
      const world = await World.make(opened(), { delivery: { batchRowsMax: 3, batchBytesMax: 1024, concurrency: 1 } });
      const large = '长'.repeat(300); // 900 bytes, so that no two fit into one batch
      await world.ingest([...['1', '2', '3'].map((id) => penaltyRow(id)), penaltyRow('4', { facts: large, decided: '2024-03-05' })]);
      await world.ingest(['5', '6'].map((id) => penaltyRow(id, { facts: large + large, decided: '2024-03-06' })));
      await world.deliver();
      const sizes = world.receiver.pushes.map(({ records }) => records.length);
      expect(sizes).toEqual([3, 1, 1, 1]);
    });

    it('says when there is work again: nothing open, now, or when the earliest is due to be tried', async () => {
      const world = await World.make(opened());
      const target = world.target();
      expect(await nextWorkInMs(world.context, target)).toBeUndefined();
      await world.ingest([penaltyRow('1')]);
      expect(await nextWorkInMs(world.context, target)).toBe(0);
      await world.query(`UPDATE outbox SET next_at = now() + interval '1 hour' WHERE target_id = $1`, target.targetId);
      const waitMs = await nextWorkInMs(world.context, target);
      expect(waitMs).toBeGreaterThan(3_500_000);
      expect(waitMs).toBeLessThanOrEqual(3_600_000);
    });
  });

  describe('a newer version', () => {
    it('waits for an older one in doubt and goes when that is settled', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      world.receiver.onPush = () => {
        throw new Error('the line was cut');
      };
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: unknown, DELIVERY_OUTCOME_UNKNOWN']);
      await world.ingest([penaltyRow('1', { fine: '3' })]);
      expect(await deliveriesOf(world)).toEqual(['1 v1: unknown, DELIVERY_OUTCOME_UNKNOWN', '1 v2: pending, waits for older-version']);
      world.receiver.answer(() => ({ outcome: 'accepted' }));
      await world.letTimePass();
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted', '1 v2: accepted']);
      expect(world.receiver.named()).toEqual([['1 v1'], ['1 v1'], ['1 v2']]);
    });

    it('overtakes the one that waits behind the doubt', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      world.receiver.onPush = () => [];
      await world.deliver();
      await world.ingest([penaltyRow('1', { fine: '3' })]);
      await world.ingest([penaltyRow('1', { fine: '4' })]);
      expect(await deliveriesOf(world)).toEqual([
        '1 v1: unknown, DELIVERY_OUTCOME_UNKNOWN',
        '1 v2: superseded',
        '1 v3: pending, waits for older-version',
      ]);
    });

    it('goes also when the older one is rejected in the end', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      world.receiver.onPush = () => [];
      await world.deliver();
      await world.ingest([penaltyRow('1', { fine: '3' })]);
      world.receiver.answer(({ version }) =>
        version === 1 ? { outcome: 'rejected', code: 'E1', text: '不对', permanent: true } : { outcome: 'accepted' },
      );
      await world.letTimePass();
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: rejected', '1 v2: accepted']);
    });
  });

  describe('a record that refers to another', () => {
    const dueOf = async (world: World, exchange: string): Promise<unknown> => {
      const rows = await world.query('SELECT due_at FROM outbox WHERE exchange = $1', `${world.department}/${exchange}`);
      return rows[0]?.['due_at'];
    };

    it('waits until the receiver has that one, lends it its due date, and is a finding while nobody has given it', async () => {
      const world = await World.make(opened());
      const code = `${world.department}-I1`;
      await world.ingest([penaltyRow('1', { inspection: code })]);
      expect(await deliveriesOf(world)).toEqual(['1 v1: pending, waits for reference']);
      expect(await quarantineOf(world)).toEqual([`${world.department}/receiver v1 open: DELIVERY_REFERENCE_MISSING`]);
      await world.deliver();
      expect(world.receiver.pushes).toEqual([]);

      const due = await dueOf(world, 'penalties');
      await world.ingest([inspectionRow(code)], 'inspections');
      expect(await dueOf(world, 'inspections')).toEqual(due);
      await world.deliver();
      expect(world.receiver.named()).toEqual([[`${code} v1`], ['1 v1']]);
      expect(await quarantineOf(world)).toEqual([`${world.department}/receiver v1 mended: DELIVERY_REFERENCE_MISSING`]);
    });

    it('lends its due date also to one that is on hand but not delivered yet', async () => {
      const world = await World.make(opened());
      const code = `${world.department}-I1`;
      await world.ingest([inspectionRow(code)], 'inspections');
      expect(await world.query(`SELECT isfinite(due_at) AS due FROM outbox WHERE exchange = $1`, `${world.department}/inspections`)).toEqual([{ due: false }]);
      await world.ingest([penaltyRow('1', { inspection: code })]);
      expect(await quarantineOf(world)).toEqual([]);
      expect(await dueOf(world, 'inspections')).toEqual(await dueOf(world, 'penalties'));
    });

    it('does not wait where the receiver has it already', async () => {
      const world = await World.make(opened());
      const code = `${world.department}-I1`;
      await world.ingest([inspectionRow(code)], 'inspections');
      await world.deliver();
      await world.ingest([penaltyRow('1', { inspection: code })]);
      expect(await deliveriesOf(world)).toContain('1 v1: pending');
    });

    it('goes on waiting when the other is refused', async () => {
      const world = await World.make(opened());
      const code = `${world.department}-I1`;
      await world.ingest([inspectionRow(code)], 'inspections');
      await world.ingest([penaltyRow('1', { inspection: code })]);
      world.receiver.answer(() => ({ outcome: 'rejected', code: 'E1', text: '不对', permanent: true }));
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: pending, waits for reference', `${code} v1: rejected`]);
    });
  });

  describe('a code that two departments have given', () => {
    const wait = 'pending, waits for reference';
    const neighbour = 'neighbour-inspections';

    /** Runs the penalties as if their schema said whose inspection a reference means. */
    async function ingestReferring(world: World, department: RecordReference['department']): Promise<void> {
      const plan = world.plan();
      world.sources.penalties.give(penaltyRow('1', { inspection: 'I1' }));
      const references = (): RecordReference[] => [{ dataset: 'inspection', key: ['I1'], department }];
      const { signal } = new AbortController();
      const { failure } = await runExchange(world.context, { ...plan, dataset: { ...plan.dataset, references } }, signal);
      expect(failure).toBeNull();
    }

    it('names the own department’s record: another’s neither lets it go nor takes its due date', async () => {
      const world = await World.make(opened(), { hasNeighbour: true });
      await world.ingest([inspectionRow('I1')], neighbour);
      await world.ingest([penaltyRow('1', { inspection: 'I1' })]);
      expect(await quarantineOf(world)).toEqual([`${world.department}/receiver v1 open: DELIVERY_REFERENCE_MISSING`]);
      const lent = `SELECT isfinite(due_at) AS due FROM outbox WHERE exchange = $1`;
      expect(await world.query(lent, world.plan(neighbour).exchange)).toEqual([{ due: false }]);
      await world.ingest([inspectionRow('I1', { on: '2024-03-02' })], neighbour);
      expect(await world.query(lent, world.plan(neighbour).exchange)).toEqual([{ due: false }]);
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual([`1 v1: ${wait}`]);
      expect(await quarantineOf(world)).toEqual([`${world.department}/receiver v1 open: DELIVERY_REFERENCE_MISSING`]);

      await world.ingest([inspectionRow('I1')], 'inspections');
      expect(await world.query(lent, world.plan('inspections').exchange)).toEqual([{ due: true }]);
      await world.deliver();
      expect(world.receiver.named()).toEqual([['I1 v2'], ['I1 v1'], ['1 v1']]);
      expect(await quarantineOf(world)).toEqual([`${world.department}/receiver v1 mended: DELIVERY_REFERENCE_MISSING`]);
    });

    it('waits although the receiver has another department’s', async () => {
      const world = await World.make(opened(), { hasNeighbour: true });
      await world.ingest([inspectionRow('I1')], neighbour);
      await world.deliver();
      await world.ingest([penaltyRow('1', { inspection: 'I1' })]);
      expect(await deliveriesOf(world)).toEqual([`1 v1: ${wait}`]);
    });

    it('names the department’s record that the reference names', async () => {
      const world = await World.make(opened(), { hasNeighbour: true });
      await world.ingest([inspectionRow('I1')], 'inspections');
      await world.deliver();
      await ingestReferring(world, world.plan(neighbour).departmentId);
      expect(await deliveriesOf(world)).toContain(`1 v1: ${wait}`);
      await world.ingest([inspectionRow('I1')], neighbour);
      await world.deliver();
      expect(world.receiver.named().flat()).toEqual(['I1 v1', 'I1 v1', '1 v1']);
    });

    it('names anybody’s record where it is unique in the whole country, the own department’s first', async () => {
      const lone = await World.make(opened(), { hasNeighbour: true });
      await ingestReferring(lone, 'any');
      await lone.ingest([inspectionRow('I1')], neighbour);
      await lone.deliver();
      expect(lone.receiver.named()).toEqual([['I1 v1'], ['1 v1']]);

      const both = await World.make(opened(), { hasNeighbour: true });
      await both.ingest([inspectionRow('I1')], neighbour);
      await both.deliver();
      await both.ingest([inspectionRow('I1')], 'inspections');
      await ingestReferring(both, 'any');
      expect(await deliveriesOf(both)).toContain(`1 v1: ${wait}`);
      await both.deliver();
      expect(both.receiver.named()).toEqual([['I1 v1'], ['I1 v1'], ['1 v1']]);
    });
  });

  describe('the pause switch', () => {
    it('takes effect at the next claim, and lifts as easily', async () => {
      const world = await World.make(opened(), { delivery: { batchRowsMax: 1, concurrency: 1 } });
      await world.ingest([penaltyRow('1'), penaltyRow('2', { decided: '2024-03-05' })]);
      const target = world.target();
      world.receiver.onPush = async ({ records }) => {
        await setPaused(world.context.store, target.targetId, '接收方维护');
        return records.map(() => ({ outcome: 'accepted' }));
      };
      await world.deliver(target);
      expect(world.receiver.named()).toEqual([['1 v1']]);
      expect(await nextWorkInMs(world.context, target)).toBeUndefined();
      await setPaused(world.context.store, target.targetId, null);
      await world.deliver(target);
      expect(world.receiver.named()).toEqual([['1 v1'], ['2 v1']]);
      expect(await logOf(world)).toContain('accepted v1 receipt');
    });
  });

  describe('what may not be sent by itself', () => {
    it('is held: made before the day the receiver begins with, or of an exchange that names it no longer', async () => {
      const old = await World.make(opened(), { delivery: { resendNotBefore: '2999-01-01' } });
      await old.ingest([penaltyRow('1')]);
      await old.deliver();
      expect(await deliveriesOf(old)).toEqual(['1 v1: held, DELIVERY_TOO_OLD']);
      const left = await World.make(opened());
      await left.ingest([penaltyRow('1')]);
      await left.deliver({ ...left.target(), plans: new Map() });
      expect(await deliveriesOf(left)).toEqual(['1 v1: held, DELIVERY_PLAN_MISSING']);
      expect([...old.receiver.pushes, ...left.receiver.pushes]).toEqual([]);
    });
  });
}
