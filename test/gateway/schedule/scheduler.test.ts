import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';

import { openCronPattern, type OpenCronPattern } from '../../../gateway/schedule/cron.js';
import { createScheduler, type Scheduler } from '../../../gateway/schedule/scheduler.js';
import type { Queryable } from '../../../gateway/store/store.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { makeDatabase, type TestDatabase } from './test-database.js';

const everyTenMinutes = { exchange: 'gannan-housing/penalties', cron: '*/10 * * * *', timeZone: 'Asia/Shanghai' };

/** One gateway process with a clock and ticks that the test moves. */
interface Process {
  readonly scheduler: Scheduler;
  readonly due: string[];
  readonly errors: unknown[];
  setNow(iso: string): void;
  tick(): void;
}

describeOnPostgres('the scheduler', () => {
  let database: TestDatabase;
  const started: Scheduler[] = [];

  beforeAll(async () => {
    database = await makeDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(() => database.store.query('DELETE FROM schedule_slot'));
  afterEach(async () => {
    await Promise.all(started.splice(0).map((scheduler) => scheduler.stop()));
  });

  function startProcess(now: string, store: Pick<Queryable, 'query'> = database.store): Process {
    let present = new Date(now);
    const due: string[] = [];
    const errors: unknown[] = [];
    const ticks = new Set<() => void>();
    const openPattern: OpenCronPattern = (expression, zone) => {
      const pattern = openCronPattern(expression, zone);
      let armed: () => void = () => undefined;
      return {
        ...pattern,
        arm: (onTick) => {
          armed = onTick;
          ticks.add(onTick);
        },
        close: () => {
          ticks.delete(armed);
          pattern.close();
        },
      };
    };
    const scheduler = createScheduler({
      store,
      openPattern,
      holder: 'test',
      clock: { now: () => present },
      onDue: async (exchange, slot) => void due.push(`${exchange} ${slot.toISOString()}`),
      onError: (error) => errors.push(error),
    });
    started.push(scheduler);
    return {
      scheduler,
      due,
      errors,
      setNow: (iso) => {
        present = new Date(iso);
      },
      tick: () => {
        for (const onTick of ticks) onTick();
      },
    };
  }

  it('rings for the slot of a tick, once, however often the tick comes', async () => {
    const process = startProcess('2026-11-23T01:27:02Z');
    await process.scheduler.keep([everyTenMinutes]);
    process.setNow('2026-11-23T01:30:00Z');
    process.tick();
    process.tick();
    await process.scheduler.stop();
    expect(process.due).toEqual(['gannan-housing/penalties 2026-11-23T01:30:00.000Z']);
  });

  it('waits for the first tick of an exchange that was never scheduled before', async () => {
    const process = startProcess('2026-11-23T01:27:02Z');
    await process.scheduler.keep([everyTenMinutes]);
    await process.scheduler.stop();
    expect(process.due).toEqual([]);
  });

  it('catches up all the ticks that were missed while no process ran with one run', async () => {
    const before = startProcess('2026-11-23T01:27:02Z');
    await before.scheduler.keep([everyTenMinutes]);
    before.setNow('2026-11-23T01:30:00Z');
    before.tick();
    await before.scheduler.stop();
    const after = startProcess('2026-11-23T05:04:59Z');
    await after.scheduler.keep([everyTenMinutes]);
    expect(after.due).toEqual(['gannan-housing/penalties 2026-11-23T05:00:00.000Z']);
  });

  it('catches up nothing when the last slot was claimed', async () => {
    const before = startProcess('2026-11-23T01:27:02Z');
    await before.scheduler.keep([everyTenMinutes]);
    before.setNow('2026-11-23T01:30:00Z');
    before.tick();
    await before.scheduler.stop();
    const after = startProcess('2026-11-23T01:39:59Z');
    await after.scheduler.keep([everyTenMinutes]);
    expect(after.due).toEqual([]);
  });

  it('rings in one of several processes only', async () => {
    const processes = [1, 2, 3].map(() => startProcess('2026-11-23T01:27:02Z'));
    for (const process of processes) await process.scheduler.keep([everyTenMinutes]);
    for (const process of processes) {
      process.setNow('2026-11-23T01:30:00Z');
      process.tick();
    }
    await Promise.all(processes.map((process) => process.scheduler.stop()));
    expect(processes.flatMap((process) => process.due)).toEqual(['gannan-housing/penalties 2026-11-23T01:30:00.000Z']);
  });

  it('reports a tick that failed and makes up for it with the next', async () => {
    let isAway = false;
    const store: Pick<Queryable, 'query'> = {
      query: async (sql, parameters) => {
        if (isAway) throw new Error('store away');
        return database.store.query(sql, parameters);
      },
    };
    const process = startProcess('2026-11-23T01:27:02Z', store);
    await process.scheduler.keep([everyTenMinutes]);
    isAway = true;
    process.setNow('2026-11-23T01:30:00Z');
    process.tick();
    await process.scheduler.stop();
    expect(process.errors).toEqual([new Error('store away')]);
    isAway = false;
    await process.scheduler.keep([everyTenMinutes]);
    process.setNow('2026-11-23T01:40:10Z');
    process.tick();
    await process.scheduler.stop();
    expect(process.due).toEqual(['gannan-housing/penalties 2026-11-23T01:40:00.000Z']);
  });

  it('keeps exactly the schedules of the latest configuration', async () => {
    const process = startProcess('2026-11-23T01:27:02Z');
    await process.scheduler.keep([everyTenMinutes]);
    await process.scheduler.keep([{ ...everyTenMinutes, exchange: 'gannan-market/licences' }]);
    process.setNow('2026-11-23T01:30:00Z');
    process.tick();
    await process.scheduler.stop();
    expect(process.due).toEqual(['gannan-market/licences 2026-11-23T01:30:00.000Z']);
  });

  it('drops the slots of an exchange that are a month behind its newest', async () => {
    await database.store.query(
      `INSERT INTO schedule_slot (exchange, slot, claimed_by) VALUES ($1, '2026-10-01T00:00:00Z', 'x'), ($1, '2026-11-20T00:00:00Z', 'x'), ('other/kept', '2026-01-01T00:00:00Z', 'x')`,
      [everyTenMinutes.exchange],
    );
    const process = startProcess('2026-11-23T01:27:02Z');
    await process.scheduler.keep([everyTenMinutes]);
    const rows = await database.store.query<{ slot: Date }>('SELECT slot FROM schedule_slot ORDER BY slot');
    expect(rows.map(({ slot }) => slot.toISOString())).toEqual([
      '2026-01-01T00:00:00.000Z',
      '2026-11-20T00:00:00.000Z',
      '2026-11-23T01:20:00.000Z',
    ]);
  });
});
