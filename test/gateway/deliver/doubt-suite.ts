import { describe, expect, it } from '@jest/globals';
import { GatewayError } from '../../../schemas/errors.js';
import type { Store } from '../../../gateway/store/store.js';
import { deliveriesOf, logOf } from '../exchanges/read-world.js';
import { penaltyRow, World } from '../exchanges/world.js';

const inDoubt = 'DELIVERY_OUTCOME_UNKNOWN';

function lost(): never {
  throw new Error('the line was cut');
}

/** What follows when nobody knows whether a record arrived; run on both stores. */
export function doubtSuite(opened: () => Store): void {
  describe('a lost answer', () => {
    it('at a safe receiver is followed by the same row under the same key, accepted once', async () => {
      const world = await World.make(opened(), { delivery: { repeat: 'safe' } });
      await world.ingest([penaltyRow('1')]);
      world.receiver.onPush = lost;
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual([`1 v1: unknown, ${inDoubt}`]);
      world.receiver.answer(() => ({ outcome: 'accepted' }));
      await world.letTimePass();
      await world.deliver();
      const [first, second] = world.receiver.pushes.map(({ records }) => records[0]);
      expect(second).toEqual(first);
      expect([...world.receiver.taken.values()]).toEqual([1]);
      expect(world.reports).toEqual([`push.failed ${inDoubt}`]);
    });

    it('is one answer too few, too, and only that record is in doubt', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1'), penaltyRow('2', { decided: '2024-03-05' })]);
      world.receiver.onPush = () => [{ outcome: 'accepted' }];
      await world.deliver();
      const states = (await deliveriesOf(world)).map((text) => text.split(': ')[1]);
      expect(new Set(states)).toEqual(new Set(['accepted', `unknown, ${inDoubt}`]));
    });

    it('at an unsafe receiver is held for a person, and logged', async () => {
      const world = await World.make(opened(), { delivery: { repeat: 'unsafe' } });
      await world.ingest([penaltyRow('1')]);
      world.receiver.onPush = lost;
      await world.deliver();
      await world.letTimePass();
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual([`1 v1: held, ${inDoubt}`]);
      expect(await logOf(world)).toEqual(['received v1', `held v1 ${inDoubt}`]);
      expect(world.receiver.pushes).toHaveLength(1);
    });

    it('is also a receiver that says nothing in time: the call is broken off', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      let isBrokenOff = false;
      world.receiver.onPush = (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            isBrokenOff = true;
            reject(new Error('aborted'));
          });
        });
      const target = world.target();
      await world.deliver({ ...target, spec: { ...target.spec, pushTimeoutSeconds: 0.05 } });
      expect(isBrokenOff).toBe(true);
      expect(await deliveriesOf(world)).toEqual(['1 v1: unknown, DELIVERY_PUSH_TIMED_OUT']);
    });
  });

  describe('a receiver that is asked first', () => {
    async function worldInDoubt(): Promise<World> {
      const world = await World.make(opened(), { delivery: { repeat: 'ask' } });
      await world.ingest([penaltyRow('1')]);
      world.receiver.onPush = lost;
      await world.deliver();
      world.receiver.answer(() => ({ outcome: 'accepted' }));
      await world.letTimePass();
      return world;
    }

    it('and says that it has the record, gets no second one', async () => {
      const world = await worldInDoubt();
      world.receiver.onQuery = ({ keys }) => keys.map(() => ({ outcome: 'accepted', code: '0000' }));
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted']);
      expect(world.receiver.pushes).toHaveLength(1);
      const [pushed] = world.receiver.pushes[0]?.records ?? [];
      expect(world.receiver.queries).toEqual([
        {
          stream: 'administrative-penalty',
          keys: [{ idempotencyKey: pushed?.idempotencyKey, recordKey: pushed?.recordKey, version: 1 }],
        },
      ]);
    });

    it('and says definitely no, gets it again under the same key', async () => {
      const world = await worldInDoubt();
      world.receiver.onQuery = ({ keys }) => keys.map(() => ({ outcome: 'notKnown' }));
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted']);
      const [first, second] = world.receiver.pushes.map(({ records }) => records[0]?.idempotencyKey);
      expect(second).toBe(first);
    });

    it('and says no while the request may still be under way, is asked again before anything is repeated', async () => {
      const world = await World.make(opened(), { delivery: { repeat: 'ask' } });
      await world.ingest([penaltyRow('1')]);
      world.receiver.onPush = lost;
      await world.deliver();
      await world.query('UPDATE outbox SET next_at = now() WHERE exchange LIKE $1', `${world.department}/%`);
      world.receiver.onQuery = ({ keys }) => keys.map(() => ({ outcome: 'notKnown' }));
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual([`1 v1: unknown, ${inDoubt}`]);
      expect(world.receiver.pushes).toHaveLength(1);
    });

    it.each([
      ['cannot tell', (): never[] => []],
      ['does not answer', lost],
    ])('and %s, is asked again later and gets nothing meanwhile', async (_, onQuery) => {
      const world = await worldInDoubt();
      world.receiver.onQuery = onQuery;
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual([`1 v1: unknown, ${inDoubt}`]);
      expect(world.receiver.pushes).toHaveLength(1);
      await world.letTimePass();
      await world.deliver();
      expect(world.receiver.queries).toHaveLength(2);
    });

    it('and says that it has refused it or is still at it, is believed', async () => {
      const refused = await worldInDoubt();
      refused.receiver.onQuery = () => [{ outcome: 'rejected', code: 'E7', text: '重复', permanent: true }];
      await refused.deliver();
      expect(await deliveriesOf(refused)).toEqual(['1 v1: rejected']);
      const busy = await worldInDoubt();
      busy.receiver.onQuery = () => [{ outcome: 'pending', token: 't-1' }];
      await busy.deliver();
      expect(await deliveriesOf(busy)).toEqual(['1 v1: sent']);
    });

    it('but cannot be asked after all, is left to a person', async () => {
      const world = await worldInDoubt();
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual([`1 v1: held, ${inDoubt}`]);
    });
  });

  describe('a failure of which it is certain that nothing was taken', () => {
    it('is no doubt: the deliveries are pending again, also at an unsafe receiver', async () => {
      // Longer than a slow machine takes: it is to be tried once, not until the breaker opens.
      const patient = { backOffFirstSeconds: 60, backOffMaxSeconds: 60 };
      const world = await World.make(opened(), { delivery: { repeat: 'unsafe', ...patient } });
      await world.ingest([penaltyRow('1')]);
      world.receiver.onPush = () => {
        throw new GatewayError('CONNECTOR_CONNECTION_REFUSED', { host: '127.0.0.1' });
      };
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: pending, CONNECTOR_CONNECTION_REFUSED']);
      world.receiver.answer(() => ({ outcome: 'accepted' }));
      await world.letTimePass();
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted']);
    });

    it('waits as long as the receiver asks for with Retry-After', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      world.receiver.onPush = () => {
        throw new GatewayError('REST_RATE_LIMITED', { retryAfterMs: 120_000 });
      };
      await world.deliver();
      const [row] = await world.query<{ wait: number }>(
        `SELECT extract(epoch FROM next_at - now())::float8 AS wait FROM outbox WHERE exchange = $1`,
        `${world.department}/penalties`,
      );
      expect(row?.wait).toBeGreaterThan(60);
      expect(row?.wait).toBeLessThanOrEqual(120);
      await world.deliver();
      expect(world.receiver.pushes).toHaveLength(1);
    });

    it('however often, holds nothing: an outage uses up no attempts', async () => {
      const world = await World.make(opened(), { delivery: { attemptsMax: 2, breakerFailures: 1000 } });
      await world.ingest([penaltyRow('1')]);
      world.receiver.onPush = () => {
        throw new GatewayError('CONNECTOR_TIMED_OUT');
      };
      for (let i = 0; i < 4; i += 1) {
        await world.deliver();
        await world.letTimePass();
      }
      expect(await deliveriesOf(world)).toEqual(['1 v1: pending, CONNECTOR_TIMED_OUT']);
    });
  });

  describe('the circuit breaker', () => {
    it('opens after so many failed batches in a row, lets nothing pass, and closes with the first that succeeds', async () => {
      const world = await World.make(opened(), {
        delivery: { batchRowsMax: 1, concurrency: 1, breakerFailures: 2, breakerOpenSeconds: 60 },
      });
      await world.ingest(['1', '2', '3', '4'].map((id) => penaltyRow(id)));
      const target = world.target();
      const halfOpen = async (): Promise<void> => {
        await world.query('UPDATE target_state SET open_until = now() WHERE target_id = $1', target.targetId);
      };
      world.receiver.onPush = () => {
        throw new GatewayError('CONNECTOR_CONNECTION_REFUSED');
      };
      await world.deliver(target);
      expect(world.receiver.pushes).toHaveLength(2);
      await world.deliver(target);
      expect(world.receiver.pushes).toHaveLength(2);

      await halfOpen();
      await world.deliver(target);
      expect(world.receiver.pushes).toHaveLength(3);

      await halfOpen();
      world.receiver.answer(() => ({ outcome: 'accepted' }));
      await world.letTimePass();
      await world.deliver(target);
      expect((await deliveriesOf(world)).map((text) => text.split(': ')[1])).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
      const state = await world.query('SELECT failures, open_until FROM target_state WHERE target_id = $1', target.targetId);
      expect(state).toEqual([{ failures: 0, open_until: null }]);
    });
  });
}
