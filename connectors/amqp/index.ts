import { GatewayError } from '../../schemas/errors.js';
import type { Connector, ConnectorContext, ConnectorType } from '../connector.js';
import { Broker } from './broker.js';
import { checkBroker } from './check.js';
import { discoverQueues } from './discover.js';
import { QueueReader } from './pull.js';
import { pushMessages } from './push.js';
import { amqpSpec, type AmqpConfig, type AmqpStream } from './spec.js';

/** Queues of a broker that speaks AMQP 0-9-1, as RabbitMQ does. */
export const amqpConnector: ConnectorType<AmqpConfig> = {
  type: 'amqp',
  titleZh: '消息队列 AMQP',
  titleEn: 'AMQP message queue',
  spec: amqpSpec,
  capabilities: { canPull: true, canPush: true, receipts: 'none', canQuery: false },
  create: createAmqp,
};

function createAmqp(config: AmqpConfig, context: ConnectorContext): Connector {
  const broker = new Broker(config, context);
  const reader = new QueueReader(broker);
  const settings = <Way extends 'read' | 'write'>(name: string, way: Way): NonNullable<AmqpStream[Way]> => {
    const found = config.streams[name]?.[way];
    if (found) return found;
    const offered = Object.keys(config.streams).filter((one) => config.streams[one]?.[way]);
    throw new GatewayError('CONNECTOR_STREAM_MISSING', { stream: name, way, offered: offered.join(', ') });
  };
  return {
    check: (signal) => checkBroker(broker, config, context, context.now, signal),
    discover: async (signal) => await discoverQueues(broker, config, signal),
    pull: (request, signal) => reader.pull(settings(request.stream, 'read'), request, signal),
    taken: async (request) => await reader.taken(request),
    push: async (request, signal) => await pushMessages(broker, settings(request.stream, 'write'), request, context.now(), signal),
    close: async () => await broker.close(),
  };
}
