import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer, ConsumerOptions, Producer } from '@platformatic/kafka';
import { GatewayError } from '../../schemas/errors.js';
import type { ConnectorContext } from '../connector.js';
import { importDriver } from '../shared/driver.js';
import { allowedAddress, type Reach } from '../shared/networks.js';
import type { KafkaDriver, KafkaMessage, OffsetRange, SentMessage } from './driver.js';
import { clusterError } from './errors.js';
import { timeoutSecondsDefault, type KafkaConfig } from './spec.js';

type Library = typeof import('@platformatic/kafka');
const secondMs = 1_000;
const closeMs = 2_000;

/**
 * The package @platformatic/kafka behind our narrow interface. The cluster names the brokers that really hold the data:
 * each of them is held to the allowed networks before anything is read from it.
 */
export class PlatformaticDriver implements KafkaDriver {
  readonly #config: KafkaConfig;
  readonly #context: Pick<ConnectorContext, 'name'> & Reach;
  #consumer: Consumer | undefined;
  #producer: Producer | undefined;

  constructor(config: KafkaConfig, context: Pick<ConnectorContext, 'name'> & Reach) {
    this.#config = config;
    this.#context = context;
  }

  async connect(signal: AbortSignal): Promise<void> {
    await this.#metadata([], signal);
  }

  async ranges(topic: string, signal: AbortSignal): Promise<ReadonlyMap<number, OffsetRange>> {
    await this.#metadata([topic], signal);
    const { ListOffsetTimestamps } = await library();
    const consumer = await this.#openConsumer();
    const list = async (timestamp: bigint): Promise<readonly bigint[]> =>
      (await this.#ask(consumer.listOffsets({ topics: [topic], timestamp }), signal, topic)).get(topic) ?? [];
    const firsts = await list(ListOffsetTimestamps.EARLIEST);
    const ends = await list(ListOffsetTimestamps.LATEST);
    return new Map(ends.map((end, partition) => [partition, { first: firsts[partition] ?? end, end }]));
  }

  async *read(topic: string, from: ReadonlyMap<number, bigint>, signal: AbortSignal): AsyncGenerator<KafkaMessage> {
    const consumer = await this.#openConsumer();
    const offsets = Array.from(from, ([partition, offset]) => ({ topic, partition, offset }));
    const stream = await this.#ask(consumer.consume({ topics: [topic], mode: 'manual', offsets, autocommit: false }), signal, topic);
    const stop = (): void => void stream.destroy();
    signal.addEventListener('abort', stop, { once: true });
    try {
      for await (const message of stream) {
        const { partition, offset, timestamp, key, value, headers } = message;
        yield { partition, offset, timestamp, key, value, headers: new Map(Array.from(headers, ([name, content]) => [name.toString(), content])) };
      }
    } catch (error) {
      signal.throwIfAborted();
      throw clusterError(error, { topic });
    } finally {
      signal.removeEventListener('abort', stop);
      await stream.close().catch(() => undefined);
    }
  }

  async commit(topic: string, next: ReadonlyMap<number, bigint>): Promise<void> {
    const consumer = await this.#openConsumer();
    const unknownEpoch = -1;
    const offsets = Array.from(next, ([partition, offset]) => ({ topic, partition, offset, leaderEpoch: unknownEpoch }));
    await this.#ask(consumer.commit({ offsets }), new AbortController().signal, topic);
  }

  async send(topic: string, messages: readonly SentMessage[], signal: AbortSignal): Promise<void> {
    const { Producer: KafkaProducer, ProduceAcks } = await library();
    this.#producer ??= new KafkaProducer({ ...this.#options(), idempotent: true, acks: ProduceAcks.ALL });
    const sent = messages.map(({ key, value, headers }) => ({
      topic,
      key,
      value,
      headers: new Map(Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)])),
    }));
    await this.#ask(this.#producer.send({ messages: sent }), signal, topic);
  }

  async close(): Promise<void> {
    const open = [this.#consumer?.close(true), this.#producer?.close()].filter((one) => one !== undefined);
    this.#consumer = undefined;
    this.#producer = undefined;
    // What is lost already cannot be closed once more, and where nobody answers the client would wait for ever.
    await Promise.race([Promise.allSettled(open), pause(closeMs, undefined, { ref: false })]);
  }

  async #metadata(topics: string[], signal: AbortSignal): Promise<void> {
    const consumer = await this.#openConsumer();
    const { brokers } = await this.#ask(consumer.metadata({ topics, forceUpdate: true }), signal, topics[0]);
    for (const { host, port } of brokers.values()) await allowedAddress(host, port, this.#context);
  }

  async #openConsumer(): Promise<Consumer> {
    for (const broker of this.#config.brokers) {
      const [host = '', port] = broker.split(':');
      await allowedAddress(host, Number(port), this.#context);
    }
    const { Consumer: KafkaConsumer } = await library();
    const groupId = this.#config.group ?? `jiantong-${this.#context.name.replaceAll(/[^A-Za-z0-9._-]/gu, '.')}`;
    this.#consumer ??= new KafkaConsumer({ ...this.#options(), groupId });
    return this.#consumer;
  }

  #options(): Omit<ConsumerOptions<Buffer, Buffer, Buffer, Buffer>, 'groupId'> {
    const { brokers, sasl, tls, timeoutSeconds = timeoutSecondsDefault } = this.#config;
    const timeoutMs = timeoutSeconds * secondMs;
    return {
      clientId: 'jiantong',
      bootstrapBrokers: [...brokers],
      timeout: timeoutMs,
      connectTimeout: timeoutMs,
      retries: 0,
      autocreateTopics: false,
      ...(tls && { tls: { ca: tls.authority }, tlsServerName: true }),
      ...(sasl && { sasl: { mechanism: sasl.mechanism, username: sasl.user, password: sasl.password } }),
    };
  }

  async #ask<Answer>(answer: Promise<Answer>, signal: AbortSignal, topic: string | undefined): Promise<Answer> {
    const { brokers, timeoutSeconds = timeoutSecondsDefault } = this.#config;
    const facts = { brokers: brokers.join(', '), topic };
    const stop = AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * secondMs)]);
    let give: (() => void) | undefined;
    const stopped = new Promise<never>((_, reject) => {
      give = () => reject(signal.aborted ? signal.reason : new GatewayError('CONNECTOR_TIMED_OUT', facts));
      stop.addEventListener('abort', give, { once: true });
    });
    try {
      return await Promise.race([stopped, answer.catch((error: unknown) => Promise.reject(clusterError(error, facts)))]);
    } finally {
      if (give) stop.removeEventListener('abort', give);
    }
  }
}

async function library(): Promise<Library> {
  return await importDriver('@platformatic/kafka', async () => await import('@platformatic/kafka'));
}
