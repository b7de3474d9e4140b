import type { Message as AmqpMessage } from 'amqplib';
import type { JsonValue } from '../../schemas/json.js';
import { headerValue, type Message } from '../shared/messages/message.js';
import type { besideNames } from './spec.js';

const secondMs = 1_000;

/** A message of a queue. It has no lasting place there: its own number is what a person finds it by, where it has one. */
export function messageFrom(message: AmqpMessage, queue: string): Message {
  const id: unknown = message.properties.messageId;
  return {
    body: message.content,
    beside: (name) => besideBody(message, name),
    position: `${queue} ${typeof id === 'string' ? `message-id=${id}` : `delivery ${message.fields.deliveryTag}`}`,
  };
}

function besideBody({ fields, properties }: AmqpMessage, name: string): JsonValue {
  if (name.startsWith('header:')) return headerValue(properties.headers?.[name.slice('header:'.length)]);
  const values: Readonly<Record<(typeof besideNames)[number], unknown>> = {
    'message-id': properties.messageId,
    'correlation-id': properties.correlationId,
    type: properties.type,
    'app-id': properties.appId,
    timestamp: instant(properties.timestamp),
    'routing-key': fields.routingKey,
    exchange: fields.exchange,
  };
  return headerValue(Object.hasOwn(values, name) ? values[name as keyof typeof values] : undefined);
}

/** The protocol counts seconds. */
function instant(seconds: unknown): string | undefined {
  return typeof seconds === 'number' ? new Date(seconds * secondMs).toISOString() : undefined;
}
