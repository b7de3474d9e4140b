import { setTimeout as sleep } from 'node:timers/promises';

import { createRandom, type Random } from './random.js';

/** What one system is told to do wrong. Rates are 0..1. */
export interface FaultSettings {
  readonly seed: number;
  readonly latencyMs: number;
  /** Requests per second; 0: no limit. */
  readonly rateLimit: number;
  readonly retryAfterSeconds: number;
  readonly errorRate: number;
  /** Connection cut before anything is handled. */
  readonly cutRate: number;
  /** Handled, but the connection is cut instead of the answer. */
  readonly cutAfterResponse: number;
  readonly duplicateReceipts: number;
  readonly lostReceipts: number;
  /** From the moment it is set. */
  readonly outageMs: number;
}

export const noFaults: FaultSettings = {
  seed: 1,
  latencyMs: 0,
  rateLimit: 0,
  retryAfterSeconds: 1,
  errorRate: 0,
  cutRate: 0,
  cutAfterResponse: 0,
  duplicateReceipts: 0,
  lostReceipts: 0,
  outageMs: 0,
};

const rates = ['errorRate', 'cutRate', 'cutAfterResponse', 'duplicateReceipts', 'lostReceipts'] as const;
const latencyMsMax = 10 * 60 * 1000;
const outageMsMax = 24 * 60 * 60 * 1000;

export type Fate = 'well' | 'error' | 'cut' | 'cut-after';

/** The misbehaviour of one system, repeatable: the same requests in the same order meet the same fates. */
export class SystemFaults {
  settings: FaultSettings = noFaults;
  private random: Random = createRandom(1);
  private receiptRandom: Random = createRandom(1);
  private outUntilMs = 0;
  private secondStartedMs = 0;
  private requestsInSecond = 0;

  constructor(
    private readonly now: () => Date,
    private readonly onOutage: () => void,
  ) {}

  /** Replaces what was set; names every mistake of the given values, and then changes nothing. */
  set(given: Readonly<Record<string, unknown>>): string[] {
    const mistakes = mistakesOf(given);
    if (mistakes.length > 0) return mistakes;
    this.settings = { ...noFaults, ...given };
    this.random = createRandom(this.settings.seed, 'requests');
    this.receiptRandom = createRandom(this.settings.seed, 'receipts');
    this.outUntilMs = this.now().getTime() + this.settings.outageMs;
    if (this.settings.outageMs > 0) this.onOutage();
    return [];
  }

  isOut(): boolean {
    return this.now().getTime() < this.outUntilMs;
  }

  async wait(): Promise<void> {
    if (this.settings.latencyMs > 0) await sleep(this.settings.latencyMs);
  }

  /** One draw a request, whatever comes of it, so that a repeated run meets the same fates. */
  draw(): Fate {
    const drawn = this.random.next();
    const { cutRate, errorRate, cutAfterResponse } = this.settings;
    if (drawn < cutRate) return 'cut';
    if (drawn < cutRate + errorRate) return 'error';
    return drawn < cutRate + errorRate + cutAfterResponse ? 'cut-after' : 'well';
  }

  /** True when this request is one too many in its second. */
  isOverLimit(): boolean {
    const nowMs = this.now().getTime();
    if (nowMs - this.secondStartedMs >= 1000) {
      this.secondStartedMs = nowMs;
      this.requestsInSecond = 0;
    }
    this.requestsInSecond += 1;
    return this.settings.rateLimit > 0 && this.requestsInSecond > this.settings.rateLimit;
  }

  /** How often the receipt of one row is given. */
  receiptCopies(): 0 | 1 | 2 {
    const drawn = this.receiptRandom.next();
    if (drawn < this.settings.lostReceipts) return 0;
    return drawn < this.settings.lostReceipts + this.settings.duplicateReceipts ? 2 : 1;
  }
}

function mistakesOf(given: Readonly<Record<string, unknown>>): string[] {
  const mistakes: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (!(name in noFaults)) mistakes.push(`${name} is not a fault`);
    else if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
      mistakes.push(`${name} must be a number from 0`);
  }
  for (const rate of rates) {
    if (Number(given[rate] ?? 0) > 1) mistakes.push(`${rate} must be at most 1`);
  }
  if (Number(given['latencyMs'] ?? 0) > latencyMsMax)
    mistakes.push(`latencyMs must be at most ${latencyMsMax}`);
  if (Number(given['outageMs'] ?? 0) > outageMsMax) mistakes.push(`outageMs must be at most ${outageMsMax}`);
  return mistakes;
}
