import type { Clock } from '../clock.js';
import type { Queryable } from '../store/store.js';
import { openCronPattern, type CronPattern, type OpenCronPattern } from './cron.js';
import { claimSlot, lastClaimedSlot } from './slots.js';

export interface ScheduledExchange {
  /** `department/name`. */
  readonly exchange: string;
  /** Five or six cron fields, checked when the manifest was read. */
  readonly cron: string;
  readonly timeZone: string;
}

/**
 * Says when exchanges are due. A due slot is claimed as a unique row in the database, so of all processes one
 * says it; that an exchange does not overlap itself is kept by the lock that a run takes, not here. A claim is not
 * a promise: a process that dies between claim and run leaves that slot unrun, and the exchange's next slot, or the
 * run that every start makes, picks up from the exchange's cursor.
 */
export interface Scheduler {
  /**
   * Keeps exactly these schedules from now on. Ticks missed since an exchange's last claimed slot, by this or any
   * process, are caught up at once with one run for all of them; an exchange never scheduled before waits for its
   * first tick. Called at start and again after the configuration changed; never twice at once.
   */
  keep(exchanges: readonly ScheduledExchange[]): Promise<void>;
  /** No more ticks; resolves when those in hand have ended. Safe to call twice. */
  stop(): Promise<void>;
}

export interface SchedulerOptions {
  readonly store: Pick<Queryable, 'query'>;
  readonly clock: Clock;
  /** Who claims, for people who look: host and process. */
  readonly holder: string;
  /** Rings the bell of the exchange. */
  readonly onDue: (exchange: string, slot: Date) => Promise<void>;
  /** Told of a tick that failed (the store was away); the next tick catches up. Must not throw. */
  readonly onError: (error: unknown, exchange: string) => void;
  readonly openPattern?: OpenCronPattern;
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { store, clock, holder, onDue, onError, openPattern = openCronPattern } = options;
  const patterns = new Map<string, CronPattern>();
  const inHand = new Set<Promise<void>>();

  /** Claims the newest slot that is due and not claimed; what lies between it and the last claimed one is caught up with it. */
  async function claimDue(exchange: string, pattern: CronPattern, lastSlot: Date): Promise<void> {
    const slot = pattern.latestMatch(clock.now(), lastSlot);
    if (slot !== undefined && (await claimSlot(store, exchange, slot, holder))) await onDue(exchange, slot);
  }

  async function catchUp(exchange: string, pattern: CronPattern): Promise<void> {
    const lastSlot = await lastClaimedSlot(store, exchange);
    if (lastSlot !== undefined) await claimDue(exchange, pattern, lastSlot);
  }

  async function tick(exchange: string, pattern: CronPattern, armedAt: Date): Promise<void> {
    await claimDue(exchange, pattern, (await lastClaimedSlot(store, exchange)) ?? armedAt);
  }

  async function guarded(exchange: string, work: Promise<void>): Promise<void> {
    const guardedWork = work.catch((error: unknown) => onError(error, exchange));
    inHand.add(guardedWork);
    await guardedWork;
    inHand.delete(guardedWork);
  }

  function closePatterns(): void {
    for (const pattern of patterns.values()) pattern.close();
    patterns.clear();
  }

  return {
    keep: async (exchanges) => {
      closePatterns();
      const armedAt = clock.now();
      for (const { exchange, cron, timeZone } of exchanges) {
        const pattern = openPattern(cron, timeZone);
        patterns.set(exchange, pattern);
        pattern.arm(() => void guarded(exchange, tick(exchange, pattern, armedAt)));
      }
      for (const [exchange, pattern] of patterns) await guarded(exchange, catchUp(exchange, pattern));
    },
    stop: async () => {
      closePatterns();
      await Promise.all(inHand);
    },
  };
}
