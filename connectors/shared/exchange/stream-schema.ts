import type { JsonObject } from '../../../schemas/json.js';
import { streamNameSchema } from '../file-streams.js';
import { jsonPathPattern } from '../json-path.js';
import { keyedRequestSchema, pagingSchema, requestsPerMinuteSchema, rowAnswersSchema } from './schema-parts.js';

const jsonPath: JsonObject = { type: 'string', pattern: jsonPathPattern };
const text: JsonObject = { type: 'string', minLength: 1 };

const pull: JsonObject = {
  title: '读取 Pull',
  type: 'object',
  properties: {
    path: text,
    requestsPerMinute: requestsPerMinuteSchema,
    method: { enum: ['GET', 'POST'], default: 'GET' },
    parameters: {
      type: 'object',
      additionalProperties: { type: ['string', 'number', 'boolean'] },
      maxProperties: 50,
    },
    rows: { title: '记录列表的路径 Path of the list of rows', ...jsonPath, examples: ['data.rows'] },
    paging: pagingSchema,
    incremental: {
      title: '增量参数 Incremental',
      type: 'object',
      properties: {
        parameter: { title: '参数名 Parameter', ...text, examples: ['updatedSince'] },
        initial: { title: '首次取值 First value', ...text },
        lookBackSeconds: {
          title: '回看秒数 Look back',
          type: 'integer',
          minimum: 0,
          maximum: 2_592_000,
          default: 0,
        },
      },
      required: ['parameter'],
      additionalProperties: false,
    },
  },
  required: ['path', 'rows'],
  additionalProperties: false,
};

const push: JsonObject = {
  title: '报送 Push',
  type: 'object',
  properties: {
    path: text,
    requestsPerMinute: requestsPerMinuteSchema,
    method: { enum: ['POST', 'PUT'], default: 'POST' },
    batchIdHeader: { title: '批次号请求头 Header of the attempt id', ...text },
    body: {
      title: '请求内容 Body',
      type: 'object',
      properties: {
        envelope: {
          title: '外层 Envelope',
          description: '{attemptId} {count} {time}',
          type: 'object',
          maxProperties: 100,
        },
        rows: { title: '记录列表的路径 Path of the rows', ...jsonPath, examples: ['rows'] },
        rowField: { title: '记录放在此字段 Field that holds the row', ...text, examples: ['data'] },
        fields: {
          title: '每条记录的附加字段 Fields of each record',
          type: 'object',
          properties: { idempotencyKey: text, recordKey: text, version: text, operation: text },
          additionalProperties: false,
        },
        operations: {
          title: '操作用语 Words of the operation',
          type: 'object',
          properties: { insert: text, update: text, withdraw: text },
          required: ['insert', 'update', 'withdraw'],
          additionalProperties: false,
          default: { insert: 'i', update: 'u', withdraw: 'd' },
        },
      },
      additionalProperties: false,
    },
    response: {
      title: '应答 Answer',
      type: 'object',
      properties: {
        batchToken: { title: '批次回执号的路径 Path of the batch’s receipt number', ...jsonPath },
        batchReceiptsBy: { enum: ['idempotencyKey', 'recordKey'], default: 'idempotencyKey' },
        rows: rowAnswersSchema({}),
      },
      additionalProperties: false,
    },
  },
  required: ['path', 'response'],
  additionalProperties: false,
};

const receipts: JsonObject = keyedRequestSchema('回执 Receipts', {
  rows: rowAnswersSchema({
    of: { title: '回执号的路径 Path of the receipt number', ...jsonPath },
    receivedAt: jsonPath,
    version: jsonPath,
  }),
});

const query: JsonObject = keyedRequestSchema('查询 Query', {
  rows: rowAnswersSchema({}),
  by: { enum: ['idempotencyKey', 'recordKey'], default: 'idempotencyKey' },
  absent: {
    title: '未返回表示 A key that is not in the answer',
    enum: ['notKnown', 'unknown'],
    default: 'unknown',
  },
});

export const exchangeStreamsSchema: JsonObject = {
      title: '数据流 Streams',
      type: 'object',
      propertyNames: streamNameSchema,
      minProperties: 1,
      maxProperties: 100,
      additionalProperties: {
        type: 'object',
        properties: { titleZh: text, pull, push, receipts, query },
        additionalProperties: false,
      },
    };
