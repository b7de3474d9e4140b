/** All that the connector asks of a Kafka client. Its errors are GatewayErrors already. */
export interface KafkaDriver {
  /** Signs in and asks for nothing. */
  connect(signal: AbortSignal): Promise<void>;
  /** Which offsets each partition of a topic keeps. @throws MESSAGE_QUEUE_MISSING, CONNECTOR_RIGHT_MISSING */
  ranges(topic: string, signal: AbortSignal): Promise<ReadonlyMap<number, OffsetRange>>;
  /** Messages from these offsets on, in the order of each partition, for as long as they are asked for. */
  read(topic: string, from: ReadonlyMap<number, bigint>, signal: AbortSignal): AsyncIterable<KafkaMessage>;
  /** Shows in the cluster how far the group has read; only for those who look. */
  commit(topic: string, next: ReadonlyMap<number, bigint>): Promise<void>;
  /** Writes messages, and ends when all replicas that are in sync have them. */
  send(topic: string, messages: readonly SentMessage[], signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface OffsetRange {
  /** Of the oldest message that is kept. */
  readonly first: bigint;
  /** That the next message will have. */
  readonly end: bigint;
}

export interface KafkaMessage {
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds since 1970. */
  readonly timestamp: bigint;
  readonly key: Buffer | null;
  /** Null: a tombstone. */
  readonly value: Buffer | null;
  readonly headers: ReadonlyMap<string, Buffer>;
}

export interface SentMessage {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}
