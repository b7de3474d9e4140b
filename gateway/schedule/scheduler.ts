import type { Clock } from '../clock.js';
import type { Queryable } from '../store/store.js';
import { openCronPattern, type CronPattern, type OpenCronPattern } from './cron.js';
import { claimSlot, endSlots, handBackSlots, lastClaimedSlot, openSlots, takeOverSlots } from './slots.js';

export interface ScheduledExchange {
  /** `department/name`. */
  readonly exchange: string;
  /** Five or six cron fields, checked when the manifest was read. */
  readonly cron: string;
  readonly timeZone: string;
}

/**
 * Says when exchanges are due. A due slot is claimed as a unique row in the database, so of all processes one
 * says it; that an exchange does not overlap itself is kept by the lock that a run takes, not here. A slot stands
 * open until a run has ended for it; one whose claimer died, before its run or within it, is said again by whoever finds
 * its lease lapsed.
 */
export interface Scheduler {
  /**
   * Keeps exactly these schedules from now on. Ticks missed since an exchange's last claimed slot, by this or any
   * process, are caught up at once with one run for all of them; an exchange never scheduled before waits for its
   * first tick. Called at start and again after the configuration changed; never twice at once.
   */
  keep(exchanges: readonly ScheduledExchange[]): Promise<void>;
  /** Says again what was claimed and never run through. Happens by itself, too, every so often. */
  takeOver(): Promise<void>;
  /**
   * Runs an exchange for all of its slots that are open now, and ends them when `run` says that it went through. One
   * that throws, or does not go through, leaves them open.
   */
  runFor(exchange: string, run: () => Promise<boolean>): Promise<void>;
  /** No more ticks; resolves when those in hand have ended. What was not run is handed back. Safe to call twice. */
  stop(): Promise<void>;
}

export interface SchedulerOptions {
  readonly store: Pick<Queryable, 'query'>;
  readonly clock: Clock;
  /** Who claims, for people who look: host and process. */
  readonly holder: string;
  /** No other process uses the store: what another holder claimed is a dead one's, whatever its lease. */
  readonly isAlone: boolean;
  /** Rings the bell of the exchange. */
  readonly onDue: (exchange: string, slot: Date) => Promise<void>;
  /** Told of a tick that failed (the store was away); the next tick catches up. `*` stands for all exchanges. Must not throw. */
  readonly onError: (error: unknown, exchange: string) => void;
  /** Whether the schedule of an exchange rests; its slots then stay unclaimed and are caught up later. */
  readonly isPaused?: (exchange: string) => Promise<boolean>;
  readonly openPattern?: OpenCronPattern;
}

/** How often slots are looked for that nobody runs any more. */
const takeOverEveryMs = 30_000;

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { store, clock, holder, isAlone, onDue, onError, isPaused = () => Promise.resolve(false), openPattern = openCronPattern } = options;
  const patterns = new Map<string, CronPattern>();
  const inHand = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;

  /** Claims the newest slot that is due and not claimed; what lies between it and the last claimed one is caught up with it. */
  async function claimDue(exchange: string, pattern: CronPattern, lastSlot: Date): Promise<void> {
    const slot = pattern.latestMatch(clock.now(), lastSlot);
    if (slot !== undefined && (await isPaused(exchange))) return;
    if (slot !== undefined && (await claimSlot(store, exchange, slot, holder))) await onDue(exchange, slot);
  }

  async function catchUp(exchange: string, pattern: CronPattern): Promise<void> {
    const lastSlot = await lastClaimedSlot(store, exchange);
    if (lastSlot !== undefined) await claimDue(exchange, pattern, lastSlot);
  }

  async function tick(exchange: string, pattern: CronPattern, armedAt: Date): Promise<void> {
    await claimDue(exchange, pattern, (await lastClaimedSlot(store, exchange)) ?? armedAt);
  }

  async function takeOver(): Promise<void> {
    const taken = await takeOverSlots(store, [...patterns.keys()], holder, isAlone);
    const newest = new Map<string, Date>();
    for (const { exchange, slot } of taken) {
      const known = newest.get(exchange);
      if (known === undefined || slot > known) newest.set(exchange, slot);
    }
    for (const [exchange, slot] of newest) await onDue(exchange, slot);
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
      await guarded('*', takeOver());
      timer ??= setInterval(() => void guarded('*', takeOver()), takeOverEveryMs);
    },
    takeOver,
    runFor: async (exchange, run) => {
      const slots = await openSlots(store, exchange);
      if (await run()) await endSlots(store, exchange, slots);
    },
    stop: async () => {
      clearInterval(timer);
      timer = undefined;
      closePatterns();
      await Promise.all(inHand);
      await guarded('*', handBackSlots(store, holder));
    },
  };
}
