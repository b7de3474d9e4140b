import type { DictionaryDataset } from './dataset-page.js';
import { code, table, writtenByProgram } from './page-text.js';

/** The list of all datasets, in alphabetical order of their names. */
export function indexPage(datasets: readonly DictionaryDataset[]): string {
  const rows = datasets.map(({ schema }) => [
    `[${schema.titleZh}](${schema.name}.md)`,
    schema.titleEn,
    code(schema.name),
    schema.version,
    String(schema.fields.size),
    schema.keyPaths.map((path) => code(path.join('.'))).join(' '),
  ]);
  return `# 数据字典 / Data dictionary

${writtenByProgram}
统一数据标准的全部数据集；代码表见 [code-tables.md](code-tables.md)，用语见 [glossary.md](../../schemas/glossary.md)。
All datasets of the unified schema; their codes are in code-tables.md, their words in the glossary.

${table(['名称 Name', 'English', '数据集 Dataset', '版本 Version', '字段数 Fields', '主键 Key'], rows)}`;
}
