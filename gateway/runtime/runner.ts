import { GatewayError } from '../../schemas/errors.js';
import type { ExchangePlan } from '../exchanges/plan.js';
import type { IngestContext } from '../ingest/context.js';
import { runExchange, type RunOptions, type RunResult } from '../ingest/run.js';
import type { Logger } from '../logging/logger.js';

export interface RunnerOptions {
  readonly context: IngestContext;
  readonly logger: Logger;
  /** No new batches once aborted; the one in hand is stored. */
  readonly stop: AbortSignal;
}

/** Runs exchanges by name and tells the operational log how it went. */
export class ExchangeRunner {
  readonly #options: RunnerOptions;
  #plans: ReadonlyMap<string, ExchangePlan> = new Map();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  keep(plans: ReadonlyMap<string, ExchangePlan>): void {
    this.#plans = plans;
  }

  get exchanges(): readonly string[] {
    return [...this.#plans.keys()];
  }

  /** Throws API_RESOURCE_MISSING for a name that no exchange has, INGEST_EXCHANGE_RUNNING while it runs already. */
  async run(exchange: string, options: RunOptions & { readonly signal?: AbortSignal } = {}): Promise<RunResult> {
    const plan = this.#plans.get(exchange);
    if (!plan) throw new GatewayError('API_RESOURCE_MISSING', { exchange });
    const { context, logger, stop } = this.#options;
    const startedAt = context.now().getTime();
    const signal = options.signal ? AbortSignal.any([stop, options.signal]) : stop;
    const result = await runExchange(context, plan, signal, options);
    const facts = { exchange, run: result.runId, durationMs: context.now().getTime() - startedAt, ...result.counts };
    if (result.failure) logger.error('run.failed', { ...facts, ...result.failure });
    else logger.info(`run.${result.state}`, facts);
    return result;
  }

  /** Begins a run that goes on by itself; resolves with its id as soon as it stands in the store. */
  async begin(exchange: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.run(exchange, { onStarted: resolve }).catch((error: unknown) => reject(error as Error));
    });
  }

  /**
   * For bells and schedules: undefined for an exchange that nobody knows any more and for one that runs already, here
   * or in another process: it will see what is new by itself.
   */
  async runIfIdle(exchange: string, signal?: AbortSignal): Promise<RunResult | undefined> {
    if (!this.#plans.has(exchange)) return undefined;
    try {
      return await this.run(exchange, { signal });
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'INGEST_EXCHANGE_RUNNING') throw error;
      return undefined;
    }
  }
}
