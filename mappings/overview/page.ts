import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assetPath } from '../../schemas/assets.js';
import { loadCodeTables } from '../../schemas/code-tables.js';
import { describeDataset } from '../../schemas/dataset-schema.js';
import { code, table } from '../../schemas/dictionary/page-text.js';
import { loadRecordSchemas, type RecordSchemas } from '../../schemas/record-schemas.js';
import type { Mapping } from '../compile.js';
import { readRuleFiles, type RuleFile } from './rule-files.js';
import { systemTitles, type SystemTitle } from './systems.js';

/** The page that this makes, from the package's folder. */
export const overviewPath = 'docs/mappings.md';

const introduction = `# 映射规则一览 / The mappings

由 \`npm run docs:mappings\` 从规则文件写成，请勿手改。写法见 [mappings/README.md](../mappings/README.md)，字段见[数据字典](schemas/README.md)。
Written from the rule files by \`npm run docs:mappings\`; do not edit. The language is in mappings/README.md, the fields are in the data dictionary.

这些系统的接口文档没有完整公开：列名取自公开的标准和代码，没有公开列名的由本项目拟定，接入前须与接收单位核对。规则都是 YAML，可以按名称覆盖。
None of these systems has published its whole interface. Columns follow public standards and public code; where there are none, they are this
project's proposal, to be settled with the receiver before use. Every rule is YAML and can be overridden by name.
`;

/** All rule files as one Markdown page: who gives and who takes each dataset, then every stream that is written, with its columns. */
export function overviewPage(files: readonly RuleFile[], schemas: RecordSchemas): string {
  const titles = new Map([...schemas.datasets].map(([name, source]) => [name, describeDataset(name, source, schemas.parts)]));
  const sides = (name: string, near: 'from' | 'to', far: 'from' | 'to'): string =>
    files
      .filter(({ mapping }) => datasetOf(mapping[near]) === name)
      .map(({ path, mapping }) => link(streamOf(mapping[far]), path))
      .join('<br>');
  const datasets = [...titles.values()].map(({ name, titleZh, titleEn }) => [
    `[${titleZh}](schemas/${name}.md) ${titleEn}`,
    sides(name, 'to', 'from'),
    sides(name, 'from', 'to'),
  ]);
  const written = files.filter(({ mapping }) => 'system' in mapping.to);
  const systems = Object.entries(systemTitles).filter(([name]) => written.some(({ mapping }) => systemOf(mapping.to) === name));
  return `${introduction}
## 按数据集 / By dataset

${table(['数据集 Dataset', '来自 From', '交给 To'], datasets)}
## 接收系统的列 / Columns by receiver

带 \\* 的列必须有值；“可还原”写明由哪个规则文件还原为同样的记录。Columns marked \\* are always filled; "gives back" names the mapping that makes the same record again.
${systems.map(([name, title]) => receiver(name, title, written)).join('')}`;
}

function receiver(name: string, { zh, en }: SystemTitle, written: readonly RuleFile[]): string {
  const rows = written
    .filter(({ mapping }) => systemOf(mapping.to) === name)
    .map(({ path, mapping }) => {
      const dataset = `[${code(datasetOf(mapping.from))}](schemas/${datasetOf(mapping.from)}.md)`;
      return [link(streamOf(mapping.to), path), dataset, columns(mapping), givesBack(mapping)];
    });
  return `\n### ${zh} ${en}\n\n${table(['数据流 Stream', '数据集 Dataset', '列 Columns', '可还原 Gives back'], rows)}`;
}

function columns({ targets, requiredTargets }: Mapping): string {
  return targets.map((target) => `${code(target)}${requiredTargets.includes(target) ? '\\*' : ''}`).join(' ');
}

function givesBack({ lossless }: Mapping): string {
  return lossless === undefined ? '' : code(lossless.back);
}

function link(text: string, path: string): string {
  return `[${code(text)}](../${path})`;
}

function systemOf(side: Mapping['from']): string {
  return 'system' in side ? side.system : '';
}

function datasetOf(side: Mapping['from']): string {
  return 'dataset' in side ? side.dataset : '';
}

function streamOf(side: Mapping['from']): string {
  return 'system' in side ? `${side.system}/${side.stream}` : side.dataset;
}

/** Run as a program it writes the page; imported it does nothing. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(assetPath(overviewPath), overviewPage(readRuleFiles(loadCodeTables()), loadRecordSchemas()));
}
