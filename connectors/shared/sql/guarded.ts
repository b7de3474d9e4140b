import { GatewayError } from '../../../schemas/errors.js';
import { addressOf, secondMs, type ResolvedSettings } from './settings.js';

/** How long a cancelled statement may take to end before the connection is cut. */
export const cancelMs = 500;

export interface Guard {
  readonly settings: ResolvedSettings;
  readonly signal: AbortSignal;
  /** Time that a statement may take beyond `statementTimeoutSeconds`, where the server ends it by itself. */
  readonly graceMs: number;
  /** Asks the server to end what runs. Never fails. */
  readonly cancel: () => Promise<void>;
  readonly destroy: () => void;
  /** The error that says what a failure of the driver means. */
  readonly translate: (error: unknown) => unknown;
}

/**
 * Waits for a statement. An abort and a time limit cancel it at the server; where that does not help, the connection
 * is cut.
 * @throws CONNECTOR_TIMED_OUT; the signal's reason when it is aborted; otherwise what `translate` makes of the error
 */
export async function guarded<Result>(work: () => Promise<Result>, guard: Guard): Promise<Result> {
  const { settings, signal, graceMs, translate } = guard;
  signal.throwIfAborted();
  let cutTimer: NodeJS.Timeout | undefined;
  let isTimedOut = false;
  const cancel = (): void => {
    cutTimer ??= setTimeout(guard.destroy, cancelMs);
    void guard.cancel();
  };
  const timer = setTimeout(
    () => {
      isTimedOut = true;
      cancel();
    },
    settings.statementTimeoutSeconds * secondMs + graceMs,
  );
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    if (isTimedOut) throw new GatewayError('CONNECTOR_TIMED_OUT', addressOf(settings), error);
    throw translate(error);
  } finally {
    signal.removeEventListener('abort', cancel);
    clearTimeout(timer);
    clearTimeout(cutTimer);
  }
}
