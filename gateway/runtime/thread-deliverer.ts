import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Observe } from '../exchanges/stations.js';
import type { Logger } from '../logging/logger.js';
import type { Deliverer } from './deliverer.js';
import type { DeliveryNews, DeliveryOrder, DeliveryThreadData } from './delivery-thread.js';

export interface ThreadDelivererOptions {
  readonly data: DeliveryThreadData;
  readonly logger: Logger;
  readonly observe: Observe;
}

const restartAfterMs = 1_000;
/** A batch's rows die young; more room than this for them buys little and doubles the thread's memory. */
const youngGenerationMiB = 48;

/**
 * Delivers in a thread of its own, with its own connections to the store: what is stored and what is handed over then
 * keep two cores busy. The thread shares nothing with this one; like another process it finds its work in the store
 * and is only told when to look. One that dies leaves attempts whose leases lapse, and is started again.
 */
export class ThreadDeliverer implements Deliverer {
  readonly #options: ThreadDelivererOptions;
  #worker: Worker | undefined;
  #restart: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: ThreadDelivererOptions) {
    this.#options = options;
  }

  /** The thread reads the plans from the store by itself. Rejects when it cannot begin. */
  async keep(): Promise<void> {
    const worker = (this.#worker ??= this.#begin());
    const kept = new Promise<void>((resolve, reject) => {
      const onNews = (news: DeliveryNews): void => {
        if (news.kind !== 'kept') return;
        worker.off('error', reject);
        worker.off('message', onNews);
        resolve();
      };
      worker.on('message', onNews);
      worker.once('error', reject);
    });
    this.#tell({ kind: 'keep' });
    await kept;
  }

  ring(connector: string): Promise<void> {
    this.#tell({ kind: 'ring', connector });
    return Promise.resolve();
  }

  ringAll(): Promise<void> {
    this.#tell({ kind: 'ring-all' });
    return Promise.resolve();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#restart);
    this.#tell({ kind: 'stop' });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    const ended = once(worker, 'exit');
    this.#tell({ kind: 'close' });
    await ended;
  }

  #tell(order: DeliveryOrder): void {
    this.#worker?.postMessage(order);
  }

  #begin(): Worker {
    const { data, logger, observe } = this.#options;
    const worker = new Worker(new URL('../delivery-worker.js', import.meta.url), {
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMiB },
    });
    worker.on('message', (news: DeliveryNews) => {
      if (news.kind === 'observed') observe(news.station, news.facts);
      if (news.kind === 'logged') logger[news.level](news.event, news.facts);
    });
    worker.on('error', (error) => logger.error('deliver.thread-died', { error }));
    worker.on('exit', () => {
      this.#worker = undefined;
      if (this.#isStopped) return;
      this.#restart = setTimeout(() => {
        // What keeps it from beginning is in the log already; the next end of the thread tries again.
        this.keep().catch(() => undefined);
      }, restartAfterMs);
    });
    return worker;
  }
}
