import { resolve } from 'node:path';

import type { Command } from 'commander';

import { compileMapping, type Mapping } from '../../../mappings/compile.js';
import { testMappings, type MappingTestReport } from '../../../mappings/mapping-test.js';
import { withoutColumns } from '../../../mappings/withheld.js';
import { loadCodeTables, type CodeTables } from '../../../schemas/code-tables.js';
import { GatewayError } from '../../../schemas/errors.js';
import type { JsonObject } from '../../../schemas/json.js';
import { loadRecordSchemas } from '../../../schemas/record-schemas.js';
import { createValidator } from '../../../schemas/validator.js';
import { shanghaiDate } from '../../clock.js';
import type { Manifest } from '../../workspace/resources.js';
import { manifestsOf, type SpecOfKind } from '../../workspace/workspace.js';
import { calendarDay, group, print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { readInputRows, readReferences } from '../input-rows.js';
import { diff, type DiffOptions } from '../mapping-diff.js';
import { draft, type DraftOptions } from '../mapping-draft.js';
import { mappedRowText, type MappedRow } from '../mapped-row-text.js';
import { writeMarkedWorkbook } from '../marked-workbook.js';
import type { CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';
import { testedDatasets } from '../tested-datasets.js';
import { oneLine } from '../text-width.js';
import { openWorkspace } from '../workspace-files.js';
import type { World } from '../world.js';

interface MappingOptions extends CommonOptions {
  readonly workspace?: string;
}

interface RunOptions extends MappingOptions {
  readonly input: string;
  readonly limit: number;
  readonly onlyMap?: boolean;
  readonly references?: string;
  readonly outWorkbook?: string;
}

const inputRowsMax = 100_000;
const inputRowsDefault = 1000;
const changesShown = 20;
const draftRowsMax = 10_000;
const draftRowsDefault = 200;

/** `jiantong mapping test|run|draft|diff`. */
export function addMappingCommands(program: Command, line: CommandLine): void {
  const mapping = group(program, 'mapping', { zh: '映射规则。', en: 'Mappings.' });
  line
    .add(mapping, 'test', {
      zh: '执行映射规则自带的全部例子；有不符时退出码为 1。',
      en: 'Run the examples that stand in the mappings; exit code 1 if one fails.',
      example: 'jiantong mapping test --workspace examples/gannan',
    })
    .argument('[names...]', '映射规则，默认全部。 Mappings; all by default.')
    .option(
      '--workspace <folder>',
      '工作区目录；不给则只看随程序发布的规则。 Folder of the workspace; without it the shipped mappings only.',
    )
    .action(line.does((names: string[], options: MappingOptions) => test(line, names, options)));
  line
    .add(mapping, 'run', {
      zh: '用一条映射规则转换数据行并校验，逐行并列显示；可读 CSV、Excel 和 JSON（对象、数组或每行一个对象）。',
      en: 'Map rows and check them, shown side by side; reads CSV, Excel and JSON (an object, an array, or an object a line).',
      example: 'jiantong mapping run gannan-housing/housing-penalty --workspace examples/gannan --input rows.xlsx --limit 20',
    })
    .argument('<name>')
    .option('--workspace <folder>', '工作区目录。 Folder of the workspace.')
    .option('--input <file>', '数据文件（.csv .tsv .xlsx .json），- 为标准输入。 File of rows; - is standard input.', '-')
    .option('--limit <n>', '最多读取的行数。 Rows read at most.', wholeNumber(1, inputRowsMax), inputRowsDefault)
    .option('--references <file>', '规则要查的基础记录（JSON：{ 数据集: [记录] }）。 Records that the rules look up (JSON: { dataset: [records] }).')
    .option('--out-workbook <file>', '另存原工作簿：有错的单元格标红，原因写成批注（须以 .xlsx 输入）。 The same workbook with failing cells coloured and the reasons as comments (input .xlsx).')
    .option('--only-map', '只映射，不校验记录。 Map only, without checking the records.')
    .action(line.does((name: string, options: RunOptions) => run(line, name, options)));
  line
    .add(mapping, 'draft', {
      zh: '按列名和样例值为数据流或文件起草映射规则，每行附把握程度和理由；只打印，不应用。',
      en: 'Draft a mapping for a stream or a file from names and sample values, each line with confidence and reason; printed, never applied.',
      example: 'jiantong mapping draft --input rows.csv --to administrative-penalty',
    })
    .requiredOption('--to <dataset>', '目标数据集。 The dataset to fill.')
    .option('--input <file>', '样例文件（.csv .tsv .xlsx .json）。 File of sample rows.')
    .option('--workspace <folder>', '工作区目录。 Folder of the workspace.')
    .option('--connector <name>', '工作区中的连接器。 A connector of the workspace.')
    .option('--stream <name>', '连接器的数据流。 A stream of the connector.')
    .option('--rows <n>', '读取的样例行数。 Sample rows read.', wholeNumber(1, draftRowsMax), draftRowsDefault)
    .action(line.does((options: DraftOptions) => draft(line, options)));
  line
    .add(mapping, 'diff', {
      zh: '用同一批真实记录比较两版映射规则，列出哪些记录的哪些字段会变；有原来正常而现在出错的，退出码为 1。',
      en: 'Run two versions of a mapping over the same real records and show which fields of which change; exit code 1 if a good one breaks.',
      example: 'jiantong mapping diff old.yaml new.yaml --since 2026-11-01',
    })
    .argument('<old>', '原来的规则文件。 File of the old version.')
    .argument('<new>', '新的规则文件。 File of the new version.')
    .option('--since <date>', '取库中自该日起的记录（对外映射）。 Records stored since that day, for mappings out of a dataset.', calendarDay)
    .option('--input <file>', '或取文件中的数据行。 Or rows of a file (.csv .tsv .xlsx .json).')
    .option('--workspace <folder>', '工作区目录，提供代码表。 Folder of the workspace, for its code tables.')
    .option('--limit <n>', '列出的变化行数。 Changed rows shown.', wholeNumber(1, inputRowsMax), changesShown)
    .action(line.does((old: string, now: string, options: DiffOptions) => diff(line, [old, now], options)));
}

type MappingManifestSpec = SpecOfKind['Mapping'];

interface Mappings {
  readonly manifests: readonly Manifest<MappingManifestSpec>[];
  readonly codeTables: CodeTables;
}

function mappingsOf(world: World, { workspace: folder }: MappingOptions): Mappings {
  const workspace = openWorkspace(world, folder);
  return { manifests: manifestsOf('Mapping', workspace.manifests), codeTables: workspace.codeTables(loadCodeTables()) };
}

function fullName({ metadata: { department, name } }: Manifest<MappingManifestSpec>): string {
  return `${department}/${name}`;
}

function named(manifests: readonly Manifest<MappingManifestSpec>[], name: string): Manifest<MappingManifestSpec> {
  const matching = manifests.filter((manifest) => fullName(manifest) === name || manifest.metadata.name === name);
  const [manifest] = matching;
  if (manifest !== undefined && matching.length === 1) return manifest;
  throw new GatewayError('CLI_NAME_UNKNOWN', { mapping: name, known: manifests.map(fullName).join(', ') });
}

const columns: readonly Column<MappingTestReport>[] = [
  { zh: '映射规则', en: 'mapping', value: ({ name }) => name },
  { zh: '结果', en: 'outcome', value: ({ ok }) => (ok ? '通过 passed' : '不符 failed') },
  { zh: '例子', en: 'examples', value: ({ examples }) => examples.length },
  { zh: '不符', en: 'failed', value: ({ examples }) => examples.filter(({ ok }) => !ok).length },
  {
    zh: '没有例子的列',
    en: 'columns without example',
    value: ({ columnsNeverUsed }) => columnsNeverUsed.join(', ') || null,
    widthMax: 50,
  },
  {
    zh: '没有规则的列',
    en: 'columns without rule',
    value: ({ columnsNotMapped }) => columnsNotMapped.join(', ') || null,
    widthMax: 50,
  },
  {
    zh: '未填的必填字段',
    en: 'required, never set',
    value: ({ requiredNeverSet }) => requiredNeverSet.join(', ') || null,
    widthMax: 50,
  },
];

async function test({ world }: CommandLine, names: readonly string[], options: MappingOptions): Promise<ExitCode> {
  const { manifests, codeTables } = mappingsOf(world, options);
  const chosen = names.length === 0 ? manifests : names.map((name) => named(manifests, name));
  const result = testMappings(chosen, { codeTables, dataset: testedDatasets() });
  print(world, options, result, () => table(columns, result.mappings) + result.mappings.map(faultsOf).join(''));
  return result.ok ? exitCode.done : exitCode.foundProblem;
}

/** What a person has to mend in one mapping. */
function faultsOf({ name, mistakes, examples }: MappingTestReport): string {
  const ofRules = mistakes.map(
    ({ path, given, expected, zh, en }) => `  ${path}: ${zh} ${en} 给定 given ${given}, 应为 expected ${expected}`,
  );
  const ofExamples = examples
    .filter(({ ok }) => !ok)
    .map((example) => `  ${example.name}: ${example.differences.join('; ')}`);
  const lines = [...ofRules, ...ofExamples];
  return lines.length === 0 ? '' : `\n${name}\n${lines.map((text) => `${oneLine(text)}\n`).join('')}`;
}

async function run({ world }: CommandLine, name: string, options: RunOptions): Promise<ExitCode> {
  const { manifests, codeTables } = mappingsOf(world, options);
  const mapping = compiled(named(manifests, name), codeTables);
  const rows = await readInputRows(world, options.input, options.limit);
  const references = await readReferences(world, options.references);
  const check = options.onlyMap === true ? undefined : recordCheck(world, mapping, codeTables);
  const mapped = rows.map(({ position, row }): MappedRow => {
    const result = mapping.run(row, references);
    const shown = { position, row: withoutColumns(row, mapping.withheld) };
    if (!result.ok) return { ...shown, record: result.partial, problems: result.problems, warnings: [] };
    return { ...shown, record: result.record, ...(check?.(result.record) ?? { problems: [], warnings: [] }) };
  });
  const results = mapped.map(({ position, record, problems, warnings }) => {
    const odd = warnings.length === 0 ? {} : { warnings };
    return problems.length === 0
      ? { position, ok: true, record, ...odd }
      : { position, ok: false, problems, partial: record, ...odd };
  });
  const isBad = ({ problems }: MappedRow): boolean => problems.length > 0;
  if (options.outWorkbook !== undefined) {
    const inFolder = (file: string): string => resolve(world.workingFolder, file);
    await writeMarkedWorkbook(inFolder(options.input), inFolder(options.outWorkbook), mapped.filter(isBad));
  }
  print(world, options, { results }, () => {
    const bad = mapped.filter(isBad).length;
    const count = `\n${String(mapped.length)} 行 rows: 通过 good ${String(mapped.length - bad)}, 有错 wrong ${String(bad)}\n`;
    return mapped.map(mappedRowText).join('\n') + count;
  });
  return mapped.some(isBad) ? exitCode.foundProblem : exitCode.done;
}

/** Records are checked as they are before they are stored; rows of a receiver have no schema here. */
function recordCheck(
  world: World,
  { to }: Mapping,
  codeTables: CodeTables,
): ((record: JsonObject) => Pick<MappedRow, 'problems' | 'warnings'>) | undefined {
  if (!('dataset' in to)) return undefined;
  const { dataset } = to;
  const validator = createValidator({ schemas: loadRecordSchemas(), codeTables });
  const today = shanghaiDate(world.clock.now());
  return (record) => ({
    problems: validator.validate(dataset, record, { today }),
    warnings: validator.warnings(dataset, record),
  });
}

function compiled(manifest: Manifest<MappingManifestSpec>, codeTables: CodeTables): Mapping {
  const { personal, reporter } = testedDatasets()(manifest.spec);
  const options = { name: fullName(manifest), codeTables, personal, reporter };
  const { mapping, problems } = compileMapping(manifest.spec, options);
  if (mapping !== undefined) return mapping;
  const [first] = problems;
  throw new GatewayError('MAPPING_SPEC_SHAPE_WRONG', {
    mapping: fullName(manifest),
    path: first?.path,
    expected: first?.expected,
  });
}
