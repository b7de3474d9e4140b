import type { JsonObject } from '../../schemas/json.js';
import { streamNameSchema } from '../shared/file-streams.js';
import { besidePattern } from '../shared/messages/message.js';
import {
  messageReadSchema,
  messageWriteSchema,
  type MessageRead,
  type MessageWrite,
} from '../shared/messages/settings.js';

/** Configuration of a connector to a broker that speaks AMQP 0-9-1, as RabbitMQ does. */
export interface AmqpConfig {
  readonly host: string;
  /** Absent: 5671 with TLS, else 5672. */
  readonly port?: number;
  readonly vhost?: string;
  readonly user: string;
  readonly password?: string;
  readonly tls?: { readonly authority?: string };
  readonly timeoutSeconds?: number;
  readonly streams: Readonly<Record<string, AmqpStream>>;
}

export interface AmqpStream {
  readonly titleZh?: string;
  readonly read?: AmqpRead;
  readonly write?: AmqpWrite;
}

export interface AmqpRead extends MessageRead {
  readonly queue: string;
  /** Most messages that the broker hands out before we have stored any: they lie in memory. */
  readonly prefetch?: number;
}

export interface AmqpWrite extends MessageWrite {
  /** Absent: the default exchange, which routes to the queue that the routing key names. */
  readonly exchange?: string;
  /** May name columns of the row: `penalty.{region}`. */
  readonly routingKey: string;
}

export const amqpDefaults = { vhost: '/', timeoutSeconds: 30, prefetch: 1_000 } as const;

/** What stands beside the body of an AMQP message, besides its headers. */
export const besideNames = ['message-id', 'correlation-id', 'type', 'app-id', 'timestamp', 'routing-key', 'exchange'] as const;

const text: JsonObject = { type: 'string', minLength: 1, maxLength: 255 };
const pemCharsMax = 65_536;
const prefetchMax = 5_000;

export const amqpSpec: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: '消息队列 AMQP 0-9-1',
  type: 'object',
  properties: {
    host: { title: '主机 Host', ...text, examples: ['mq.example'] },
    port: {
      title: '端口 Port',
      description: '默认 5672，用 TLS 时 5671。5672, with TLS 5671.',
      type: 'integer',
      minimum: 1,
      maximum: 65_535,
    },
    vhost: { title: '虚拟主机 Virtual host', ...text, default: amqpDefaults.vhost },
    user: { title: '账号 User', ...text },
    password: { title: '密码 Password', type: 'string', maxLength: 1_000, 'x-secret': true },
    tls: {
      title: '加密 TLS',
      description: '不填：明文，仅限可信网络。Absent: plain text, for trusted networks only.',
      type: 'object',
      properties: {
        authority: {
          title: '根证书 Authority',
          description: 'PEM 文本；不填：系统信任的。PEM text; those that the system trusts when absent.',
          type: 'string',
          maxLength: pemCharsMax,
        },
      },
      additionalProperties: false,
    },
    timeoutSeconds: {
      title: '超时 Time limit',
      description: '多久没有应答即放弃。How long to wait for an answer.',
      type: 'integer',
      minimum: 1,
      maximum: 600,
      default: amqpDefaults.timeoutSeconds,
    },
    streams: {
      title: '数据流 Streams',
      type: 'object',
      propertyNames: streamNameSchema,
      minProperties: 1,
      maxProperties: 100,
      additionalProperties: {
        type: 'object',
        properties: {
          titleZh: { title: '名称 Title', ...text },
          read: {
            title: '读取 Reading',
            type: 'object',
            properties: {
              queue: { title: '队列 Queue', ...text },
              prefetch: {
                title: '预取条数 Prefetch',
                description:
                  '存好之前最多取出的消息数，都在内存中：消息大时调小。Most messages taken out before any is stored; all lie in memory, so fewer where they are large.',
                type: 'integer',
                minimum: 1,
                maximum: prefetchMax,
                default: amqpDefaults.prefetch,
              },
              ...messageReadSchema(besidePattern(besideNames), 'message-id'),
            },
            required: ['queue'],
            additionalProperties: false,
          },
          write: {
            title: '报送 Writing',
            type: 'object',
            properties: {
              exchange: {
                title: '交换机 Exchange',
                description: '不填：默认交换机，按路由键直达队列。Absent: the default one, which routes to the queue of that name.',
                type: 'string',
                maxLength: 255,
              },
              routingKey: {
                title: '路由键 Routing key',
                description: '可用 {列名} 取自记录。May name columns of the row in braces.',
                ...text,
                examples: ['penalty.{region}'],
              },
              ...messageWriteSchema,
            },
            required: ['routingKey'],
            additionalProperties: false,
          },
        },
        anyOf: [{ required: ['read'] }, { required: ['write'] }],
        additionalProperties: false,
      },
    },
  },
  required: ['host', 'user', 'streams'],
  additionalProperties: false,
};
