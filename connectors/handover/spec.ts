import type { JsonObject } from '../../schemas/json.js';
import { streamNameSchema } from '../shared/file-streams.js';

/** Configuration of a receiver that is reached by hand: what is written for whom, and how its result file reads. */
export interface HandoverConfig {
  /** Folder of the workspace that the batches lie in; it must exist. */
  readonly folder: string;
  /** Who carries them to the receiver. */
  readonly assignee: string;
  readonly form?: 'xlsx' | 'csv' | 'letter';
  readonly streams: Readonly<Record<string, HandoverStream>>;
}

export interface HandoverStream {
  readonly titleZh: string;
  /** Column of the row that the receiver's result file names it by. */
  readonly key: string;
  /** Columns in the receiver's order with its headings; without them the row's own. */
  readonly columns?: readonly { readonly name: string; readonly title?: string }[];
  readonly encoding?: 'utf-8' | 'gb18030';
  /** A column that says what to do with the row; without it withdrawals stand in the letter alone. */
  readonly operation?: { readonly title: string; readonly insert: string; readonly update: string; readonly withdraw: string };
  readonly letter?: LetterSpec;
  /** How the receiver's result file reads; without it, only a signed slip closes a batch. */
  readonly result?: ResultSpec;
}

export interface LetterSpec {
  readonly to: string;
  readonly from: string;
  /** May name `{count}`, `{date}` and `{batch}`. */
  readonly text?: string;
}

export interface ResultSpec {
  /** Heading of the column with the row's key. */
  readonly key: string;
  /** Heading of the column with the outcome. */
  readonly outcome: string;
  readonly accepted: readonly string[];
  /** Values, `*` for any other; a value in no list leaves the row open. */
  readonly rejected: readonly string[];
  /** Heading of the column with the reason. */
  readonly reason?: string;
}

const text: JsonObject = { type: 'string', minLength: 1, maxLength: 500 };
const words: JsonObject = { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 100, uniqueItems: true };

const stream: JsonObject = {
  type: 'object',
  properties: {
    titleZh: { title: '名称 Title', ...text, examples: ['行政处罚信息导入'] },
    key: { title: '主键列 Key column', ...text, examples: ['CF_WSH'] },
    columns: {
      title: '列 Columns',
      type: 'array',
      minItems: 1,
      maxItems: 300,
      items: {
        type: 'object',
        properties: { name: text, title: { title: '表头 Heading', ...text } },
        required: ['name'],
        additionalProperties: false,
      },
    },
    encoding: { title: 'CSV 编码 Encoding of CSV', enum: ['utf-8', 'gb18030'], default: 'utf-8' },
    operation: {
      title: '操作列 Column of the operation',
      type: 'object',
      properties: { title: text, insert: text, update: text, withdraw: text },
      required: ['title', 'insert', 'update', 'withdraw'],
      additionalProperties: false,
      examples: [{ title: '操作类型', insert: '新增', update: '修改', withdraw: '撤销' }],
    },
    letter: {
      title: '函件 Letter',
      type: 'object',
      properties: {
        to: { title: '收件单位 To', ...text },
        from: { title: '发件单位 From', ...text },
        text: { title: '正文 Text', description: '{count} {date} {batch}', type: 'string', minLength: 1, maxLength: 5_000 },
      },
      required: ['to', 'from'],
      additionalProperties: false,
    },
    result: {
      title: '结果文件 Result file',
      type: 'object',
      properties: {
        key: { title: '主键的表头 Heading of the key', ...text },
        outcome: { title: '结论的表头 Heading of the outcome', ...text },
        accepted: { title: '成功的取值 Values of success', ...words },
        rejected: { title: '失败的取值，* 为其余 Values of failure, * for others', ...words },
        reason: { title: '原因的表头 Heading of the reason', ...text },
      },
      required: ['key', 'outcome', 'accepted', 'rejected'],
      additionalProperties: false,
    },
  },
  required: ['titleZh', 'key'],
  additionalProperties: false,
};

export const handoverSpec: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: '人工递交 By hand',
  type: 'object',
  properties: {
    folder: { title: '目录 Folder', description: '工作区内已有的目录。A folder of the workspace that exists.', ...text },
    assignee: { title: '经办人 Assignee', ...text },
    form: { title: '形式 Form', enum: ['xlsx', 'csv', 'letter'], default: 'xlsx' },
    streams: {
      title: '数据流 Streams',
      type: 'object',
      propertyNames: streamNameSchema,
      minProperties: 1,
      maxProperties: 100,
      additionalProperties: stream,
    },
  },
  required: ['folder', 'assignee', 'streams'],
  // A letter has to say whom it is from and to.
  anyOf: [
    { properties: { form: { enum: ['xlsx', 'csv'] } } },
    { properties: { streams: { type: 'object', additionalProperties: { type: 'object', required: ['letter'] } } } },
  ],
  additionalProperties: false,
};
