import type { Change, PullBatch, PullRequest } from '../connector.js';
import { headerValue, type Message } from '../shared/messages/message.js';
import { MessageBatch, type FullBatch } from '../shared/messages/message-batch.js';
import { changesOf } from '../shared/messages/read-message.js';
import type { MessageRead } from '../shared/messages/settings.js';
import type { KafkaDriver, KafkaMessage } from './driver.js';
import { offsetCursor, startOffsets } from './offsets.js';

/** How long nothing comes before what is left of a partition counts as marks of transactions, which are no messages. */
const quietMs = 5_000;

/** Reads topics by offsets of our own, and shows in the cluster how far what has been stored goes. */
export class TopicReader {
  readonly #driver: KafkaDriver;
  readonly #offsets = new WeakMap<readonly Change[], ReadonlyMap<number, bigint>>();

  constructor(driver: KafkaDriver) {
    this.#driver = driver;
  }

  /**
   * Gives what the topic holds when it begins, from the cursor on. The cursor has the next offset of each partition.
   * @throws MESSAGE_OFFSETS_GONE, CONNECTOR_CURSOR_INVALID and what the driver throws
   */
  async *pull(topic: string, read: MessageRead, { key, cursor }: PullRequest, signal: AbortSignal): AsyncGenerator<PullBatch> {
    const ranges = await this.#driver.ranges(topic, signal);
    const next = startOffsets(topic, ranges, cursor);
    const unread = new Set([...ranges].filter(([partition, { end }]) => (next.get(partition) ?? end) < end).map(([partition]) => partition));
    if (unread.size === 0) return;
    const batch = new MessageBatch<KafkaMessage>();
    const stop = new AbortController();
    const messages = this.#driver.read(topic, next, AbortSignal.any([signal, stop.signal]))[Symbol.asyncIterator]();
    try {
      while (unread.size > 0) {
        const coming = messages.next();
        coming.catch(() => undefined); // seen when it is awaited, unless nobody waits any more
        const step = await inTime(coming, quietMs);
        signal.throwIfAborted();
        if (!step || step.done) break;
        const message = step.value;
        const end = ranges.get(message.partition)?.end ?? 0n;
        if (message.offset + 1n >= end) unread.delete(message.partition);
        if (message.offset >= end) continue;
        const changes = changesOf(messageFrom(message, topic), read, key);
        for (const full of batch.add(changes, message.value?.length ?? 0, message)) yield this.#give(next, full);
      }
      if (!batch.isEmpty) yield this.#give(next, batch.take());
    } finally {
      // It may be waiting for a message that never comes; that it was told to stop is no failure.
      stop.abort();
      await messages.return?.().catch(() => undefined);
    }
  }

  /** Shows how far a stored batch goes. What counts is the cursor, so that a failure does no harm. */
  async taken(topic: string, changes: readonly Change[]): Promise<void> {
    const offsets = this.#offsets.get(changes);
    if (offsets) await this.#driver.commit(topic, offsets);
  }

  #give(next: Map<number, bigint>, { changes, completed }: FullBatch<KafkaMessage>): PullBatch {
    for (const { partition, offset } of completed) next.set(partition, offset + 1n);
    this.#offsets.set(changes, new Map(next));
    return { changes, cursor: offsetCursor(next) };
  }
}

export function messageFrom({ partition, offset, timestamp, key, value, headers }: KafkaMessage, topic: string): Message {
  const beside: Readonly<Record<string, unknown>> = {
    key: key ?? undefined,
    topic,
    partition,
    offset: String(offset),
    timestamp: new Date(Number(timestamp)).toISOString(),
  };
  return {
    body: value ?? Buffer.alloc(0),
    beside: (name) => headerValue(name.startsWith('header:') ? headers.get(name.slice('header:'.length)) : beside[name]),
    position: `${topic}[${partition}]@${offset}`,
  };
}

async function inTime<Value>(work: Promise<Value>, limitMs: number): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
