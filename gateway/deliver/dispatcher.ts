import type { Queue } from '../queue/queue.js';
import type { DeliverContext, DeliveryTarget } from './context.js';
import { lapseAttempts } from './doubt.js';
import { drainTarget, nextWorkInMs, type DrainSignals } from './drain.js';

export interface DispatcherOptions {
  readonly context: DeliverContext;
  readonly queue: Queue;
  readonly signals: DrainSignals;
  /** Receivers worked on at once in this process. */
  readonly concurrency: number;
  /** Told of work that failed for a reason of our own (the store was away); must not throw. */
  readonly onError: (error: unknown, target: string) => void;
}

const bell = 'deliver';
/** However far off the next known work is, a target is looked at this often: another process may have left some. */
const longestWaitMs = 30_000;
const afterErrorMs = 1_000;
/** Work that is ready but not granted (rate used up, places taken) is asked for again no sooner. */
const shortestWaitMs = 50;

/** Keeps every receiver supplied: a bell, or the time that its next work is due, sets it going. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #targets: ReadonlyMap<string, DeliveryTarget> = new Map();

  constructor(options: DispatcherOptions) {
    this.#options = options;
    options.queue.consume(bell, (connector) => this.#serve(connector), { concurrency: options.concurrency });
  }

  /** Keeps exactly these receivers from now on. */
  async keep(targets: readonly DeliveryTarget[]): Promise<void> {
    this.#targets = new Map(targets.map((target) => [target.connector, target]));
    for (const connector of this.#timers.keys()) if (!this.#targets.has(connector)) this.#cancel(connector);
    for (const connector of this.#targets.keys()) await this.ring(connector);
  }

  /** Says that there is work for a receiver. */
  async ring(connector: string): Promise<void> {
    if (this.#options.signals.stop.aborted) return;
    await this.#options.queue.ring(bell, connector);
  }

  async ringAll(): Promise<void> {
    for (const connector of this.#targets.keys()) await this.ring(connector);
  }

  /** No more timers; what is in hand ends with the queue. */
  stop(): void {
    for (const connector of this.#timers.keys()) this.#cancel(connector);
  }

  async #serve(connector: string): Promise<void> {
    const target = this.#targets.get(connector);
    const { context, signals, onError } = this.#options;
    if (!target || signals.stop.aborted) return;
    this.#cancel(connector);
    let waitMs: number;
    try {
      await lapseAttempts(context);
      await drainTarget(context, target, signals);
      const dueMs = (await nextWorkInMs(context, target)) ?? longestWaitMs;
      waitMs = Math.max(shortestWaitMs, Math.min(dueMs, longestWaitMs));
    } catch (error) {
      onError(error, connector);
      waitMs = afterErrorMs;
    }
    this.#ringIn(connector, waitMs);
  }

  #ringIn(connector: string, waitMs: number): void {
    if (this.#options.signals.stop.aborted) return;
    this.#cancel(connector);
    const timer = setTimeout(() => {
      this.ring(connector).catch((error: unknown) => this.#options.onError(error, connector));
    }, waitMs);
    this.#timers.set(connector, timer);
  }

  #cancel(connector: string): void {
    clearTimeout(this.#timers.get(connector));
    this.#timers.delete(connector);
  }
}
