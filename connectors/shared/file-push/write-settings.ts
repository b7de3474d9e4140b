import type { JsonObject } from '../../../schemas/json.js';

/** How records are written into files of a stream; a stream without it is only read. */
export interface FileWrite {
  /** What every file's name begins with. */
  readonly name: string;
  /** Columns in their order; absent: those of the first record, where the kind of file needs any. */
  readonly columns?: readonly string[];
  /** True: `<name>.ok` is written beside each file when it is whole. */
  readonly marker?: boolean;
  /** How a withdrawal is told; without it none can be. */
  readonly operation?: { readonly column: string; readonly upsert: string; readonly withdraw: string };
}

const text: JsonObject = { type: 'string', minLength: 1, maxLength: 200 };

/** JSON Schema property of `FileWrite`. */
export const writeSchema: JsonObject = {
  write: {
    title: '写入 Writing',
    description: '报送到文件时需要：每批一个文件。Needed where records are delivered: one file a batch.',
    type: 'object',
    properties: {
      name: {
        title: '文件名开头 Beginning of the names',
        type: 'string',
        pattern: '^[\\p{L}\\p{N}_-]{1,100}$',
        examples: ['penalty'],
      },
      columns: {
        title: '列 Columns',
        description: '列的顺序；不填：第一条记录的列。Their order; absent: those of the first record.',
        type: 'array',
        items: text,
        minItems: 1,
        maxItems: 1_000,
        uniqueItems: true,
      },
      marker: {
        title: '写完标记 Marker',
        description: '写完后另写 <文件名>.ok。<name>.ok is written when the file is whole.',
        type: 'boolean',
        default: false,
      },
      operation: {
        title: '操作列 Operation',
        description: '撤销如何表示；不填则不能撤销。How a withdrawal is told; absent: it cannot be.',
        type: 'object',
        properties: { column: text, upsert: text, withdraw: text },
        required: ['column', 'upsert', 'withdraw'],
        additionalProperties: false,
      },
    },
    required: ['name'],
    additionalProperties: false,
  },
};
