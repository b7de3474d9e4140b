import type { Store } from '../store/store.js';

export interface FollowerOptions {
  readonly store: Pick<Store, 'query'>;
  /** Puts into force what stands in the store. */
  readonly takeOver: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

const everyMs = 10_000;

/** Looks whether another process that shares the store has applied a configuration, and takes it over. */
export class ConfigurationFollower {
  readonly #options: FollowerOptions;
  #known: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    await this.note();
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look()).catch(this.#options.onError);
    }, everyMs);
  }

  /** What stands in the store now is in force here. */
  async note(): Promise<void> {
    this.#known = await this.#newest();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const newest = await this.#newest();
    if (newest === this.#known) return;
    await this.#options.takeOver();
    this.#known = newest;
  }

  async #newest(): Promise<number> {
    const [row] = await this.#options.store.query<{ newest: number | null }>('SELECT max(id) AS newest FROM resource_version');
    return row?.newest ?? 0;
  }
}
