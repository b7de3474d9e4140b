import type { Channel, ConsumeMessage } from 'amqplib';
import { GatewayError } from '../../schemas/errors.js';

/** What the broker has handed out and nobody has read yet: never more than the prefetch. */
export class Inbox {
  readonly #messages: ConsumeMessage[] = [];
  #isOver = false;
  #wake: (() => void) | undefined;

  constructor(channel: Channel) {
    channel.on('close', () => this.take(null));
  }

  /** What the driver calls with each message, and with null when the broker ended the reading: the queue is gone. */
  readonly take = (message: ConsumeMessage | null): void => {
    if (message) this.#messages.push(message);
    else this.#isOver = true;
    this.#wake?.();
  };

  /**
   * The next message; undefined where none comes in time.
   * @throws CONNECTOR_CONNECTION_LOST; the signal's reason when it is aborted
   */
  async next(waitMs: number, signal: AbortSignal): Promise<ConsumeMessage | undefined> {
    signal.throwIfAborted();
    const ready = this.#messages.shift();
    if (ready || waitMs === 0) return ready;
    if (!this.#isOver) await this.#news(waitMs, signal);
    signal.throwIfAborted();
    const message = this.#messages.shift();
    if (!message && this.#isOver) throw new GatewayError('CONNECTOR_CONNECTION_LOST', {});
    return message;
  }

  async #news(waitMs: number, signal: AbortSignal): Promise<void> {
    const news = new Promise<void>((resolve) => (this.#wake = resolve));
    const stop = (): void => this.#wake?.();
    const timer = setTimeout(stop, waitMs);
    signal.addEventListener('abort', stop, { once: true });
    await news;
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    this.#wake = undefined;
  }
}
