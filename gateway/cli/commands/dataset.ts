import { resolve } from 'node:path';

import type { Command } from 'commander';

import { loadCodeTables } from '../../../schemas/code-tables.js';
import { describeDataset } from '../../../schemas/dataset-schema.js';
import { GatewayError } from '../../../schemas/errors.js';
import { loadRecordSchemas } from '../../../schemas/record-schemas.js';
import { shanghaiDate } from '../../clock.js';
import { group, print, type CommandLine } from '../command.js';
import { datasetTemplate, type TemplateColumn } from '../dataset-template.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';
import { openWorkspace } from '../workspace-files.js';

interface TemplateOptions extends CommonOptions {
  readonly out: string;
  readonly workspace?: string;
}

/** `jiantong dataset template`. */
export function addDatasetCommands(program: Command, line: CommandLine): void {
  const dataset = group(program, 'dataset', { zh: '数据集。', en: 'Datasets.' });
  line
    .add(dataset, 'template', {
      zh: '写出可分发填报的工作簿：每个字段一列，附说明和代码表下拉列表。',
      en: 'Write a workbook to hand out: a column for each field, with comments and drop-downs from the code tables.',
      example: 'jiantong dataset template administrative-penalty --out 行政处罚填报表.xlsx',
    })
    .argument('<dataset>')
    .requiredOption('--out <file>', '写出的工作簿。 The workbook to write.')
    .option('--workspace <folder>', '工作区目录，连同其代码表。 Folder of the workspace, with its own code tables.')
    .action(line.does((name: string, options: TemplateOptions) => template(line, name, options)));
}

const columns: readonly Column<TemplateColumn>[] = [
  { zh: '列', en: 'column', value: ({ title }) => title },
  { zh: '字段', en: 'field', value: ({ field }) => field },
  { zh: '必填', en: 'required', value: ({ isRequired }) => (isRequired ? '是 yes' : null) },
  { zh: '映射写法', en: 'in a mapping', value: ({ codes }) => (codes ? `codes: { table: ${codes.table}, by: ${codes.by} }` : null) },
];

/** Throws CLI_NAME_UNKNOWN for a dataset that there is not. */
async function template({ world }: CommandLine, name: string, options: TemplateOptions): Promise<ExitCode> {
  const { datasets, parts } = loadRecordSchemas();
  const source = datasets.get(name);
  if (source === undefined) throw new GatewayError('CLI_NAME_UNKNOWN', { dataset: name, known: [...datasets.keys()].join(', ') });
  const codeTables = openWorkspace(world, options.workspace).codeTables(loadCodeTables());
  const made = datasetTemplate(describeDataset(name, source, parts), codeTables, shanghaiDate(world.clock.now()));
  const file = resolve(world.workingFolder, options.out);
  await made.workbook.xlsx.writeFile(file);
  print(world, options, { file, columns: made.columns }, () => `${table(columns, made.columns)}\n${file}\n`);
  return exitCode.done;
}
