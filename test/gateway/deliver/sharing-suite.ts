import { describe, expect, it } from '@jest/globals';
import { carryOut } from '../../../gateway/deliver/attempt.js';
import { claim } from '../../../gateway/deliver/claim.js';
import { lapseAttempts } from '../../../gateway/deliver/doubt.js';
import type { Observe } from '../../../gateway/exchanges/stations.js';
import type { Store } from '../../../gateway/store/store.js';
import { gate } from '../queue/gate.js';
import { deliveriesOf } from '../exchanges/read-world.js';
import { accepted } from '../exchanges/test-receiver.js';
import { penaltyRow, World } from '../exchanges/world.js';

/** What several processes share about one receiver; run on both stores. `another` is another process's way in. */
export function sharingSuite(opened: () => Store, another: () => Store): void {
  const ids = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1));

  describe('two processes', () => {
    it('together keep to the places of the receiver, and hand every delivery over once', async () => {
      const world = await World.make(opened(), { delivery: { batchRowsMax: 1, concurrency: 2 } });
      await world.ingest(ids(12).map((id) => penaltyRow(id)));
      let [atOnce, atOnceMax, asked] = [0, 0, 0];
      const allAsked = gate<void>();
      world.receiver.onPush = async ({ records }) => {
        atOnce += 1;
        atOnceMax = Math.max(atOnceMax, atOnce);
        await allAsked.opened;
        await new Promise((resolve) => void setImmediate(resolve));
        atOnce -= 1;
        return records.map(() => accepted);
      };
      // Nobody is done before each process has asked for both places.
      const observe: Observe = (station) => {
        if (station === 'deliver.claimed') asked += 1;
        if (asked === 4) allAsked.open();
      };
      const contexts = [world.context, world.contextOn(another())].map((context) => ({ ...context, observe }));
      await Promise.all(contexts.map((context) => world.deliver(world.target(), context)));
      // A process that found no place free leaves; whoever is left does the rest.
      await world.deliver();
      expect(atOnceMax).toBe(2);
      expect(world.receiver.taken.size).toBe(12);
      expect(new Set(world.receiver.taken.values())).toEqual(new Set([1]));
    });

    it('never have two versions of one record on their way', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      const first = await claim(world.context, world.target());
      expect(first?.deliveries).toHaveLength(1);
      await world.ingest([penaltyRow('1', { fine: '3' })]);
      expect(await claim(world.contextOn(another()), world.target())).toBeUndefined();
      if (first) await carryOut(world.context, first, new AbortController().signal);
      expect((await claim(world.contextOn(another()), world.target()))?.deliveries).toMatchObject([{ version: 2 }]);
    });

    it('share the receiver’s rate: what one has used up the other cannot', async () => {
      const world = await World.make(opened(), { delivery: { recordsPerSecond: 0.01, batchRowsMax: 10 } });
      await world.ingest(ids(3).map((id) => penaltyRow(id)));
      const target = world.target();
      const fill = async (tokens: number): Promise<void> => {
        await world.query('UPDATE target_state SET tokens = $2, tokens_at = now() WHERE target_id = $1', target.targetId, tokens);
      };
      await fill(1);
      expect((await claim(world.context, target))?.deliveries).toHaveLength(1);
      expect(await claim(world.contextOn(another()), target)).toBeUndefined();
      // A receiver of less than one record a second still gets one in its time, and saves up no more.
      await world.query(`UPDATE target_state SET tokens_at = now() - interval '1 hour' WHERE target_id = $1`, target.targetId);
      expect((await claim(world.contextOn(another()), target))?.deliveries).toHaveLength(1);
      expect(await claim(world.context, target)).toBeUndefined();
    });
  });

  describe('a process that died with deliveries in hand', () => {
    const lapse = async (world: World): Promise<void> => {
      await world.query(`UPDATE attempt_lease SET lease_until = now() - interval '1 second' WHERE target_id = $1`, world.target().targetId);
      await lapseAttempts(world.contextOn(another()));
    };

    it('leaves them in doubt when its lease lapses, not a moment earlier, and gives its place free', async () => {
      const world = await World.make(opened(), { delivery: { concurrency: 1, batchRowsMax: 1 } });
      await world.ingest([penaltyRow('1'), penaltyRow('2', { decided: '2024-03-05' })]);
      await claim(world.context, world.target());
      await lapseAttempts(world.contextOn(another()));
      expect(await deliveriesOf(world)).toEqual(['1 v1: sending', '2 v1: pending']);
      expect(await claim(world.contextOn(another()), world.target())).toBeUndefined();
      await lapse(world);
      expect(await deliveriesOf(world)).toEqual(['1 v1: unknown, DELIVERY_LEASE_LAPSED', '2 v1: pending']);
      expect((await claim(world.contextOn(another()), world.target()))?.deliveries).toHaveLength(1);
    });

    it('but was only slow, is still heard: its answer settles the doubt', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      const attempt = await claim(world.context, world.target());
      await lapse(world);
      if (attempt) await carryOut(world.context, attempt, new AbortController().signal);
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted']);
    });

    it('but was only slow, is not heard any more once another attempt is under way', async () => {
      const world = await World.make(opened(), { delivery: { repeat: 'safe' } });
      await world.ingest([penaltyRow('1')]);
      const slow = await claim(world.context, world.target());
      await lapse(world);
      const answered = gate<void>();
      const pushing = gate<void>();
      world.receiver.onPush = async ({ attemptId }) => {
        if (attemptId === slow?.id) return [{ outcome: 'rejected', code: 'E1', text: '太晚', permanent: true }];
        pushing.open();
        await answered.opened;
        return [accepted];
      };
      const delivering = world.deliver(world.target(), world.contextOn(another()));
      await pushing.opened;
      if (slow) await carryOut(world.context, { ...slow, target: world.target() }, new AbortController().signal);
      expect(await deliveriesOf(world)).toEqual(['1 v1: sending, DELIVERY_OUTCOME_UNKNOWN']);
      answered.open();
      await delivering;
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted']);
    });

    it('alone in its store, leaves them in doubt at once when it starts again', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      await claim(world.context, world.target());
      await lapseAttempts(world.context, true);
      expect(await deliveriesOf(world)).toEqual(['1 v1: unknown, DELIVERY_LEASE_LAPSED']);
    });
  });
}
