import type { JsonObject } from '../../schemas/json.js';
import { jsonPathPattern } from '../shared/json-path.js';
import { authSchema, sealSchema, signSchema, tlsSchema } from './spec-schema-access.js';
import { requestsPerMinuteSchema, textListSchema } from '../shared/exchange/schema-parts.js';
import { exchangeStreamsSchema } from '../shared/exchange/stream-schema.js';
import { restDefaults } from './settings.js';

const jsonPath: JsonObject = { type: 'string', pattern: jsonPathPattern };
const text: JsonObject = { type: 'string', minLength: 1 };
const textMap: JsonObject = { type: 'object', additionalProperties: { type: 'string' }, maxProperties: 50 };

export const restSpec: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'REST 接口 REST interface',
  type: 'object',
  properties: {
    baseUrl: {
      title: '地址 Address',
      type: 'string',
      pattern: '^https?://[^\\s?#]+$',
      examples: ['https://10.1.2.3:8443/api'],
    },
    timeoutSeconds: {
      title: '超时（秒） Time-out',
      type: 'integer',
      minimum: 1,
      maximum: 600,
      default: restDefaults.timeoutSeconds,
    },
    answerBytesMax: {
      title: '应答上限（字节） Largest answer',
      type: 'integer',
      minimum: 1_024,
      maximum: 268_435_456,
      default: restDefaults.answerBytesMax,
    },
    headers: { title: '固定请求头 Constant headers', ...textMap },
    auth: authSchema,
    sign: signSchema,
    seal: sealSchema,
    tls: tlsSchema,
    requestsPerMinute: requestsPerMinuteSchema,
    checkPath: { title: '试连路径 Path to try', ...text },
    success: {
      title: '整体成功的标志 Sign of success',
      type: 'object',
      properties: {
        path: { ...jsonPath, examples: ['code'] },
        values: { ...textListSchema, examples: [['0', '200']] },
        text: { ...jsonPath, examples: ['message'] },
        loginCodes: textListSchema,
        busyCodes: textListSchema,
      },
      required: ['path', 'values'],
      additionalProperties: false,
    },
    streams: exchangeStreamsSchema,
  },
  required: ['baseUrl', 'streams'],
  additionalProperties: false,
};
