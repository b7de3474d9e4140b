import { GatewayError } from '../../../schemas/errors.js';
import type { KafkaDriver, KafkaMessage, OffsetRange, SentMessage } from '../../../connectors/kafka/driver.js';

/** What a cluster keeps of one topic, partition by partition. */
export class MemoryTopic {
  readonly partitions: KafkaMessage[][];
  /** How many messages of each partition have passed their retention. */
  readonly dropped: number[];
  readonly committed = new Map<number, bigint>();

  constructor(partitions: number) {
    this.partitions = Array.from({ length: partitions }, () => []);
    this.dropped = this.partitions.map(() => 0);
  }

  append(partition: number, message: Partial<KafkaMessage> & Pick<KafkaMessage, 'value'>): void {
    const kept = this.partitions[partition] ?? [];
    kept.push({ partition, offset: BigInt(kept.length), timestamp: 1_700_000_000_000n, key: null, headers: new Map(), ...message });
  }
}

/**
 * A cluster as the connector's narrow interface shows it. It stands in for the client's package because no broker that
 * speaks its protocol can be installed where these tests run.
 */
export class MemoryDriver implements KafkaDriver {
  readonly #topics: ReadonlyMap<string, MemoryTopic>;
  /** Thrown by the next thing that is sent. */
  failure: GatewayError | undefined;
  isCut = false;

  constructor(topics: ReadonlyMap<string, MemoryTopic>) {
    this.#topics = topics;
  }

  async connect(): Promise<void> {
    this.#assertLine();
  }

  async ranges(topic: string): Promise<ReadonlyMap<number, OffsetRange>> {
    this.#assertLine();
    const { partitions, dropped } = this.#topic(topic);
    return new Map(partitions.map((kept, partition) => [partition, { first: BigInt(dropped[partition] ?? 0), end: BigInt(kept.length) }]));
  }

  async *read(topic: string, from: ReadonlyMap<number, bigint>, signal: AbortSignal): AsyncGenerator<KafkaMessage> {
    const next = new Map(from);
    for (;;) {
      let isQuiet = true;
      for (const [partition, kept] of this.#topic(topic).partitions.entries()) {
        this.#assertLine();
        const message = kept[Number(next.get(partition) ?? 0n)];
        if (!message) continue;
        isQuiet = false;
        next.set(partition, message.offset + 1n);
        yield message;
      }
      if (isQuiet && !signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      signal.throwIfAborted();
    }
  }

  async commit(topic: string, next: ReadonlyMap<number, bigint>): Promise<void> {
    for (const [partition, offset] of next) this.#topic(topic).committed.set(partition, offset);
  }

  async send(topic: string, messages: readonly SentMessage[]): Promise<void> {
    const { failure } = this;
    this.failure = undefined;
    if (failure) throw failure;
    for (const { key, value, headers } of messages) {
      const entries = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)] as const);
      this.#topic(topic).append(0, { key, value, headers: new Map(entries) });
    }
  }

  async close(): Promise<void> {
    this.isCut = false;
  }

  #topic(name: string): MemoryTopic {
    const topic = this.#topics.get(name);
    if (!topic) throw new GatewayError('MESSAGE_QUEUE_MISSING', { topic: name });
    return topic;
  }

  #assertLine(): void {
    if (!this.isCut) return;
    this.isCut = false;
    throw new GatewayError('CONNECTOR_CONNECTION_LOST', {});
  }
}
