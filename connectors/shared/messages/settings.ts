import type { JsonObject } from '../../../schemas/json.js';
import { jsonPathPattern } from '../json-path.js';

/** How the messages of one stream read. */
export interface MessageRead {
  /** `json`: one value; `jsonl`: a value a line. Absent: `json`. */
  readonly format?: 'json' | 'jsonl';
  /** Path to the row or to the list of rows; absent: the body itself. */
  readonly rows?: string;
  /** Columns of what stands beside the body, e.g. `header:x-source`. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Which rows say that a record is withdrawn. */
  readonly withdrawal?: { readonly column: string; readonly values: readonly string[] };
}

/** How records become messages. */
export interface MessageWrite {
  /** `body`: the row with the header `operation: withdraw`; `empty`: no body at all. Absent: `body`. */
  readonly withdrawals?: 'body' | 'empty';
}

const name: JsonObject = { type: 'string', minLength: 1, maxLength: 200 };

/** Properties of a stream that is read. @param beside pattern of the names of what stands beside a body */
export const messageReadSchema = (beside: string, example: string): JsonObject => ({
  format: {
    title: '消息体格式 Format',
    description: 'json：一份 JSON；jsonl：每行一条。jsonl: a value a line.',
    enum: ['json', 'jsonl'],
    default: 'json',
  },
  rows: {
    title: '记录所在路径 Path to the rows',
    description: '一条记录或数组所在处；不填：整个消息体。Where a row or a list of them stands; absent: the body itself.',
    type: 'string',
    maxLength: 200,
    pattern: jsonPathPattern,
    examples: ['data.list'],
  },
  columns: {
    title: '消息体之外的列 Columns beside the body',
    description: '列名与来处，并入每一行。Columns and where they come from; they join every row.',
    type: 'object',
    maxProperties: 100,
    additionalProperties: { type: 'string', pattern: beside },
    examples: [{ 来源: 'header:x-source', 编号: example }],
  },
  withdrawal: {
    title: '撤销的标志 What says that a record is withdrawn',
    description: '没有消息体的消息总是撤销。A message without a body always is a withdrawal.',
    type: 'object',
    properties: {
      column: { title: '列 Column', ...name },
      values: { title: '值 Values', type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 20 },
    },
    required: ['column', 'values'],
    additionalProperties: false,
  },
});

export const messageWriteSchema: JsonObject = {
  withdrawals: {
    title: '撤销的写法 How withdrawals are written',
    description:
      'body：整行，消息头 operation 为 withdraw；empty：没有消息体。body: the row, with the header operation: withdraw; empty: no body.',
    enum: ['body', 'empty'],
    default: 'body',
  },
};
