import type { Observe } from '../exchanges/stations.js';
import type { Store } from '../store/store.js';
import type { LogSeal } from './seal.js';
import { sequenceSegments } from './sequencer.js';

export interface LogSequencerOptions {
  readonly store: Store;
  readonly observe: Observe;
  /** The keys that sign the log; undefined while another process has them. Asked again when the key was changed. */
  readonly openSeal: () => Promise<LogSeal | undefined>;
  /** Called after each turn but the last, to take what was sealed further; `isBusy` where the turn sealed something. */
  readonly follow?: (isBusy: boolean) => Promise<void>;
  /** Told once when this process cannot sign, and so leaves the log to the one that can. */
  readonly onKeyElsewhere: () => void;
  /** Told when the store would not have it; the next turn tries again. Must not throw. */
  readonly onError: (error: unknown) => void;
}

const turnMs = 1000;
/** Turns after which a process that had not the key looks again whether it has it now. */
const lookAgainTurns = 60;

/** Seals new log segments, at least once a second while there are any: gives them places and signs a tree over them. */
export class LogSequencer {
  readonly #options: LogSequencerOptions;
  #seal: LogSeal | undefined;
  #turnsWithoutKey = 0;
  #isKeyElsewhere = false;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: LogSequencerOptions) {
    this.#options = options;
  }

  /** Throws what `openSeal` throws: a key that is wrong is told at the start, not in every turn. */
  async start(): Promise<void> {
    await this.#open();
    this.#timer ??= setInterval(() => void this.flush(), turnMs);
  }

  /** Seals everything that is committed now, unless another sequencer is at it. */
  async flush(): Promise<void> {
    await this.#enqueue(async () => this.#follow(await this.#sequence(false)));
  }

  /** Seals what is left, also where another sequencer has to end its turn first. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#enqueue(async () => {
      await this.#sequence(true);
    });
  }

  async #enqueue(turn: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(turn);
    await this.#turn;
  }

  /** Returns whether it sealed anything. */
  async #sequence(waits: boolean): Promise<boolean> {
    const { store, observe, onError } = this.#options;
    let isBusy = false;
    try {
      for (;;) {
        const seal = this.#seal ?? (await this.#look());
        if (seal === undefined) return isBusy;
        observe('log.sequencing', { rows: 0 });
        const turn = await sequenceSegments(store, seal, { waits });
        observe('log.sequenced', { rows: turn.state === 'sealed' ? turn.placed : 0 });
        if (turn.state === 'key-changed') this.#seal = undefined;
        else if (turn.state !== 'sealed') return isBusy;
        else isBusy = true;
      }
    } catch (error) {
      onError(error);
      return isBusy;
    }
  }

  async #follow(isBusy: boolean): Promise<void> {
    try {
      await this.#options.follow?.(isBusy);
    } catch (error) {
      this.#options.onError(error);
    }
  }

  async #look(): Promise<LogSeal | undefined> {
    this.#turnsWithoutKey += 1;
    if (this.#turnsWithoutKey % lookAgainTurns === 1) await this.#open();
    return this.#seal;
  }

  async #open(): Promise<void> {
    this.#seal = await this.#options.openSeal();
    if (this.#seal === undefined && !this.#isKeyElsewhere) this.#options.onKeyElsewhere();
    this.#isKeyElsewhere = this.#seal === undefined;
    if (this.#seal !== undefined) this.#turnsWithoutKey = 0;
  }
}
