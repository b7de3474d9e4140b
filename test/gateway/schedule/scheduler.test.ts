import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { openCronPattern, type OpenCronPattern } from '../../../gateway/schedule/cron.js';
import { createScheduler, type Scheduler } from '../../../gateway/schedule/scheduler.js';
import type { Queryable } from '../../../gateway/store/store.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { makeDatabase, type TestDatabase } from './test-database.js';

const everyTenMinutes = { exchange: 'gannan-housing/penalties', cron: '*/10 * * * *', timeZone: 'Asia/Shanghai' };

interface ProcessOptions {
  readonly store?: Pick<Queryable, 'query'>;
  readonly isAlone?: boolean;
}

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

  function startProcess(now: string, { store = database.store, isAlone = false }: ProcessOptions = {}): Process {
    const holder = `test ${String(started.length)}`;
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
      holder,
      isAlone,
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
    await eventually(() => before.due.length === 1);
    await before.scheduler.runFor(everyTenMinutes.exchange, () => Promise.resolve(true));
    await before.scheduler.stop();
    const after = startProcess('2026-11-23T05:04:59Z');
    await after.scheduler.keep([everyTenMinutes]);
    expect(after.due).toEqual(['gannan-housing/penalties 2026-11-23T05:00:00.000Z']);
  });

  it('catches up nothing when the last slot was claimed and run', async () => {
    const before = startProcess('2026-11-23T01:27:02Z');
    await before.scheduler.keep([everyTenMinutes]);
    before.setNow('2026-11-23T01:30:00Z');
    before.tick();
    await eventually(() => before.due.length === 1);
    await before.scheduler.runFor(everyTenMinutes.exchange, () => Promise.resolve(true));
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

  describe('a slot that was claimed and not run', () => {
    const slotText = 'gannan-housing/penalties 2026-11-23T01:30:00.000Z';
    const { exchange } = everyTenMinutes;

    /** A process that claims the slot of 9:30 and never runs it; its claim stands as that of a dead one would. */
    async function claimAndDie(): Promise<Process> {
      const dead = startProcess('2026-11-23T01:27:02Z');
      await dead.scheduler.keep([everyTenMinutes]);
      dead.setNow('2026-11-23T01:30:00Z');
      dead.tick();
      await eventually(() => dead.due.length === 1);
      return dead;
    }

    async function startBeside(options = {}): Promise<Process> {
      const beside = startProcess('2026-11-23T01:31:00Z', options);
      await beside.scheduler.keep([everyTenMinutes]);
      return beside;
    }

    const lapse = async (): Promise<unknown> =>
      database.store.query(`UPDATE schedule_slot SET lease_until = now() - interval '1 second'`);

    it('is run by one other process once its lease has lapsed, and not before', async () => {
      await claimAndDie();
      const others = [await startBeside(), await startBeside()];
      await Promise.all(others.map(({ scheduler }) => scheduler.takeOver()));
      expect(others.flatMap(({ due }) => due)).toEqual([]);
      await lapse();
      await Promise.all(others.map(({ scheduler }) => scheduler.takeOver()));
      expect(others.flatMap(({ due }) => due)).toEqual([slotText]);
      await Promise.all(others.map(({ scheduler }) => scheduler.takeOver()));
      expect(others.flatMap(({ due }) => due)).toEqual([slotText]);
    });

    it('is left alone while somebody runs its exchange, and when a run has ended for it', async () => {
      await claimAndDie();
      const other = await startBeside();
      await lapse();
      await database.store.query(`INSERT INTO department (name) VALUES ('gannan-housing') ON CONFLICT DO NOTHING`);
      await database.store.query(
        `INSERT INTO exchange_state (exchange, department_id, running_until) SELECT $1, min(id), now() + interval '1 minute' FROM department`,
        [exchange],
      );
      await other.scheduler.takeOver();
      expect(other.due).toEqual([]);
      await database.store.query('DELETE FROM exchange_state');
      await other.scheduler.runFor(exchange, () => Promise.resolve(true));
      await other.scheduler.takeOver();
      expect(other.due).toEqual([]);
    });

    it('stays open when its run did not go through', async () => {
      await claimAndDie();
      const other = await startBeside();
      await other.scheduler.runFor(exchange, () => Promise.resolve(false));
      await expect(other.scheduler.runFor(exchange, () => Promise.reject(new Error('store away')))).rejects.toThrow('store away');
      await lapse();
      await other.scheduler.takeOver();
      expect(other.due).toEqual([slotText]);
    });

    it('is ended by a run that began after it only: one that comes meanwhile stays open', async () => {
      const process = await claimAndDie();
      await process.scheduler.runFor(exchange, async () => {
        process.setNow('2026-11-23T01:40:00Z');
        process.tick();
        await eventually(() => process.due.length === 2);
        return true;
      });
      await lapse();
      await process.scheduler.takeOver();
      expect(process.due.slice(2)).toEqual(['gannan-housing/penalties 2026-11-23T01:40:00.000Z']);
    });

    it('is handed back by a process that stops', async () => {
      const stopping = await claimAndDie();
      const other = await startBeside();
      await stopping.scheduler.stop();
      await other.scheduler.takeOver();
      expect(other.due).toEqual([slotText]);
    });

    it('is run at once by a process that has the store to itself', async () => {
      await claimAndDie();
      const alone = await startBeside({ isAlone: true });
      expect(alone.due).toEqual([slotText]);
      await alone.scheduler.takeOver();
      expect(alone.due).toEqual([slotText]);
    });
  });

  it('reports a tick that failed and makes up for it with the next', async () => {
    let isAway = false;
    const store: Pick<Queryable, 'query'> = {
      query: async (sql, parameters) => {
        if (isAway) throw new Error('store away');
        return database.store.query(sql, parameters);
      },
    };
    const process = startProcess('2026-11-23T01:27:02Z', { store });
    await process.scheduler.keep([everyTenMinutes]);
    isAway = true;
    process.setNow('2026-11-23T01:30:00Z');
    process.tick();
    await process.scheduler.stop();
    expect(new Set(process.errors.map(String))).toEqual(new Set(['Error: store away']));
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

async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(5);
}
