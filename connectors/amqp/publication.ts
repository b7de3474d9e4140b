import type { ConfirmChannel, Message } from 'amqplib';
import type { PushResult } from '../connector.js';
import type { OutgoingMessage } from '../shared/messages/write-message.js';
import { brokerError } from './errors.js';

/** The messages that one push publishes, and what the broker says of each. */
export class Publication {
  readonly #channel: ConfirmChannel;
  readonly #exchange: string;
  readonly #results = new Map<string, PushResult>();
  readonly #returned = new Map<string, Message['fields'] & { readonly replyCode?: unknown; readonly replyText?: unknown }>();
  #open = 0;
  #isClosed = false;
  #refusal: unknown;
  #finish: () => void = () => undefined;
  /** Comes when the broker has spoken on every message, or will not any more. */
  readonly finished: Promise<void>;

  constructor(channel: ConfirmChannel, exchange: string) {
    this.#channel = channel;
    this.#exchange = exchange;
    this.finished = new Promise((resolve) => (this.#finish = resolve));
    channel.on('return', (message) => this.#returned.set(String(message.properties.messageId), message.fields));
    channel.on('error', (error) => (this.#refusal = error));
    // Before the driver's own listener, which tells every message that is still open that it failed.
    channel.prependListener('close', () => {
      this.#isClosed = true;
      this.#finish();
    });
  }

  publish(id: string, routingKey: string, { body, headers }: OutgoingMessage, timestamp: number): void {
    const properties = { mandatory: true, persistent: true, messageId: id, contentType: 'application/json', headers, timestamp };
    this.#open += 1;
    this.#channel.publish(this.#exchange, routingKey, body, properties, (error: unknown) => {
      if (!this.#isClosed) this.#results.set(id, error === null ? this.#taken(id) : notTaken);
      this.#open -= 1;
      if (this.#open === 0) this.#finish();
    });
  }

  /** What became of a message; undefined where the broker has not said. */
  result(id: string): PushResult | undefined {
    return this.#results.get(id);
  }

  /** Throws where the broker closed the channel with a reason and had taken nothing before. */
  throwIfRefused(): void {
    if (this.#refusal !== undefined && this.#results.size === 0) throw brokerError(this.#refusal, { exchange: this.#exchange });
  }

  /** The broker returns what no queue takes before it confirms it. */
  #taken(id: string): PushResult {
    const fields = this.#returned.get(id);
    if (!fields) return { outcome: 'accepted' };
    return { outcome: 'rejected', code: String(fields.replyCode), text: `${String(fields.replyText)} ${fields.routingKey}`, permanent: false };
  }
}

const notTaken: PushResult = { outcome: 'rejected', code: 'nack', text: 'basic.nack', permanent: false };
