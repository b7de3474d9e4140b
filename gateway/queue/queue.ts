/**
 * Carries bells: "there is work for this name and key". A bell holds no work itself; the truth is in the
 * database, so a lost bell delays and never loses, and a handler that finds nothing to do simply returns.
 *
 * What every implementation keeps:
 * - equal bells that wait are one bell; one rung while its handler runs is handled once more afterwards;
 * - one name and key is never handled twice at the same time;
 * - no more than `concurrency` handlers of one name run at once in one process;
 * - a failing handler neither stops the queue nor is repeated by it: whoever stored the work rings again.
 */
export interface Queue {
  /**
   * Returns once the bell is accepted, before it is handled; a bell without a consumer waits for one.
   * Throws SERVICE_QUEUE_FULL when too many different bells wait, SERVICE_QUEUE_CLOSED after `close`.
   */
  ring(name: string, key: string): Promise<void>;
  /** Called once per name and process, at start. */
  consume(name: string, handler: BellHandler, options: ConsumeOptions): void;
  /** Takes no more bells, forgets waiting ones, and resolves when the handlers in hand have ended. Safe to call twice. */
  close(): Promise<void>;
}

export type BellHandler = (key: string) => Promise<void>;

export interface ConsumeOptions {
  /** Handlers of this name at once, at least 1. */
  readonly concurrency: number;
}

export interface Bell {
  readonly name: string;
  readonly key: string;
}

/** Told of every handler that failed; must not throw. */
export type BellFailed = (error: unknown, bell: Bell) => void;
