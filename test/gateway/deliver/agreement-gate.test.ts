import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { wakePostponed } from '../../../gateway/deliver/agreement-gate.js';
import type { DeliveryTarget } from '../../../gateway/deliver/context.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { penaltyRow, World, worldNow } from '../exchanges/world.js';
import { openOnServer, withTables, type TestStore } from '../store/test-stores.js';

describeOnPostgres('a record that no agreement lets out', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await withTables(openOnServer(), worldNow);
  });
  afterAll(() => test.drop());

  it('waits with the reason, and goes once there is one', async () => {
    const world = await World.make(test.store);
    await world.ingest([penaltyRow('1')]);
    const open = world.target();
    const closed: DeliveryTarget = {
      ...open,
      plans: new Map([...open.plans].map(([exchange, plan]) => [exchange, { ...plan, target: { ...plan.target, isInForce: () => false } }])),
    };
    await world.deliver(closed);
    expect(world.receiver.pushes).toEqual([]);
    expect(await world.query('SELECT state, reason, next_at > now() AS later FROM outbox')).toEqual([
      { state: 'pending', reason: 'AGREEMENT_NOT_IN_FORCE', later: true },
    ]);
    await wakePostponed(test.store);
    await world.deliver(open);
    expect(await world.query('SELECT count(*) AS n FROM outbox')).toEqual([{ n: 0 }]);
  });
});
