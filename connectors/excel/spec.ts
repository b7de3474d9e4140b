import type { JsonObject } from '../../schemas/json.js';
import type { FileStream } from '../shared/file-connector.js';
import { writeSchema } from '../shared/file-push/write-settings.js';
import { archiveSchema, fileChoiceSchema } from '../shared/file-schema.js';
import { fileConfigSchema } from '../shared/file-streams.js';

/** How the workbooks of one stream are found and read. */
export interface ExcelStream extends FileStream {
  /** Name of the sheet; empty: the first that is not hidden. */
  readonly sheet: string;
  /** `auto`: looked for below title rows; a number: that row, counted from 1. */
  readonly headerRow: 'auto' | number;
  /** Names that the header is known to hold; they find it among rows that look alike. */
  readonly columns: readonly string[];
}

export const excelDefaults = {
  pattern: '*.xlsx',
  entries: '*.xlsx',
  sheet: '',
  headerRow: 'auto',
  columns: [],
  archive: 'none',
  readyWhen: 'stable',
  stableSeconds: 5,
} as const satisfies Omit<ExcelStream, 'folder'>;

const streamProperties: JsonObject = {
  ...fileChoiceSchema(excelDefaults),
  sheet: {
    title: '工作表 Sheet',
    description: '不填：第一个未隐藏的工作表。Empty: the first that is not hidden.',
    type: 'string',
    maxLength: 31,
    default: excelDefaults.sheet,
  },
  headerRow: {
    title: '表头行 Header row',
    description: 'auto：在标题行下方自动查找；或给出行号。auto: looked for below title rows; or its number.',
    oneOf: [{ const: 'auto' }, { type: 'integer', minimum: 1, maximum: 1_000 }],
    default: excelDefaults.headerRow,
  },
  columns: {
    title: '已知列名 Known column names',
    description: '用于查找表头行。They help to find the header row.',
    type: 'array',
    items: { type: 'string', minLength: 1 },
    maxItems: 1_000,
    default: [],
  },
  ...archiveSchema(excelDefaults.archive),
  ...writeSchema,
};

export const excelSpec = fileConfigSchema('Excel 工作簿 Excel workbooks', streamProperties);
