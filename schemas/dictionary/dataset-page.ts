import type { Field, FieldPath } from '../dataset-field.js';
import type { DatasetReference, DatasetSchema } from '../dataset-schema.js';
import type { JsonObject } from '../json.js';
import { textAt } from '../record-schemas.js';
import { rulesOfDatasets } from '../rules/rules-of-datasets.js';
import { fieldType } from './field-type.js';
import { code, table, writtenByProgram } from './page-text.js';

/** A dataset as its file says it and as it was understood. */
export interface DictionaryDataset {
  readonly source: JsonObject;
  readonly schema: DatasetSchema;
}

/** Words for the confidentiality classes. */
const classes = {
  public: '公开 public',
  restricted: '政务内部 restricted',
  personal: '个人信息 personal',
  reporter: '举报人信息 reporter',
} as const;

/** The page of one dataset. `known` are the datasets that have a page to link to. */
export function datasetPage(
  { source, schema }: DictionaryDataset,
  known: ReadonlyMap<string, unknown>,
): string {
  const fields = [...schema.fields.values()].filter((field) => !isPlainEntry(field));
  return `# ${schema.titleZh} / ${schema.titleEn}

${writtenByProgram}
${textAt(source, 'description')}

${table(['', ''], facts(schema, known))}
## 字段 / Fields

必填：“是”必须有，“随上级”在上级字段出现时必须有。Required: 是 always, 随上级 wherever the field that it belongs to is there.

${table(
  ['字段 Field', '中文名称 Title', '说明 Description', '类型 Type', '必填 Required', '代码表 Code table', '密级 Class', '来源 Source'],
  fields.map((field) => fieldRow(field, schema, source)),
)}${rulesSection(schema.name)}`;
}

function facts(schema: DatasetSchema, known: ReadonlyMap<string, unknown>): string[][] {
  const list = (paths: readonly FieldPath[]): string => paths.map((path) => code(path.join('.'))).join(' ');
  return [
    ['数据集 Dataset', code(schema.name)],
    ['版本 Version', schema.version],
    ['主键 Key', list(schema.keyPaths)],
    ['时限起算日 Day from which deadlines count', list([schema.datePath])],
    ['主体标识，先强后弱 Subject, the strongest first', list(schema.subjectPaths)],
    ['引用 References', schema.references.map((reference) => referenceText(reference, known)).join('；') || '无 none'],
  ];
}

function referenceText({ dataset, path, key }: DatasetReference, known: ReadonlyMap<string, unknown>): string {
  const target = known.has(dataset) ? `[${code(dataset)}](${dataset}.md)` : code(dataset);
  return `${code(path.join('.'))} → ${target} ${code(key)}`;
}

/** The entry of a list says nothing that the list does not say, but for its code table. */
function isPlainEntry({ path, codeTable }: Field): boolean {
  return path.at(-1) === '*' && codeTable === undefined;
}

function fieldRow(field: Field, dataset: DatasetSchema, source: JsonObject): string[] {
  const { path, titleZh, schema, codeTable } = field;
  return [
    code(path.join('.')),
    titleZh,
    textAt(schema, 'description'),
    fieldType(field),
    requiredWord(field, dataset, source),
    codeTable === undefined ? '' : `[${codeTable}](code-tables.md#${codeTable})`,
    classText(field),
    Array.isArray(schema['x-source']) ? schema['x-source'].map(String).join('；') : '',
  ];
}

function requiredWord({ path, isRequired }: Field, dataset: DatasetSchema, source: JsonObject): string {
  if (isRequired) return '是 yes';
  const outer = dataset.fields.get(path.slice(0, -1).join('.'))?.schema ?? source;
  const name = path.at(-1) ?? '';
  return Array.isArray(outer.required) && outer.required.includes(name) ? '随上级 with its parent' : '';
}

function classText({ fieldClass, personalWhen }: Field): string {
  if (personalWhen === undefined) return classes[fieldClass];
  const condition = `${personalWhen.path.join('.')}=${personalWhen.equals}`;
  return `${classes[fieldClass]}；${code(condition)} 时为 then ${classes.personal}`;
}

function rulesSection(dataset: string): string {
  const rules = rulesOfDatasets.get(dataset) ?? [];
  if (rules.length === 0) return '';
  const rows = rules.map(({ name, reads }) => [
    code(name),
    reads.map((pointer) => code(pointer.slice(1).replaceAll('/', '.'))).join(' '),
  ]);
  return `
## 字段间的规则 / Rules between fields

违反时的错误代码与改正办法见 [errors.md](../errors.md#record)。What breaking one says, and how to mend it: errors.md.

${table(['规则 Rule', '涉及字段 Fields that it reads'], rows)}`;
}
