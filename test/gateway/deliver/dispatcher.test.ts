import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Dispatcher } from '../../../gateway/deliver/dispatcher.js';
import { createMemoryQueue } from '../../../gateway/queue/memory-queue.js';
import { reportRuns } from '../../../gateway/runtime/report.js';
import { allSettled } from '../../../gateway/runtime/settled.js';
import { ensurePartitions } from '../../../gateway/store/partitions.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { accepted } from '../exchanges/test-receiver.js';
import { penaltyRow, World, worldNow } from '../exchanges/world.js';
import { openOnServer, withTables, type TestStore } from '../store/test-stores.js';

describeOnPostgres('the dispatcher', () => {
  let test: TestStore;
  let world: World;
  let end: () => Promise<void>;
  let dispatcher: Dispatcher;
  const errors: unknown[] = [];

  beforeEach(async () => {
    // Reports look for a run's deliveries from the month on in which the database saw it begin.
    const now = new Date();
    test = await withTables(openOnServer(), now);
    await ensurePartitions(test.store, worldNow);
    // One place, and retries after the round in which they failed: only a timer of the dispatcher's brings them.
    world = await World.make(test.store, { delivery: { concurrency: 1, backOffFirstSeconds: 0.5, backOffMaxSeconds: 0.5 } });
    world.now = now;
    errors.length = 0;
    const stop = new AbortController();
    const queue = createMemoryQueue({ onError: (error) => errors.push(error) });
    dispatcher = new Dispatcher({
      context: world.context,
      queue,
      signals: { stop: stop.signal, abort: new AbortController().signal },
      concurrency: 2,
      onError: (error) => errors.push(error),
    });
    end = async () => {
      stop.abort();
      dispatcher.stop();
      await queue.close();
      await test.drop();
    };
  });
  afterEach(async () => {
    await end();
  });

  const settled = async (): Promise<void> => allSettled(test.store, AbortSignal.timeout(20_000));

  it('delivers what it finds when it begins, what is rung for, and what has to be tried again, by itself', async () => {
    const first = await world.ingest([penaltyRow('1')]);
    let answers = 0;
    world.receiver.answer(() => {
      answers += 1;
      return answers === 2 ? { outcome: 'rejected', code: 'E9', text: '稍后再试', permanent: false } : accepted;
    });
    await dispatcher.keep([world.target()]);
    await settled();
    const second = await world.ingest([penaltyRow('2')]);
    await dispatcher.ringAll();
    await settled();
    expect(world.receiver.named()).toEqual([['1 v1'], ['2 v1'], ['2 v1']]);
    expect(errors).toEqual([]);

    const reports = await reportRuns(test.store, [second.runId, first.runId]);
    expect(reports).toMatchObject(
      [1, 1].map(() => ({
        name: `${world.department}/penalties`,
        rows: 1,
        versions: 1,
        failure: null,
        targets: [{ connector: `${world.department}/receiver`, owed: 1, notOwed: 0, accepted: 1, rejected: 0, pending: 0 }],
      })),
    );
  });

  it('tells of a store that is away and goes on once it is back', async () => {
    await world.ingest([penaltyRow('1')]);
    await test.store.execute('ALTER TABLE target_state RENAME TO target_state_away');
    await dispatcher.keep([world.target()]);
    while (errors.length === 0) await new Promise((resolve) => void setImmediate(resolve));
    expect(errors).toMatchObject([{ code: '42P01' }]);
    await test.store.execute('ALTER TABLE target_state_away RENAME TO target_state');
    await settled();
    expect(world.receiver.named()).toEqual([['1 v1']]);
  });

  it('says of what cannot go on by itself that all is settled', async () => {
    const { runId } = await world.ingest([penaltyRow('1', { inspection: 'none such' }), penaltyRow('2', { facts: null })]);
    await dispatcher.keep([world.target()]);
    await settled();
    expect(world.receiver.pushes).toEqual([]);
    expect(await reportRuns(test.store, [runId])).toMatchObject([
      { rows: 2, quarantined: 1, targets: [{ owed: 1, pending: 1, accepted: 0, nearestDueOn: '2024-03-13' }] },
    ]);
  });
});
