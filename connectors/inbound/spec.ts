import type { JsonObject } from '../../schemas/json.js';
import { streamNameSchema } from '../shared/file-streams.js';

/** Configuration of an inbound connector: which streams senders may push, and how their requests may be signed. */
export interface InboundConfig {
  readonly streams: Readonly<Record<string, { readonly titleZh?: string }>>;
  /** Without it, senders come with an API key alone. */
  readonly signature?: InboundSignature;
}

export interface InboundSignature {
  readonly algorithm: 'hmac-sha256' | 'hmac-sm3';
  /** Shared with the sender, at least 16 characters. */
  readonly secret: string;
}

export const inboundSpec: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: '接收推送 Inbound',
  type: 'object',
  properties: {
    streams: {
      title: '数据流 Streams',
      type: 'object',
      propertyNames: streamNameSchema,
      minProperties: 1,
      maxProperties: 100,
      additionalProperties: {
        type: 'object',
        properties: { titleZh: { title: '名称 Title', type: 'string', minLength: 1 } },
        additionalProperties: false,
      },
    },
    signature: {
      title: '请求签名 Signature',
      description: '不设则只凭接口密钥。Without it, senders come with an API key alone.',
      type: 'object',
      properties: {
        algorithm: { title: '算法 Algorithm', enum: ['hmac-sha256', 'hmac-sm3'] },
        secret: { title: '密钥 Secret', type: 'string', minLength: 16, 'x-secret': true },
      },
      required: ['algorithm', 'secret'],
      additionalProperties: false,
    },
  },
  required: ['streams'],
  additionalProperties: false,
};
