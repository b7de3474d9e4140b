import type { JsonObject } from '../../schemas/json.js';
import { streamNameSchema } from '../shared/file-streams.js';
import { besidePattern } from '../shared/messages/message.js';
import { messageReadSchema, type MessageRead } from '../shared/messages/settings.js';

/** Configuration of a connector to a Kafka cluster. */
export interface KafkaConfig {
  /** `host:port` of some of the cluster's brokers. */
  readonly brokers: readonly string[];
  /** Name under which the cluster shows how far we have read; absent: made from the connector's name. */
  readonly group?: string;
  readonly sasl?: { readonly mechanism: SaslMechanism; readonly user: string; readonly password: string };
  readonly tls?: { readonly authority?: string };
  readonly timeoutSeconds?: number;
  readonly streams: Readonly<Record<string, KafkaStream>>;
}

export interface KafkaStream {
  readonly titleZh?: string;
  readonly topic: string;
  readonly read?: MessageRead;
  /** There is nothing to be said of how. A tombstone is not to be had: the client writes an empty body in its place. */
  readonly write?: true;
}

const saslMechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
export type SaslMechanism = (typeof saslMechanisms)[number];

export const timeoutSecondsDefault = 30;

/** What stands beside the body of a Kafka message, besides its headers. */
const besideNames = ['key', 'topic', 'partition', 'offset', 'timestamp'];
const text: JsonObject = { type: 'string', minLength: 1, maxLength: 255 };
const namePattern = '^[A-Za-z0-9._-]{1,249}$';

export const kafkaSpec: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Kafka',
  type: 'object',
  properties: {
    brokers: {
      title: '服务器 Brokers',
      description: '集群中几台的 主机:端口。host:port of some of the cluster.',
      type: 'array',
      items: { type: 'string', pattern: String.raw`^[^\s:/]{1,255}:\d{1,5}$` },
      minItems: 1,
      maxItems: 20,
      examples: [['kafka-1.example:9092']],
    },
    group: {
      title: '消费组 Group',
      description: '集群里显示读到何处的名称；读取位置以网关自己存的为准。Where the cluster shows how far we are; what counts is the gateway’s own cursor.',
      type: 'string',
      pattern: namePattern,
    },
    sasl: {
      title: '登录 Sign-in',
      type: 'object',
      properties: {
        mechanism: { title: '方式 Mechanism', enum: [...saslMechanisms] },
        user: { title: '账号 User', ...text },
        password: { title: '密码 Password', type: 'string', maxLength: 1_000, 'x-secret': true },
      },
      required: ['mechanism', 'user', 'password'],
      additionalProperties: false,
    },
    tls: {
      title: '加密 TLS',
      description: '不填：明文，仅限可信网络。Absent: plain text, for trusted networks only.',
      type: 'object',
      properties: {
        authority: {
          title: '根证书 Authority',
          description: 'PEM 文本；不填：系统信任的。PEM text; those that the system trusts when absent.',
          type: 'string',
          maxLength: 65_536,
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
      default: timeoutSecondsDefault,
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
          topic: { title: '主题 Topic', type: 'string', pattern: namePattern },
          read: {
            title: '读取 Reading',
            type: 'object',
            properties: messageReadSchema(besidePattern(besideNames), 'key'),
            additionalProperties: false,
          },
          write: { title: '报送 Writing', const: true },
        },
        required: ['topic'],
        anyOf: [{ required: ['read'] }, { required: ['write'] }],
        additionalProperties: false,
      },
    },
  },
  required: ['brokers', 'streams'],
  additionalProperties: false,
};
