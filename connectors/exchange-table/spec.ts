import type { JsonObject } from '../../schemas/json.js';
import { mysqlPort, type MysqlSettings } from '../shared/mysql/settings.js';
import { damengPort, oraclePort, oracleProperties, type DamengSettings, type OracleSettings } from '../shared/oracle/settings.js';
import { postgresPort, postgresSchema, type PostgresSettings } from '../shared/postgres/settings.js';
import { sqlProperties } from '../shared/sql/settings.js';
import { sqlServerPort, sqlServerSchema, type SqlServerSettings } from '../shared/sqlserver/settings.js';
import { presets, type PresetName } from './presets.js';

export interface ExchangeTableConfig {
  readonly database: ExchangeDatabase;
  readonly streams: Readonly<Record<string, ExchangeStream>>;
}

/** One member for each kind of database. */
export type ExchangeDatabase =
  | ({ readonly dialect: 'postgres' } & PostgresSettings)
  | ({ readonly dialect: 'mysql' } & MysqlSettings)
  | ({ readonly dialect: 'sqlserver' } & SqlServerSettings)
  | ({ readonly dialect: 'oracle' } & OracleSettings)
  | ({ readonly dialect: 'dameng' } & DamengSettings);

export interface ExchangeStream extends Partial<TableRoles> {
  readonly table: string;
  readonly schema?: string;
  /** `send`: we write and the other side answers; `receive`: the other side writes and we read. */
  readonly direction?: 'send' | 'receive';
  readonly preset?: PresetName;
  /** Columns that tell any two rows apart, e.g. the table's own number; the id when absent. */
  readonly key?: readonly string[];
  /** What stands in the source column, e.g. division code and department. */
  readonly source?: string;
  /** Codes of rejections that do not last: such a row is offered again. */
  readonly temporaryCodes?: readonly string[];
  /** True when the receiver deletes rows that it has taken: then a missing row says nothing. */
  readonly receiverDeletes?: boolean;
}

/** What the columns of an exchange table are for, and which words stand in them. */
export interface TableRoles {
  readonly columns: RoleColumns;
  readonly operations: { readonly insert: string; readonly update: string; readonly withdraw: string };
  readonly states: {
    readonly initial?: string;
    /** What we write into rows that we have stored, as the receiver; absent: states are left to others. */
    readonly taken?: string;
    readonly accepted: readonly string[];
    readonly rejected: readonly string[];
  };
  readonly deleteFlags: { readonly live: string; readonly deleted: string };
}

export type RoleColumns = { readonly [Role in RoleName]?: string };
export type RoleName = (typeof roleNames)[number];

const roleTitles = {
  id: '记录标识，各版本相同 Key of the record, the same for all its versions',
  operation: '操作 Operation',
  time: '写入时间 Time of writing',
  source: '来源 Source',
  batch: '批次号：年月日加 5 位序号 Batch number: yyyyMMdd and 5 digits',
  version: '版本号 Version of the record',
  idempotencyKey: '幂等键 Idempotency key',
  deleteFlag: '删除标志 Deletion flag',
  state: '状态，由接收方写回 State, written back by the receiver',
  message: '说明，由接收方写回 The receiver’s words',
  code: '代码，由接收方写回 The receiver’s code',
  stateTime: '写回时间 Time of the answer',
} as const;

const roleNames = Object.keys(roleTitles) as (keyof typeof roleTitles)[];

const column: JsonObject = { type: 'string', minLength: 1, maxLength: 255 };
const word: JsonObject = { type: 'string', maxLength: 100 };
const words: JsonObject = { type: 'array', items: word, maxItems: 100, uniqueItems: true };

function wordsOf(names: readonly string[]): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, word])),
    required: [...names],
    additionalProperties: false,
  };
}

const stream: JsonObject = {
  type: 'object',
  properties: {
    table: { title: '表 Table', ...column },
    schema: { title: '模式 Schema', ...column },
    direction: {
      title: '方向 Direction',
      description: 'send：我方写入；receive：我方读取。send: we write; receive: we read.',
      enum: ['send', 'receive'],
      default: 'send',
    },
    preset: { title: '预设 Preset', enum: Object.keys(presets) },
    key: {
      title: '唯一列 Columns that tell rows apart',
      type: 'array',
      items: column,
      minItems: 1,
      maxItems: 32,
      uniqueItems: true,
    },
    columns: {
      title: '列的用途 What columns are for',
      type: 'object',
      properties: Object.fromEntries(roleNames.map((role) => [role, { title: roleTitles[role], ...column }])),
      additionalProperties: false,
    },
    operations: {
      title: '操作代码 Words for operations',
      ...wordsOf(['insert', 'update', 'withdraw']),
      examples: [{ insert: 'i', update: 'u', withdraw: 'd' }],
    },
    states: {
      title: '状态代码 Words for states',
      type: 'object',
      properties: {
        initial: { title: '初始值，缺省由表自定 First value; the table’s own when absent', ...word },
        taken: { title: '已取走，由我方写入，仅用于读取方 Taken over, written by us, receiving only', ...word },
        accepted: { title: '成功 Accepted', ...words, minItems: 1 },
        rejected: { title: '失败 Rejected', ...words },
      },
      required: ['accepted', 'rejected'],
      additionalProperties: false,
      examples: [{ initial: '0', accepted: ['1'], rejected: ['9'] }],
    },
    deleteFlags: { title: '删除标志 Words for deletion', ...wordsOf(['live', 'deleted']) },
    source: { title: '来源值 Source', ...word, examples: ['623000gannan-housing'] },
    temporaryCodes: { title: '可重报的代码 Codes that do not last', ...words },
    receiverDeletes: {
      title: '对方取走后删除行 The receiver deletes rows that it has taken',
      description: '若是，查不到的行不能断定未送达。Then a row that is not found may have arrived.',
      type: 'boolean',
      default: false,
    },
  },
  required: ['table'],
  anyOf: [{ required: ['preset'] }, { required: ['columns'] }],
  additionalProperties: false,
};

const database: JsonObject = {
  title: '数据库 Database',
  type: 'object',
  properties: {
    dialect: { title: '种类 Kind', enum: ['postgres', 'mysql', 'sqlserver', 'oracle', 'dameng'] },
    ...sqlProperties(`缺省：PostgreSQL ${postgresPort}，MySQL ${mysqlPort}，SQL Server ${sqlServerPort}，Oracle ${oraclePort}，达梦 ${damengPort}。The customary one of the kind when absent.`),
    schema: {
      title: '模式 Schema',
      description: `缺省：PostgreSQL ${postgresSchema}，SQL Server ${sqlServerSchema}，Oracle 和达梦为账号的大写；MySQL 没有。The customary one of the kind when absent; MySQL has none.`,
      ...column,
    },
  },
  required: ['dialect', 'host', 'user'],
  allOf: [
    // Schemas and databases are the same thing in MySQL: a table in another one is named by its stream.
    whereDialect(['mysql'], { properties: { schema: false } }),
    whereDialect(['postgres', 'mysql', 'sqlserver', 'oracle'], { required: ['database'] }),
    whereDialect(['oracle'], { properties: { database: oracleProperties['database'] ?? true } }),
    whereDialect(['dameng'], { properties: { database: false } }),
    whereDialect(['oracle', 'dameng'], { properties: { sslMode: false, sslRootCertificate: false } }),
  ],
  additionalProperties: false,
};

function whereDialect(dialects: readonly string[], rule: JsonObject): JsonObject {
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  return { if: { properties: { dialect: { enum: [...dialects] } }, required: ['dialect'] }, then: rule };
}

export const exchangeTableSpec: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: '前置库 Front-end exchange database',
  type: 'object',
  properties: {
    database,
    streams: {
      title: '数据流 Streams',
      type: 'object',
      minProperties: 1,
      maxProperties: 1_000,
      additionalProperties: stream,
    },
  },
  required: ['database', 'streams'],
  additionalProperties: false,
};
