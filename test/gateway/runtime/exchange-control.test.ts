import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { askRunToStop, pausedExchanges, setExchangePaused } from '../../../gateway/exchanges/control.js';
import { ExchangeRunner } from '../../../gateway/runtime/runner.js';
import { createScheduler } from '../../../gateway/schedule/scheduler.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { penaltyRow, World, worldNow } from '../exchanges/world.js';
import { openOnServer, withTables, type TestStore } from '../store/test-stores.js';

const quiet = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined, child: () => quiet };

describeOnPostgres('an exchange', () => {
  let test: TestStore;
  let world: World;
  beforeAll(async () => {
    test = await withTables(openOnServer(), worldNow);
    world = await World.make(test.store);
  });
  afterAll(() => test.drop());

  const named = () => ({ exchange: world.plan().exchange, departmentId: world.plan().departmentId, actor: 'ma-jianguo' });
  const events = async (station: string): Promise<number> =>
    (await world.query<{ entries: string }>('SELECT entries FROM log_segment')).filter(({ entries }) => entries.includes(`"station":"${station}"`)).length;

  it('rests while it is paused: its slots stay unclaimed and are caught up with one run', async () => {
    const due: string[] = [];
    let now = new Date('2024-03-06T02:00:30Z');
    const scheduler = createScheduler({
      store: test.store,
      clock: { now: () => now },
      holder: 'one',
      isAlone: true,
      onDue: async (exchange, slot) => void due.push(`${exchange} ${slot.toISOString()}`),
      onError: (error) => {
        throw error;
      },
      isPaused: async (exchange) => (await pausedExchanges(test.store)).has(exchange),
    });
    const { exchange } = named();
    const schedule = [{ exchange, cron: '* * * * *', timeZone: 'Asia/Shanghai' }];
    await test.store.query(`INSERT INTO schedule_slot (exchange, slot, claimed_by, ended_at) VALUES ($1, '2024-03-06T02:00:00Z', 'one', now())`, [exchange]);
    await setExchangePaused(world.context, named(), '对方停机');
    now = new Date('2024-03-06T02:05:30Z');
    await scheduler.keep(schedule);
    expect(due).toEqual([]);
    expect((await pausedExchanges(test.store)).get(exchange)).toMatchObject({ by: 'ma-jianguo', reason: '对方停机' });
    await setExchangePaused(world.context, named(), null);
    await scheduler.keep(schedule);
    await scheduler.stop();
    expect(due).toEqual([`${exchange} 2024-03-06T02:05:00.000Z`]);
    expect([await events('exchange-paused'), await events('exchange-resumed')]).toEqual([1, 1]);
  });

  it('says a pause once, however often it is asked for', async () => {
    const before = await events('exchange-paused');
    await setExchangePaused(world.context, named(), '一');
    await setExchangePaused(world.context, named(), '二');
    expect((await pausedExchanges(test.store)).get(named().exchange)?.reason).toBe('一');
    await setExchangePaused(world.context, named(), null);
    expect(await events('exchange-paused')).toBe(before + 1);
  });

  it('stops when a person asks, from whichever process, and keeps what it stored', async () => {
    const plan = world.plan();
    for (let batch = 0; batch < 200; batch += 1) world.sources.penalties.give(penaltyRow(`stop-${String(batch)}`));
    const slow = {
      ...plan,
      source: {
        ...plan.source,
        open: () => {
          const connector = plan.source.open();
          return {
            ...connector,
            async *pull(...given: Parameters<NonNullable<typeof connector.pull>>) {
              for await (const batch of connector.pull?.(...given) ?? []) {
                yield batch;
                await new Promise((resolve) => setTimeout(resolve, 50));
              }
            },
          };
        },
      },
    };
    const runner = new ExchangeRunner({ context: world.context, logger: quiet, stop: new AbortController().signal });
    runner.keep(new Map([[plan.exchange, slow]]));
    let id = 0;
    const started = new Promise<void>((resolve) => {
      void runner.run(plan.exchange, { onStarted: (run) => { id = run; resolve(); } }).then((result) => ended(result));
    });
    let ended: (result: Awaited<ReturnType<typeof runner.run>>) => void = () => undefined;
    const result = new Promise<Awaited<ReturnType<typeof runner.run>>>((resolve) => {
      ended = resolve;
    });
    await started;
    await askRunToStop(world.context, { id, exchange: plan.exchange }, 'ma-jianguo');
    const { state, isCancelled, counts } = await result;
    expect([state, isCancelled]).toEqual(['stopped', true]);
    expect(counts.versions).toBeLessThan(200);
    const [stored] = await world.query<{ state: string; versions: number }>('SELECT state, versions FROM run WHERE id = $1', id);
    expect(stored).toEqual({ state: 'stopped', versions: counts.versions });
    await expect(askRunToStop(world.context, { id, exchange: plan.exchange }, 'ma-jianguo')).rejects.toMatchObject({ code: 'INGEST_RUN_ENDED' });
    const again = await runner.run(plan.exchange);
    expect([again.state, again.counts.versions + counts.versions]).toEqual(['done', 200]);
  });
});
