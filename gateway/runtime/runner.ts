import { GatewayError } from '../../schemas/errors.js';
import type { ExchangePlan } from '../exchanges/plan.js';
import { shanghaiDate } from '../clock.js';
import { isAskedToStop } from '../exchanges/control.js';
import type { IngestContext } from '../ingest/context.js';
import { runExchange, type RunOptions, type RunResult } from '../ingest/run.js';
import type { Logger } from '../logging/logger.js';

export interface RunnerOptions {
  readonly context: IngestContext;
  readonly logger: Logger;
  /** No new batches once aborted; the one in hand is stored. */
  readonly stop: AbortSignal;
}

/** How often a run looks whether it is to stop. */
const askedEveryMs = 1000;

/** A run, and whether a person ended it. */
export interface EndedRun extends RunResult {
  readonly isCancelled: boolean;
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

  /** Throws API_RESOURCE_MISSING for a name that no exchange has, INGEST_EXCHANGE_RUNNING while it runs already, AGREEMENT_NOT_IN_FORCE. */
  async run(exchange: string, options: RunOptions & { readonly signal?: AbortSignal } = {}): Promise<EndedRun> {
    const plan = this.#plans.get(exchange);
    if (!plan) throw new GatewayError('API_RESOURCE_MISSING', { exchange });
    const { context, logger, stop } = this.#options;
    const refusal = this.refusal(exchange);
    if (refusal) throw refusal;
    const startedAt = context.now().getTime();
    const cancelled = new AbortController();
    const signal = AbortSignal.any([stop, cancelled.signal, ...(options.signal ? [options.signal] : [])]);
    let asking: NodeJS.Timeout | undefined;
    const onStarted = (runId: number): void => {
      options.onStarted?.(runId);
      asking = setInterval(() => this.#heed(exchange, runId, cancelled), askedEveryMs);
    };
    const run = await runExchange(context, plan, signal, { ...options, onStarted }).finally(() => clearInterval(asking));
    const result = { ...run, isCancelled: cancelled.signal.aborted };
    const facts = { exchange, run: result.runId, durationMs: context.now().getTime() - startedAt, ...result.counts };
    if (result.failure) logger.error('run.failed', { ...facts, ...result.failure });
    else logger.info(`run.${result.state}`, facts);
    return result;
  }

  /** Why an exchange may not run now: no agreement with any of its targets lets records out. */
  refusal(exchange: string): GatewayError | undefined {
    const targets = this.#plans.get(exchange)?.targets ?? [];
    const today = shanghaiDate(this.#options.context.now());
    const isClosed = targets.length > 0 && !targets.some((target) => target.isInForce(today));
    return isClosed ? new GatewayError('AGREEMENT_NOT_IN_FORCE', { exchange }) : undefined;
  }

  /** Ends a run that a person asked to stop, in this process or another. */
  #heed(exchange: string, runId: number, cancelled: AbortController): void {
    const { context, logger } = this.#options;
    isAskedToStop(context.store, exchange, runId).then(
      (isAsked) => {
        if (isAsked) cancelled.abort();
      },
      (error: unknown) => logger.warn('run.not-asked', { exchange, run: runId, error }),
    );
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
  async runIfIdle(exchange: string, signal?: AbortSignal): Promise<EndedRun | undefined> {
    if (!this.#plans.has(exchange)) return undefined;
    try {
      return await this.run(exchange, { signal });
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'INGEST_EXCHANGE_RUNNING') throw error;
      return undefined;
    }
  }
}
