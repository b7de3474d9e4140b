export interface RateLimitOptions {
  /** Requests that may come in a second on and on. */
  readonly perSecond: number;
  /** That may come at once after a pause. */
  readonly burst: number;
  readonly now: () => Date;
}

const namesMax = 10_000;
const secondMs = 1000;

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Keeps each name to its rate: a bucket of tokens that fills up steadily. In this process alone. */
export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: RateLimitOptions) {
    this.#options = options;
  }

  /** Takes a token; or says after how many whole seconds there is one again. */
  take(name: string): number | undefined {
    const bucket = this.#filled(name);
    if (bucket.tokens < 1) return this.#secondsUntilNext(bucket);
    bucket.tokens -= 1;
    return undefined;
  }

  /** Seconds that a name has to wait, without taking anything. */
  wait(name: string): number | undefined {
    const bucket = this.#filled(name);
    return bucket.tokens < 1 ? this.#secondsUntilNext(bucket) : undefined;
  }

  #filled(name: string): Bucket {
    const { perSecond, burst, now } = this.#options;
    const nowMs = now().getTime();
    const known = this.#buckets.get(name);
    const tokens = known ? Math.min(burst, known.tokens + (Math.max(0, nowMs - known.atMs) / secondMs) * perSecond) : burst;
    const bucket = { tokens, atMs: nowMs };
    // The one that was seen longest ago stands first and goes first: it is likeliest to be full again.
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > namesMax && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket;
  }

  #secondsUntilNext({ tokens }: Bucket): number {
    return Math.max(1, Math.ceil((1 - tokens) / this.#options.perSecond));
  }
}
