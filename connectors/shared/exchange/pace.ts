import { setTimeout as wait } from 'node:timers/promises';
import type { Exchanger } from './exchange.js';
import type { PartName } from './stream-spec.js';

const msPerMinute = 60_000;

/** One pace for each endpoint with a limit, its own or `common`; the session itself for those without. */
export class Paces {
  readonly #session: Exchanger;
  readonly #common: number | undefined;
  readonly #paces = new Map<string, Pace>();

  constructor(session: Exchanger, common: number | undefined) {
    this.#session = session;
    this.#common = common;
  }

  at(stream: string, name: PartName, { requestsPerMinute = this.#common }: { readonly requestsPerMinute?: number }): Exchanger {
    if (requestsPerMinute === undefined) return this.#session;
    const endpoint = `${stream} ${name}`;
    const pace = this.#paces.get(endpoint) ?? new Pace(requestsPerMinute);
    this.#paces.set(endpoint, pace);
    return paced(this.#session, pace);
  }
}

/**
 * Keeps requests at least so far apart that no minute has more than allowed, in the order in which they are made.
 * Holds within one opened connector; what several processes share is the target's own limit, in the store.
 */
class Pace {
  readonly #gapMs: number;
  #nextAt = 0;

  constructor(requestsPerMinute: number) {
    this.#gapMs = msPerMinute / requestsPerMinute;
  }

  async turn(signal: AbortSignal): Promise<void> {
    const nowMs = performance.now();
    const at = Math.max(nowMs, this.#nextAt);
    this.#nextAt = at + this.#gapMs;
    if (at > nowMs) await wait(at - nowMs, undefined, { signal });
  }
}

/** The session with each exchange in its turn. */
function paced(session: Exchanger, pace: Pace): Exchanger {
  return {
    exchange: async (request, signal) => {
      await pace.turn(signal);
      return await session.exchange(request, signal);
    },
  };
}
