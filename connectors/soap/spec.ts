import type { JsonObject } from '../../schemas/json.js';
import { exchangeStreamsSchema } from '../shared/exchange/stream-schema.js';
import { requestsPerMinuteSchema } from '../shared/exchange/schema-parts.js';
import type { ExchangeStreams } from '../shared/exchange/stream-spec.js';
import { jsonPathPattern } from '../shared/json-path.js';

/** Configuration of a SOAP connector. In its streams, `path` is the name of an operation. */
export interface SoapConfig {
  /** Address of the description; calls go to the same host. */
  readonly wsdl: string;
  readonly timeoutSeconds?: number;
  readonly answerBytesMax?: number;
  readonly security?: SoapSecurity;
  /** Parameters of every call. */
  readonly arguments?: Readonly<Record<string, string>>;
  readonly secretArguments?: Readonly<Record<string, string>>;
  /** Puts what a call says into one text parameter, as JSON or as XML below `root`. */
  readonly requestText?: { readonly parameter: string; readonly as: 'json' | 'xml'; readonly root?: string };
  /** Where answers hold a text that is a document itself. */
  readonly answerText?: { readonly path: string; readonly as: 'json' | 'xml' };
  /** How an answer says whether the call as a whole was taken. */
  readonly success?: { readonly path: string; readonly values: readonly string[]; readonly text?: string };
  readonly requestsPerMinute?: number;
  readonly streams: ExchangeStreams;
}

export interface SoapSecurity {
  readonly kind: 'username-token-text' | 'username-token-digest' | 'basic';
  readonly user: string;
  readonly password: string;
}

export const soapDefaults = { timeoutSeconds: 30, answerBytesMax: 32 * 1024 * 1024 } as const;

const jsonPath: JsonObject = { type: 'string', pattern: jsonPathPattern };
const text: JsonObject = { type: 'string', minLength: 1 };
const secret: JsonObject = { ...text, 'x-secret': true };
const form: JsonObject = { enum: ['json', 'xml'] };
const textMap = (value: JsonObject): JsonObject => ({ type: 'object', additionalProperties: value, maxProperties: 50 });

export const soapSpec: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'SOAP 接口 SOAP interface',
  type: 'object',
  properties: {
    wsdl: {
      title: 'WSDL 地址 Address of the WSDL',
      type: 'string',
      pattern: '^https?://[^\\s#]+$',
      examples: ['http://10.1.2.3:8080/services/penalty?wsdl'],
    },
    timeoutSeconds: { title: '超时（秒） Time-out', type: 'integer', minimum: 1, maximum: 600, default: soapDefaults.timeoutSeconds },
    answerBytesMax: {
      title: '应答上限（字节） Largest answer',
      type: 'integer',
      minimum: 1_024,
      maximum: 268_435_456,
      default: soapDefaults.answerBytesMax,
    },
    security: {
      title: '身份 Security',
      type: 'object',
      properties: {
        kind: { enum: ['username-token-text', 'username-token-digest', 'basic'] },
        user: { title: '用户 User', ...text },
        password: { title: '密码 Password', ...secret },
      },
      required: ['kind', 'user', 'password'],
      additionalProperties: false,
    },
    arguments: { title: '固定参数 Parameters of every call', ...textMap(text) },
    secretArguments: { title: '固定参数（保密） Secret parameters of every call', ...textMap(secret) },
    requestText: {
      title: '内容放入一个文本参数 Content in one text parameter',
      type: 'object',
      properties: { parameter: text, as: form, root: { title: '根元素 Root element', ...text, default: 'data' } },
      required: ['parameter', 'as'],
      additionalProperties: false,
      examples: [{ parameter: 'xmlStr', as: 'xml', root: 'data' }],
    },
    answerText: {
      title: '应答中的文本是文档 A text of the answer is a document',
      type: 'object',
      properties: { path: jsonPath, as: form },
      required: ['path', 'as'],
      additionalProperties: false,
      examples: [{ path: 'return', as: 'xml' }],
    },
    success: {
      title: '整体成功的标志 Sign of success',
      type: 'object',
      properties: { path: jsonPath, values: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 200 }, text: jsonPath },
      required: ['path', 'values'],
      additionalProperties: false,
    },
    requestsPerMinute: requestsPerMinuteSchema,
    streams: exchangeStreamsSchema,
  },
  required: ['wsdl', 'streams'],
  additionalProperties: false,
};
