import type { Observe } from '../exchanges/stations.js';
import type { Store } from '../store/store.js';
import { sequenceSegments } from './sequencer.js';

export interface LogSequencerOptions {
  readonly store: Store;
  readonly observe: Observe;
  /** Told when the store would not have it; the next turn tries again. Must not throw. */
  readonly onError: (error: unknown) => void;
}

const turnMs = 1000;

/** Gives new log segments their places, at least once a second while there are any. */
export class LogSequencer {
  readonly #options: LogSequencerOptions;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: LogSequencerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.flush(), turnMs);
  }

  /** Places everything that is committed now. */
  async flush(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#sequence());
    await this.#turn;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.flush();
  }

  async #sequence(): Promise<void> {
    const { store, observe, onError } = this.#options;
    try {
      for (;;) {
        observe('log.sequencing', { rows: 0 });
        const placed = await sequenceSegments(store);
        observe('log.sequenced', { rows: placed });
        if (placed === 0) return;
      }
    } catch (error) {
      onError(error);
    }
  }
}
