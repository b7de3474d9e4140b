import { GatewayError } from '../../../schemas/errors.js';
import type { SourceRow } from '../../connector.js';
import type { RowRefusal } from '../isolate-rows.js';
import type { Access, RowReader, SqlConnection, Statement } from './connection.js';
import { guarded } from './guarded.js';
import type { DriverSession, SessionRules } from './session.js';
import { addressOf, type ResolvedSettings } from './settings.js';

/** A connection over a driver that runs statements and knows nothing of our time limits, signals and error codes. */
export class SessionConnection implements SqlConnection {
  readonly statementBytesMax: number;
  readonly #session: DriverSession;
  readonly #rules: SessionRules;
  readonly #settings: ResolvedSettings;
  #isBroken = false;
  /** Ends the wait for the running statement where the driver forgets it when its connection is cut. */
  #giveUp: (error: unknown) => void = () => undefined;

  constructor(session: DriverSession, rules: SessionRules, settings: ResolvedSettings, statementBytesMax = Infinity) {
    this.#session = session;
    this.#rules = rules;
    this.#settings = settings;
    this.statementBytesMax = statementBytesMax;
  }

  get isBroken(): boolean {
    return this.#isBroken || this.#session.isBroken;
  }

  async run(statement: Statement, signal: AbortSignal): Promise<SourceRow[]> {
    return await this.#guarded(async () => await this.#session.run(statement), signal);
  }

  async read(statement: Statement, signal: AbortSignal): Promise<RowReader> {
    const rows = await this.#guarded(async () => await this.#session.read(statement), signal);
    let isEnded = false;
    return {
      next: async (count) => {
        const fetched = await this.#guarded(async () => await rows.next(count), signal);
        isEnded = fetched.isLast;
        return fetched;
      },
      close: async () => {
        if (isEnded || this.isBroken) return;
        // What is left is not worth taking: another connection is cheaper.
        await this.#session.cancel().catch(() => undefined);
        this.destroy();
      },
    };
  }

  /** The databases behind this undo a refused statement as a whole by themselves, so no savepoint is needed. */
  async write(statement: Statement, signal: AbortSignal): Promise<RowRefusal | undefined> {
    try {
      await this.#guarded(async () => await this.#session.run(statement), signal, asItIs);
      return undefined;
    } catch (error) {
      const refusal = this.#rules.rowRefusal(error);
      if (!refusal) throw this.#rules.translate(error);
      const isLost = await this.#guarded(async () => await this.#rules.isTransactionLost?.(this.#session), signal);
      if (!isLost) return refusal;
      const facts = { ...addressOf(this.#settings), number: refusal.code, answer: refusal.text };
      throw new GatewayError('CONNECTOR_BATCH_REFUSED', facts, error);
    }
  }

  async begin(access: Access, zone: string, signal: AbortSignal): Promise<void> {
    for (const statement of this.#rules.begin(access, zone)) await this.run(statement, signal);
  }

  async commit(signal: AbortSignal): Promise<string | undefined> {
    try {
      await this.#guarded(async () => await this.#session.commit(), signal, asItIs);
      return undefined;
    } catch (error) {
      if (this.#rules.isCertainlyUndone(error)) throw this.#rules.translate(error);
      this.destroy();
      return 'COMMIT_ANSWER_LOST';
    }
  }

  async rollback(signal: AbortSignal): Promise<void> {
    await this.#guarded(async () => await this.#session.rollback(), signal);
  }

  destroy(): void {
    this.#isBroken = true;
    this.#session.destroy();
    this.#giveUp(new Error('the connection was cut'));
  }

  async close(): Promise<void> {
    this.#isBroken = true;
    await this.#session.close().catch(() => undefined);
  }

  async #guarded<Result>(
    work: () => Promise<Result>,
    signal: AbortSignal,
    translate = (error: unknown): unknown => this.#rules.translate(error),
  ): Promise<Result> {
    return await guarded(async () => await this.#untilBroken(work), {
      settings: this.#settings,
      signal,
      graceMs: 0,
      translate,
      cancel: async () => await this.#session.cancel().catch(() => undefined),
      destroy: () => this.destroy(),
    });
  }

  async #untilBroken<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.isBroken) throw new Error('the connection was cut');
    return await new Promise((resolve, reject) => {
      this.#giveUp = reject;
      void work().then(resolve, reject);
    });
  }
}

function asItIs(error: unknown): unknown {
  return error;
}
