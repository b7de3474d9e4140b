import { describe, expect, it } from '@jest/globals';
import type { QueryResult } from '../../../connectors/connector.js';
import { confirmArrival, type Confirmation } from '../../../gateway/deliver/by-hand.js';
import { idempotencyKey } from '../../../gateway/deliver/context.js';
import { lookByReconciliation } from '../../../gateway/deliver/look.js';
import type { Store } from '../../../gateway/store/store.js';
import { logOf } from '../exchanges/read-world.js';
import { penaltyRow, World } from '../exchanges/world.js';

/** What has to be seen where it is: read back, reached by way of another receiver, or published; run on both stores. */
export function sightSuite(opened: () => Store): void {
  const known: QueryResult[] = [{ outcome: 'accepted', code: '0000', text: '' }];
  const statesAt = async (world: World, name = 'receiver'): Promise<string[]> => {
    const rows = await world.query<{ state: string }>(
      'SELECT state::text AS state FROM every_delivery WHERE target_id = $1 ORDER BY version',
      world.target(name).targetId,
    );
    return rows.map(({ state }) => state);
  };
  const duty = async (world: World, name: string): Promise<unknown> =>
    (await world.query('SELECT state, met_at FROM obligation WHERE target_id = $1 AND met_by = $2', world.target(name).targetId, 'published'))[0];
  const confirm = async (world: World, name: string, confirmation: Omit<Confirmation, 'person'>): Promise<void> => {
    const [row] = await world.query<{ record_id: string }>('SELECT record_id FROM every_delivery WHERE target_id = $1', world.target(name).targetId);
    const id = idempotencyKey({ recordId: row?.record_id ?? '', version: 1, resend: 0 }, world.target(name).targetId);
    await confirmArrival({ context: world.context, plans: () => world.plans.exchanges }, id, { person: '示例甲', ...confirmation });
  };

  describe('a receiver that is read back', () => {
    it('has accepted what is found there, whatever it said when it took it', async () => {
      const world = await World.make(opened(), { delivery: { acceptance: 'read-back' } });
      await world.ingest([penaltyRow('1')]);
      world.receiver.onQuery = () => [{ outcome: 'notKnown' }];
      await world.deliver();
      expect(await statesAt(world)).toEqual(['sent']);
      world.receiver.onQuery = () => known;
      await world.letTimePass();
      await world.deliver();
      expect(await statesAt(world)).toEqual(['accepted']);
      expect(await logOf(world)).toContain('accepted v1 read-back');
      expect(world.receiver.pushes).toHaveLength(1);
    });

    it('holds for a person what is not found there in time', async () => {
      const world = await World.make(opened(), { delivery: { acceptance: 'read-back', noReceiptAfterHours: 0.01 } });
      await world.ingest([penaltyRow('1')]);
      world.receiver.onQuery = () => [{ outcome: 'notKnown' }];
      await world.deliver();
      await world.letTimePass();
      await world.deliver();
      expect(await statesAt(world)).toEqual(['held']);
    });
  });

  describe('a receiver whose acceptance is reconciliation', () => {
    it('has accepted what a reconciliation finds there, and the log says so', async () => {
      const world = await World.make(opened(), { delivery: { acceptance: 'reconciliation' } });
      await world.ingest([penaltyRow('1')]);
      world.receiver.onQuery = () => known;
      await world.deliver();
      expect(await statesAt(world)).toEqual(['sent']);
      await lookByReconciliation(world.context, world.target(), `${world.department}/penalties`, new AbortController().signal);
      expect(await statesAt(world)).toEqual(['accepted']);
      expect(await logOf(world)).toContain('accepted v1 reconciliation');
    });
  });

  describe('a target that is reached via another', () => {
    it('is pushed nothing, and has the record when it is found there after the other has it', async () => {
      const world = await World.make(opened(), { onward: 'read-back', publishedAt: 'public-system' });
      await world.ingest([penaltyRow('1', { decided: '2024-03-01' })]);
      world.public.onQuery = () => known;
      await world.deliver(world.target('public'));
      expect(await statesAt(world, 'public')).toEqual(['pending']);
      await world.deliver();
      world.now = new Date('2024-03-08T02:00:00Z');
      await world.deliver(world.target('public'));
      expect(await statesAt(world, 'public')).toEqual(['accepted']);
      expect(world.public.pushes).toEqual([]);
      expect(await duty(world, 'public')).toEqual({ state: 'met', met_at: world.now });
    });

    it('is looked for again until it is found, and late where that is after the due day', async () => {
      const world = await World.make(opened(), { onward: 'read-back', publishedAt: 'public-system' });
      await world.ingest([penaltyRow('1', { decided: '2024-03-01' })]);
      await world.deliver();
      world.public.onQuery = () => [{ outcome: 'notKnown' }];
      await world.deliver(world.target('public'));
      expect(await statesAt(world, 'public')).toEqual(['sent']);
      world.now = new Date('2024-04-01T02:00:00Z');
      world.public.onQuery = () => known;
      await world.letTimePass();
      await world.deliver(world.target('public'));
      expect(await duty(world, 'public')).toEqual({ state: 'met-late', met_at: world.now });
    });

    it('withdraws by way of the other, too', async () => {
      const world = await World.make(opened(), { onward: 'read-back' });
      await world.ingest([penaltyRow('1')]);
      world.public.onQuery = () => known;
      await world.deliver();
      await world.deliver(world.target('public'));
      world.sources.penalties.delete('1');
      await world.run();
      await world.deliver(world.target('public'));
      expect(await statesAt(world, 'public')).toEqual(['accepted', 'pending']);
      await world.deliver();
      await world.deliver(world.target('public'));
      expect(await statesAt(world, 'public')).toEqual(['accepted', 'accepted']);
      expect(world.public.pushes).toEqual([]);
    });

    it('may be seen by a person instead: address, day and digest are kept, and the day counts', async () => {
      const world = await World.make(opened(), { onward: 'confirmation', publishedAt: 'public-system' });
      await world.ingest([penaltyRow('1', { decided: '2024-03-01' })]);
      await world.deliver();
      await world.deliver(world.target('public'));
      world.now = new Date('2024-04-01T02:00:00Z');
      const digest = 'ab'.repeat(32);
      await expect(confirm(world, 'public', { address: 'https://public.example/1', seenOn: '2024-04-02' })).rejects.toMatchObject({ code: 'DELIVERY_SEEN_DAY_WRONG' });
      await confirm(world, 'public', { address: 'https://public.example/1', seenOn: '2024-03-11', fileDigest: digest });
      expect(await duty(world, 'public')).toEqual({ state: 'met', met_at: new Date('2024-03-11T15:59:59.999Z') });
      expect(await logOf(world)).toContain('accepted v1 confirmation');
    });
  });

  describe('what has to be seen published', () => {
    it('stays open when its delivery is accepted, and is met by a person who saw it', async () => {
      const world = await World.make(opened(), { publishedAt: 'credit-china' });
      await world.ingest([penaltyRow('1', { decided: '2024-03-01' })]);
      await world.deliver();
      expect(await statesAt(world)).toEqual(['accepted']);
      expect(await duty(world, 'receiver')).toEqual({ state: 'open', met_at: null });
      await confirm(world, 'receiver', { address: 'https://public.example/1', seenOn: '2024-03-05' });
      expect(await duty(world, 'receiver')).toEqual({ state: 'met', met_at: new Date('2024-03-05T15:59:59.999Z') });
      expect(await logOf(world)).toContain('seen-published v1 https://public.example/1');
      await expect(confirm(world, 'receiver', { address: 'https://public.example/1' })).rejects.toMatchObject({ code: 'API_RESOURCE_MISSING' });
    });

    it('is met at once where the receiver is read back', async () => {
      const world = await World.make(opened(), { publishedAt: 'credit-china', delivery: { acceptance: 'read-back' } });
      await world.ingest([penaltyRow('1', { decided: '2024-03-01' })]);
      world.receiver.onQuery = () => known;
      await world.deliver();
      await world.letTimePass();
      await world.deliver();
      expect(await duty(world, 'receiver')).toEqual({ state: 'met', met_at: world.now });
    });
  });
}
