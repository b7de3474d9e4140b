import { describe, expect, it } from '@jest/globals';
import type { Receipt } from '../../../connectors/connector.js';
import type { DeliverySpec } from '../../../gateway/workspace/resources.js';
import type { Store } from '../../../gateway/store/store.js';
import { deliveriesOf, logOf, obligationsOf, quarantineOf } from '../exchanges/read-world.js';
import { accepted } from '../exchanges/test-receiver.js';
import { penaltyRow, World } from '../exchanges/world.js';

function receipt(token: string, more: Partial<Receipt> = {}): Receipt {
  return { token, outcome: 'accepted', code: '0000', text: '已受理', permanent: true, ...more };
}

/** Receipts that come later, and what obligations make of them; run on both stores. */
export function receiptsSuite(opened: () => Store): void {
  /** Number 1 is handed over and its receipt awaited; `onPoll` says what the receiver tells of it. */
  async function worldAwaiting(onPoll: () => Receipt[], delivery: Partial<DeliverySpec> = {}): Promise<World> {
    const world = await World.make(opened(), { delivery });
    await world.ingest([penaltyRow('1')]);
    world.receiver.onPoll = onPoll;
    world.receiver.answer(({ row }) => ({ outcome: 'pending', token: `token-${row['number'] as string}` }));
    await world.deliver();
    await world.letTimePass();
    return world;
  }

  describe('a receipt that comes later', () => {
    it('is asked for by its token until it is there; until then nothing is claimed to be met', async () => {
      let known: Receipt[] = [];
      const world = await worldAwaiting(() => known);
      expect(await deliveriesOf(world)).toEqual(['1 v1: sent']);
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: sent']);
      expect(await obligationsOf(world)).toMatchObject([{ state: 'open' }]);
      expect(await logOf(world)).toEqual(['received v1', 'handed-over v1']);

      known = [receipt('token-1'), receipt('token of somebody else')];
      await world.letTimePass();
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted']);
      expect(world.receiver.polls).toEqual([1, 2].map(() => ({ stream: 'administrative-penalty', tokens: ['token-1'] })));
      expect(world.receiver.pushes).toHaveLength(1);
    });

    it('is not asked for before its time', async () => {
      const world = await worldAwaiting(() => [], { receiptPollSeconds: 600 });
      await world.deliver();
      await world.deliver();
      expect(world.receiver.polls).toHaveLength(1);
    });

    it('may refuse for good, or for now', async () => {
      const forGood = await worldAwaiting(() => [receipt('token-1', { outcome: 'rejected', code: 'E1', text: '不对' })]);
      await forGood.deliver();
      expect(await deliveriesOf(forGood)).toEqual(['1 v1: rejected']);
      expect(await quarantineOf(forGood)).toEqual([`${forGood.department}/receiver v1 open: E1`]);
      const forNow = await worldAwaiting(() => [receipt('token-1', { outcome: 'rejected', code: 'E9', permanent: false })]);
      forNow.receiver.answer(() => accepted);
      await forNow.deliver();
      await forNow.letTimePass();
      await forNow.deliver();
      expect(await deliveriesOf(forNow)).toEqual(['1 v1: accepted']);
    });

    it('that names another version says nothing of this one', async () => {
      const world = await worldAwaiting(() => [receipt('token-1', { version: 2 })]);
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: sent']);
      world.receiver.onPoll = () => [receipt('token-1', { version: 1 })];
      await world.letTimePass();
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted']);
    });

    it('is asked for again when the receiver breaks off', async () => {
      const world = await worldAwaiting(() => {
        throw new Error('the line was cut');
      });
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: sent']);
      world.receiver.onPoll = () => [receipt('token-1')];
      await world.letTimePass();
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted']);
    });
  });

  describe('a receipt that does not come in time', () => {
    const halfAnHour = { noReceiptAfterHours: 0.5 };
    const handOver = async (world: World, minutesAgo: number): Promise<void> => {
      await world.query(
        `UPDATE outbox SET handed_over_at = now() - make_interval(mins => $2), next_at = now() WHERE exchange = $1`,
        `${world.department}/penalties`,
        minutesAgo,
      );
    };

    it('leaves the delivery to a person, and not a moment earlier', async () => {
      const world = await worldAwaiting(() => [], { ...halfAnHour, noReceipt: 'hold' });
      await handOver(world, 29);
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: sent']);
      await handOver(world, 31);
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: held, DELIVERY_NO_RECEIPT']);
      expect(await obligationsOf(world)).toMatchObject([{ state: 'open' }]);
    });

    it('or the receiver is asked', async () => {
      const world = await worldAwaiting(() => [], { ...halfAnHour, noReceipt: 'ask', repeat: 'ask' });
      world.receiver.onQuery = ({ keys }) => keys.map(() => ({ outcome: 'accepted' }));
      await handOver(world, 31);
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: unknown, DELIVERY_NO_RECEIPT']);
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted']);
    });
  });

  describe('an obligation', () => {
    /** Sets the deadline of number 1 so many minutes from now, by the database's clock. */
    const setDue = async (world: World, minutes: number): Promise<void> => {
      await world.query(
        `UPDATE obligation b SET due_at = now() + make_interval(mins => $2) FROM department p
         WHERE p.id = b.department_id AND p.name = $1`,
        world.department,
        minutes,
      );
    };

    it('is met by what is accepted before it is due, late by what comes after, and the log says which', async () => {
      const inTime = await World.make(opened());
      await inTime.ingest([penaltyRow('1')]);
      await setDue(inTime, 10);
      await inTime.deliver();
      expect(await obligationsOf(inTime)).toMatchObject([{ state: 'met' }]);
      expect(await logOf(inTime)).toContain('obligation-met v1 double-publicity-7wd');
      const late = await World.make(opened());
      await late.ingest([penaltyRow('1')]);
      await setDue(late, -1);
      await late.deliver();
      expect(await obligationsOf(late)).toMatchObject([{ state: 'met-late' }]);
      expect(await logOf(late)).toContain('obligation-met-late v1 double-publicity-7wd');
    });

    it('is met at the hand-over: however late the receipt, nobody is late by it', async () => {
      const world = await worldAwaiting(() => [receipt('token-1')]);
      await world.query(
        `UPDATE outbox SET handed_over_at = now() - interval '2 days' WHERE exchange = $1`,
        `${world.department}/penalties`,
      );
      await setDue(world, -60);
      await world.deliver();
      const [row] = await world.query<{ state: string; as_handed_over: boolean; closed_by_version: number }>(
        `SELECT b.state, b.met_at = date_trunc('milliseconds', d.handed_over_at) AS as_handed_over, b.closed_by_version
         FROM obligation b JOIN department p ON p.id = b.department_id JOIN delivery d ON d.record_id = b.subject_id
         WHERE p.name = $1`,
        world.department,
      );
      expect(row).toEqual({ state: 'met', as_handed_over: true, closed_by_version: 1 });
    });

    it('counts from the attempt that was accepted, not from an earlier one', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      world.receiver.onPush = () => [];
      await world.deliver();
      await setDue(world, 0);
      world.receiver.answer(() => accepted);
      await world.letTimePass();
      await world.deliver();
      expect(await obligationsOf(world)).toMatchObject([{ state: 'met-late' }]);
    });

    it('to withdraw is met by the withdrawal alone', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      await world.deliver();
      world.sources.penalties.delete('1');
      await world.run();
      const open = (await obligationsOf(world)).filter(({ state }) => state === 'open');
      expect(open).toMatchObject([{ rule: 'withdrawal-3wd' }]);
      await world.deliver();
      expect((await obligationsOf(world)).filter(({ state }) => state === 'open')).toEqual([]);
    });

    it('is not met by what has to be seen published', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      await world.query(
        `UPDATE obligation b SET met_by = 'published' FROM department p WHERE p.id = b.department_id AND p.name = $1`,
        world.department,
      );
      await world.deliver();
      expect(await obligationsOf(world)).toMatchObject([{ state: 'open' }]);
    });
  });
}
