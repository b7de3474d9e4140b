import type { JsonObject } from '../../../schemas/json.js';
import { jsonPathPattern } from '../json-path.js';

const jsonPath: JsonObject = { type: 'string', pattern: jsonPathPattern };
const text: JsonObject = { type: 'string', minLength: 1 };

export const textListSchema: JsonObject = {
  type: 'array',
  items: { type: 'string' },
  maxItems: 200,
  uniqueItems: true,
};

export const requestsPerMinuteSchema: JsonObject = {
  title: '每分钟请求上限 Requests a minute',
  description: '每个接口各自计。Of each endpoint by itself.',
  type: 'number',
  exclusiveMinimum: 0,
  maximum: 60_000,
  examples: [120],
};

const counted: JsonObject = {
  parameter: { title: '参数名 Parameter', ...text, examples: ['page'] },
  sizeParameter: { title: '每页条数的参数名 Parameter of the size', ...text, examples: ['size'] },
  size: { title: '每页条数 Rows a page', type: 'integer', minimum: 1, maximum: 10_000 },
  first: { title: '起始值 First', type: 'integer', minimum: 0 },
  total: { title: '总条数的路径 Path of the number of all rows', ...jsonPath, examples: ['data.total'] },
};

export const pagingSchema: JsonObject = {
  title: '分页 Paging',
  type: 'object',
  required: ['kind'],
  oneOf: [
    { properties: { kind: { const: 'none' } }, additionalProperties: false },
    {
      properties: { kind: { enum: ['page', 'offset'] }, ...counted },
      required: ['parameter', 'size'],
      additionalProperties: false,
    },
    {
      properties: {
        kind: { const: 'cursor' },
        parameter: text,
        next: { title: '下一页游标的路径 Path of the next cursor', ...jsonPath },
        sizeParameter: text,
        size: { type: 'integer', minimum: 1, maximum: 10_000 },
      },
      required: ['parameter', 'next'],
      additionalProperties: false,
    },
    {
      description: '没有 next 时用 Link 响应头。Without next, the Link header.',
      properties: {
        kind: { const: 'link' },
        next: { title: '下一页地址的路径 Path of the next address', ...jsonPath },
      },
      additionalProperties: false,
    },
  ],
  default: { kind: 'none' },
};

/** How a list of answers per row is read; `more` are properties of one use of it. */
export function rowAnswersSchema(more: JsonObject): JsonObject {
  return {
    title: '逐条结果 Answers per row',
    type: 'object',
    properties: {
      results: { title: '结果列表的路径 Path of the list', ...jsonPath, examples: ['data.rows'] },
      by: { title: '对应方式 Told apart by', enum: ['idempotencyKey', 'recordKey', 'order'] },
      key: { title: '主键的路径 Path of the key', ...jsonPath, examples: ['uuid'] },
      token: { title: '回执号的路径 Path of the row’s receipt number', ...jsonPath, examples: ['receiptNo'] },
      outcome: {
        title: '结论 Outcome',
        description:
          '各列表为取值，* 表示其余取值；不在任何列表中的为不明。Values; * for all others; in no list: unknown.',
        type: 'object',
        properties: {
          path: jsonPath,
          accepted: textListSchema,
          rejected: textListSchema,
          pending: textListSchema,
          notKnown: textListSchema,
        },
        required: ['path', 'accepted'],
        additionalProperties: false,
        examples: [{ path: 'code', accepted: ['0000'], rejected: ['*'] }],
      },
      notKnownWhen: {
        title: '未收到的标志 Sign that the record is not known',
        type: 'object',
        properties: { path: jsonPath, values: textListSchema },
        required: ['path', 'values'],
        additionalProperties: false,
        examples: [{ path: 'known', values: ['false'] }],
      },
      code: jsonPath,
      text: jsonPath,
      permanentCodes: { title: '不可重试的代码 Codes for good', ...textListSchema, default: ['*'] },
      temporaryCodes: { title: '可重试的代码 Codes that may change', ...textListSchema, default: [] },
      ...more,
    },
    required: ['results', 'by'],
    anyOf: [{ properties: { by: { const: 'order' } } }, { required: ['key'] }],
    additionalProperties: false,
  };
}

/** A request that asks about keys; `more` says how its answer is read and must hold `rows`. */
export function keyedRequestSchema(title: string, more: JsonObject): JsonObject {
  return {
    title,
    type: 'object',
    properties: {
      path: { description: '{keys} 处放入一个主键。{keys} takes one key.', ...text },
      requestsPerMinute: requestsPerMinuteSchema,
      method: { enum: ['GET', 'POST'], default: 'GET' },
      parameter: {
        description:
          'GET：查询参数，逗号分隔；POST：内容中的路径。GET: query parameter, commas between; POST: path in the body.',
        ...text,
      },
      keysPerRequest: { type: 'integer', minimum: 1, maximum: 10_000, default: 100 },
      ...more,
    },
    required: ['path', 'rows'],
    additionalProperties: false,
  };
}
