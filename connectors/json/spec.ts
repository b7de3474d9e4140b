import type { JsonObject } from '../../schemas/json.js';
import type { Encoding } from '../shared/charset.js';
import type { FileStream } from '../shared/file-connector.js';
import { writeSchema } from '../shared/file-push/write-settings.js';
import { archiveSchema, fileChoiceSchema } from '../shared/file-schema.js';
import { fileConfigSchema } from '../shared/file-streams.js';
import { jsonPathPattern } from '../shared/json-path.js';

/** How the JSON files of one stream are found and read. */
export interface JsonStream extends FileStream {
  /** `document`: one value that holds an array; `lines`: a record a line; `auto`: told from the first character. */
  readonly form: 'auto' | 'document' | 'lines';
  /** Path to the array; empty: the document is the array. */
  readonly rows: string;
  readonly encoding: Encoding | 'auto';
  /** Columns by the path of their values inside an item; absent: an item's members. */
  readonly columns?: Readonly<Record<string, string>>;
}

export const jsonDefaults = {
  pattern: '*.json',
  entries: '*.json',
  form: 'auto',
  rows: '',
  encoding: 'auto',
  archive: 'none',
  readyWhen: 'stable',
  stableSeconds: 5,
} as const satisfies Omit<JsonStream, 'folder'>;

const streamProperties: JsonObject = {
  ...fileChoiceSchema(jsonDefaults),
  form: {
    title: '形式 Form',
    description:
      'document：一个文件一份 JSON；lines：每行一条（JSON Lines）；auto：按首字符判断。lines: a record a line; auto: told from the first character.',
    enum: ['auto', 'document', 'lines'],
    default: jsonDefaults.form,
  },
  rows: {
    title: '记录所在路径 Path to the records',
    description: '数组所在处；不填：整份就是数组。Where the array stands; empty: the document itself.',
    type: 'string',
    maxLength: 200,
    pattern: jsonPathPattern,
    default: jsonDefaults.rows,
    examples: ['data.list'],
  },
  encoding: {
    title: '字符编码 Encoding',
    enum: ['utf-8', 'gb18030', 'auto'],
    default: jsonDefaults.encoding,
  },
  columns: {
    title: '列 Columns',
    description: '列名与路径；不填：记录的各成员。Columns and their paths; absent: the members of a record.',
    type: 'object',
    maxProperties: 1_000,
    additionalProperties: { type: 'string', minLength: 1, maxLength: 200, pattern: jsonPathPattern },
    examples: [{ 相对人: 'party.name' }],
  },
  ...archiveSchema(jsonDefaults.archive),
  ...writeSchema,
};

export const jsonSpec = fileConfigSchema('JSON 文件 JSON files', streamProperties);
