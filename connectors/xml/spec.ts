import type { JsonObject } from '../../schemas/json.js';
import type { FileStream } from '../shared/file-connector.js';
import { writeSchema } from '../shared/file-push/write-settings.js';
import { archiveSchema, fileChoiceSchema } from '../shared/file-schema.js';
import { fileConfigSchema } from '../shared/file-streams.js';

/** How the XML files of one stream are found and read. */
export interface XmlStream extends FileStream {
  /** Element names from the document's root to a record: `data/penalties/penalty`. */
  readonly rows: string;
  /** Columns by their path inside a record: `party/name`, `@id`; absent: every value by its path. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Namespaces by the prefixes that the paths use; a step without prefix takes any namespace. */
  readonly namespaces?: Readonly<Record<string, string>>;
}

export const xmlDefaults = {
  pattern: '*.xml',
  entries: '*.xml',
  rows: 'data/row',
  archive: 'none',
  readyWhen: 'stable',
  stableSeconds: 5,
} as const satisfies Omit<XmlStream, 'folder'>;

/** A name with an optional prefix. */
const step = String.raw`([\p{L}_][\p{L}\p{N}_.-]*:)?[\p{L}_][\p{L}\p{N}_.-]*`;

const streamProperties: JsonObject = {
  ...fileChoiceSchema(xmlDefaults),
  rows: {
    title: '记录所在路径 Path to the records',
    description: '从根元素到一条记录，以 / 分隔。From the root to a record, with slashes.',
    type: 'string',
    maxLength: 500,
    pattern: `^${step}(/${step})*$`,
    default: xmlDefaults.rows,
    examples: ['data/penalties/penalty'],
  },
  columns: {
    title: '列 Columns',
    description: '列名与记录内的路径，属性写 @名称；不填：每个值以路径为列名。Columns and paths, @name for attributes; absent: every value by its path.',
    type: 'object',
    maxProperties: 1_000,
    additionalProperties: { type: 'string', maxLength: 500, pattern: `^(${step}/)*(@?${step})$` },
    examples: [{ 编号: '@id', 相对人: 'party/name' }],
  },
  namespaces: {
    title: '命名空间 Namespaces',
    description: '路径中所用前缀与命名空间。Prefixes of the paths and their namespaces.',
    type: 'object',
    maxProperties: 50,
    propertyNames: { pattern: String.raw`^[\p{L}_][\p{L}\p{N}_.-]*$` },
    additionalProperties: { type: 'string', minLength: 1, maxLength: 500 },
    examples: [{ p: 'urn:example:penalty' }],
  },
  ...archiveSchema(xmlDefaults.archive),
  ...writeSchema,
};

export const xmlSpec = fileConfigSchema('XML 文件 XML files', streamProperties);
