import { connect, type ChannelModel, type ConfirmChannel } from 'amqplib';
import { amqpConnector } from '../../../connectors/amqp/index.js';
import type { AmqpConfig } from '../../../connectors/amqp/spec.js';
import type { Connector } from '../../../connectors/connector.js';
import { password, users, vhost, type RabbitmqServer } from '../../servers/rabbitmq.js';

/** The other side of a test's queues: what a department or a receiver would do with them. */
export class FarSide {
  readonly #server: () => RabbitmqServer;
  #connection: ChannelModel | undefined;
  #channel: ConfirmChannel | undefined;

  constructor(server: () => RabbitmqServer) {
    this.#server = server;
  }

  async channel(): Promise<ConfirmChannel> {
    if (this.#channel) return this.#channel;
    const connection = await connect({ hostname: '127.0.0.1', port: this.#server().port, vhost, username: users.tester, password });
    // The server is ended in the middle of tests; the next call connects anew.
    connection.on('error', () => undefined);
    connection.on('close', () => (this.#channel = undefined));
    this.#connection = connection;
    this.#channel = await connection.createConfirmChannel();
    this.#channel.on('error', () => undefined);
    return this.#channel;
  }

  /** Makes the queue where it is missing, and empties it. */
  async empty(queue: string): Promise<void> {
    const channel = await this.channel();
    await channel.assertQueue(queue, { durable: true });
    await channel.purgeQueue(queue);
  }

  async send(queue: string, messages: readonly FarMessage[]): Promise<void> {
    const channel = await this.channel();
    for (const { body, ...properties } of messages) {
      channel.publish('', queue, Buffer.isBuffer(body) ? body : Buffer.from(body), { persistent: true, ...properties });
    }
    await channel.waitForConfirms();
  }

  /** Takes everything that is in the queue. */
  async receive(queue: string): Promise<{ readonly body: string; readonly id: string; readonly headers: Record<string, unknown> }[]> {
    const channel = await this.channel();
    const found = [];
    for (let message = await channel.get(queue, { noAck: true }); message; message = await channel.get(queue, { noAck: true })) {
      const { messageId, headers } = message.properties;
      found.push({ body: message.content.toString(), id: String(messageId), headers: { ...headers } });
    }
    return found;
  }

  async waiting(queue: string): Promise<number> {
    return (await (await this.channel()).checkQueue(queue)).messageCount;
  }

  async close(): Promise<void> {
    await this.#connection?.close().catch(() => undefined);
  }
}

export interface FarMessage {
  readonly body: string | Buffer;
  readonly messageId?: string;
  readonly type?: string;
  readonly headers?: Record<string, unknown>;
}

export function openAmqp(server: RabbitmqServer, more: Partial<AmqpConfig> & Pick<AmqpConfig, 'streams'>, networks = ['127.0.0.0/8']): Connector {
  const config = { host: '127.0.0.1', port: server.port, vhost, user: users.tester, password, ...more };
  return amqpConnector.create(config, { name: 'office/mq', now: () => new Date(), workspaceFolder: '/nowhere', log: () => undefined, networks });
}
