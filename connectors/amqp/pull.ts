import type { Channel, ConsumeMessage } from 'amqplib';
import type { Change, PullBatch, PullRequest, TakenRequest } from '../connector.js';
import { MessageBatch, type FullBatch } from '../shared/messages/message-batch.js';
import { changesOf } from '../shared/messages/read-message.js';
import type { Broker } from './broker.js';
import { brokerError } from './errors.js';
import { Inbox } from './inbox.js';
import { messageFrom } from './message.js';
import { SeenMessages } from './seen-messages.js';
import { amqpDefaults, type AmqpRead } from './spec.js';

/** How long to wait for more before a batch that is not full is given. */
const lingerMs = 50;
/** How long nothing comes before the queue counts as read to its end. */
const quietMs = 1_000;
/** How long to wait for the gateway to store what it has, where the broker hands out no more before. */
const storingMs = 120_000;

/**
 * Reads queues. A message is acknowledged when the batch that completes it has been stored, and not before: whatever
 * happens between, the broker gives it out again.
 */
export class QueueReader {
  readonly #broker: Broker;
  #channel: Channel | undefined;
  readonly #unacknowledged = new Map<readonly Change[], readonly ConsumeMessage[]>();

  constructor(broker: Broker) {
    this.#broker = broker;
  }

  /**
   * Gives what waits in the queue when it begins, and ends there, so that a queue that is always being filled holds
   * no run up for ever.
   * @throws MESSAGE_QUEUE_MISSING, CONNECTOR_RIGHT_MISSING, CONNECTOR_BUSY and what `Broker` throws
   */
  async *pull(read: AmqpRead, { key, cursor }: PullRequest, signal: AbortSignal): AsyncGenerator<PullBatch> {
    const { queue, prefetch = amqpDefaults.prefetch } = read;
    const seen = new SeenMessages(cursor);
    const channel = await this.#freshChannel(signal);
    const { messageCount } = await this.#broker.ask(channel.checkQueue(queue), signal, { queue });
    const inbox = new Inbox(channel);
    await this.#broker.ask(channel.prefetch(prefetch), signal);
    const { consumerTag } = await this.#broker.ask(channel.consume(queue, inbox.take), signal, { queue });
    try {
      const batch = new MessageBatch<ConsumeMessage>();
      for (let count = 0; count < messageCount; ) {
        const isFull = this.#openCount() + batch.completedCount >= prefetch;
        const message = await inbox.next(waitMs(batch.isEmpty, isFull), signal);
        if (message) {
          count += 1;
          if (seen.has(message)) channel.ack(message);
          else {
            const changes = changesOf(messageFrom(message, queue), read, key);
            for (const full of batch.add(changes, message.content.length, message)) yield this.#give(seen, full);
          }
        } else if (batch.isEmpty) return;
        else yield this.#give(seen, batch.take());
      }
      if (!batch.isEmpty) yield this.#give(seen, batch.take());
    } finally {
      // Nothing more is handed out; the channel stays open for what is still to be acknowledged.
      await this.#broker.ask(channel.cancel(consumerTag), new AbortController().signal).catch(() => undefined);
    }
  }

  /** Acknowledges what a stored batch completes. */
  async taken({ changes }: TakenRequest): Promise<void> {
    const last = this.#unacknowledged.get(changes)?.at(-1);
    this.#unacknowledged.delete(changes);
    try {
      // Batches are stored in order, so all before it has been stored, too.
      if (last) this.#channel?.ack(last, true);
    } catch (error) {
      throw brokerError(error, {});
    }
  }

  /** What an earlier pull left unacknowledged goes back to its queue. */
  async #freshChannel(signal: AbortSignal): Promise<Channel> {
    const former = this.#channel;
    // A channel that is closed already cannot be closed once more.
    if (former) await this.#broker.ask(former.close(), signal).catch(() => signal.throwIfAborted());
    this.#unacknowledged.clear();
    this.#channel = await this.#broker.channel(signal);
    return this.#channel;
  }

  #give(seen: SeenMessages, { changes, completed }: FullBatch<ConsumeMessage>): PullBatch {
    for (const message of completed) seen.add(message);
    this.#unacknowledged.set(changes, completed);
    return { changes, cursor: seen.cursor() };
  }

  #openCount(): number {
    let count = 0;
    for (const messages of this.#unacknowledged.values()) count += messages.length;
    return count;
  }
}

function waitMs(isBatchEmpty: boolean, isWindowFull: boolean): number {
  if (isBatchEmpty) return isWindowFull ? storingMs : quietMs;
  return isWindowFull ? 0 : lingerMs;
}
