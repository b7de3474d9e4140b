import type { JsonObject } from '../../schemas/json.js';
import type { Encoding } from '../shared/charset.js';
import type { FileStream } from '../shared/file-connector.js';
import { writeSchema } from '../shared/file-push/write-settings.js';
import { archiveSchema, fileChoiceSchema } from '../shared/file-schema.js';
import { fileConfigSchema } from '../shared/file-streams.js';

/** How the files of one stream are found and read. */
export interface CsvStream extends FileStream {
  readonly encoding: Encoding | 'auto';
  readonly delimiter: string;
  readonly quote: string;
  /** True: the first row names the columns; a list: the files have no header and these are their columns. */
  readonly header: true | readonly string[];
  readonly skipLines: number;
  readonly emptyAs: 'null' | 'text';
}

export const csvDefaults = {
  pattern: '*.csv',
  entries: '*.csv',
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
  ...fileChoiceSchema(csvDefaults),
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
    description:
      'true：首行为列名；或给出列名。true: the first row names the columns; or the names themselves.',
    oneOf: [
      { const: true },
      {
        type: 'array',
        items: { type: 'string', minLength: 1 },
        minItems: 1,
        maxItems: 1000,
        uniqueItems: true,
      },
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
  ...writeSchema,
};

export const csvSpec = fileConfigSchema('CSV 文件 CSV files', streamProperties);
