import type { JsonObject } from '../../../schemas/json.js';

/** Tables and views of one database as streams; absent: every table of its schema is a stream of its own name. */
export type TableStreams = Readonly<Record<string, TableStream>>;

export interface TableStream {
  readonly table: string;
  readonly schema?: string;
  /** Columns to read; all when absent. */
  readonly columns?: readonly string[];
  /** Reads only rows whose time in the column is at most so many days ago, and those that have none. */
  readonly window?: { readonly column: string; readonly days: number };
  /** How records are written, for a database that is delivered to. */
  readonly write?: TableWrite;
}

export interface TableWrite {
  /** Columns of a unique index: a row that agrees in them is replaced. */
  readonly key: readonly string[];
  /** Columns that the gateway fills in besides the mapped ones. */
  readonly fields?: {
    readonly recordKey?: string;
    readonly version?: string;
    readonly idempotencyKey?: string;
  };
  /** What becomes of a withdrawn record's row: deleted (when absent), or a column is set. */
  readonly withdrawn?: { readonly column: string; readonly value: string };
}

const column: JsonObject = { type: 'string', minLength: 1, maxLength: 255 };
const columns: JsonObject = { type: 'array', items: column, minItems: 1, maxItems: 1_000, uniqueItems: true };

const write: JsonObject = {
  title: '写入 Writing',
  description: '报送到该表时需要。Needed where records are delivered to the table.',
  type: 'object',
  properties: {
    key: {
      title: '主键列 Key',
      description: '须有唯一索引。A unique index must stand on it.',
      ...columns,
      maxItems: 32,
    },
    fields: {
      title: '网关填写的列 Columns that the gateway fills in',
      type: 'object',
      properties: { recordKey: column, version: column, idempotencyKey: column },
      additionalProperties: false,
    },
    withdrawn: {
      title: '撤销时 Withdrawal',
      description: '缺省删除该行。The row is deleted when this is absent.',
      type: 'object',
      properties: { column, value: { type: 'string' } },
      required: ['column', 'value'],
      additionalProperties: false,
    },
  },
  required: ['key'],
  additionalProperties: false,
};

/** JSON Schema of `TableStreams`. */
const streams: JsonObject = {
  title: '数据流 Streams',
  description: '缺省时每张表各为一个数据流。Every table is a stream of its own name when absent.',
  type: 'object',
  maxProperties: 1_000,
  additionalProperties: {
    type: 'object',
    properties: {
      table: { title: '表 Table', ...column },
      schema: { title: '模式 Schema', ...column },
      columns: { title: '列 Columns', ...columns },
      window: {
        title: '日期窗口 Date window',
        description:
          '每次只读该日期列在最近若干天内的行，适用于没有更新时间的大表；不能与 snapshot 同用。' +
          'Only rows of so many days are read each time, for large tables without a time of change; not with snapshot.',
        type: 'object',
        properties: { column, days: { title: '天数 Days', type: 'integer', minimum: 1, maximum: 36_500 } },
        required: ['column', 'days'],
        additionalProperties: false,
      },
      write,
    },
    required: ['table'],
    additionalProperties: false,
  },
};

/** JSON Schema of a table connector. @param properties how the database is reached */
export function tableSpec(title: string, properties: JsonObject, required: readonly string[]): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    type: 'object',
    properties: { ...properties, streams },
    required: [...required],
    additionalProperties: false,
  };
}
