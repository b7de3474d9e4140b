import type { JsonObject } from '../../schemas/json.js';
import type { Encoding } from '../shared/charset.js';
import type { FilePlace } from '../shared/file-place.js';
import { archiveSchema, filePlaceSchema, streamNameSchema } from '../shared/file-schema.js';

/** How the files of one stream are found and read. */
export interface CsvStream extends FilePlace {
  readonly encoding: Encoding | 'auto';
  readonly delimiter: string;
  readonly quote: string;
  /** True: the first row names the columns; a list: the files have no header and these are their columns. */
  readonly header: true | readonly string[];
  readonly skipLines: number;
  readonly emptyAs: 'null' | 'text';
  readonly archive: 'none' | 'move';
}

/**
 * Configuration as it stands in a manifest: the settings of all streams, and under `streams` what is particular to
 * each. Without `streams` all matching files are one stream, whatever an exchange calls it.
 */
export interface CsvConfig extends Partial<CsvStream> {
  readonly folder: string;
  readonly streams?: Readonly<Record<string, Partial<CsvStream>>>;
}

export const csvDefaults = {
  pattern: '*.csv',
  encoding: 'auto',
  delimiter: ',',
  quote: '"',
  header: true,
  skipLines: 0,
  emptyAs: 'null',
  archive: 'none',
  readyWhen: 'stable',
  stableSeconds: 5,
} as const satisfies Omit<CsvStream, 'folder'>;

const streamProperties: JsonObject = {
  ...filePlaceSchema(csvDefaults),
  encoding: {
    title: '字符编码 Encoding',
    description: 'auto：按字节判断。auto: told from the bytes; GB18030 also reads GBK and GB2312.',
    enum: ['utf-8', 'gb18030', 'auto'],
    default: csvDefaults.encoding,
  },
  delimiter: {
    title: '分隔符 Delimiter',
    type: 'string',
    pattern: '^[^"\'\\r\\n]$',
    examples: [',', ';', '\t', '|'],
    default: csvDefaults.delimiter,
  },
  quote: { title: '引号 Quote', type: 'string', enum: ['"', "'"], default: csvDefaults.quote },
  header: {
    title: '表头 Header',
    description: 'true：首行为列名；或给出列名。true: the first row names the columns; or the names themselves.',
    oneOf: [
      { const: true },
      { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1, maxItems: 1000, uniqueItems: true },
    ],
    default: csvDefaults.header,
    examples: [['许可文书号', '行政相对人名称']],
  },
  skipLines: {
    title: '跳过行数 Lines before the header',
    type: 'integer',
    minimum: 0,
    maximum: 1000,
    default: csvDefaults.skipLines,
  },
  emptyAs: {
    title: '空单元格 Empty cells',
    description: 'null：视为空值；text：视为空文本。null: no value; text: an empty text.',
    enum: ['null', 'text'],
    default: csvDefaults.emptyAs,
  },
  ...archiveSchema(csvDefaults.archive),
};

export const csvSpec: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'CSV 文件 CSV files',
  type: 'object',
  properties: {
    ...streamProperties,
    streams: {
      title: '数据流 Streams',
      description: '各数据流与上面不同的设置。What differs from the settings above, per stream.',
      type: 'object',
      propertyNames: streamNameSchema,
      additionalProperties: { type: 'object', properties: streamProperties, additionalProperties: false },
      maxProperties: 100,
    },
  },
  required: ['folder'],
  additionalProperties: false,
};
