import type { Command } from 'commander';

import { resultsInFile, resultsOfSlip, type Bearer } from '../../../connectors/handover/answers.js';
import { addResult, listBatches, readResult, type Batch, type BatchResult } from '../../../connectors/handover/batch.js';
import type { HandoverConfig } from '../../../connectors/handover/spec.js';
import { resolveFolder } from '../../../connectors/shared/places/local-place.js';
import { GatewayError } from '../../../schemas/errors.js';
import { shanghaiMinute } from '../../clock.js';
import { resolveSecrets } from '../../workspace/resolve.js';
import { handoverConnector } from '../../../connectors/handover/index.js';
import { group, print, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { digestOfFile } from '../file-digest.js';
import { readInputRows } from '../input-rows.js';
import { settingsOf, type CommonOptions } from '../open-services.js';
import { listing, table, type Column } from '../table.js';
import { connectorsOf } from '../workspace-files.js';
import type { World } from '../world.js';

interface HandoverOptions extends CommonOptions {
  readonly workspace: string;
}
type ListOptions = HandoverOptions & { readonly all?: boolean };
type ConfirmOptions = HandoverOptions & { readonly by: string; readonly file: string; readonly proof?: string };
type ResultOptions = HandoverOptions & { readonly by: string; readonly batch?: string };

/** A batch where it lies, and what is known of it. */
interface Laid {
  readonly connector: string;
  readonly folder: string;
  readonly config: HandoverConfig;
  readonly batch: Batch;
  readonly result: BatchResult;
}

/** Rows of a result file that are read; a batch holds at most some thousands. */
const resultRowsMax = 100_000;

/** `jiantong handover list|show|confirm|result`: the desk of whoever carries batches to receivers by hand. */
export function addHandoverCommands(program: Command, line: CommandLine): void {
  const handover = group(program, 'handover', { zh: '人工递交的批次。', en: 'Batches that people carry to receivers.' });
  const add = (name: string, zh: string, en: string, rest: string): Command =>
    line
      .add(handover, name, { zh, en, example: `jiantong handover ${name} --workspace examples/gannan${rest}` })
      .requiredOption('--workspace <folder>', '工作区目录。 Folder of the workspace.');
  add('list', '列出未办结的批次。', 'List batches that are not answered yet.', '')
    .option('--all', '也列出已办结的。 Answered ones too.')
    .action(line.does((options: ListOptions) => list(line, options)));
  add('show', '查看一个批次：文件、经办人和逐行结果。', 'See a batch: its files, its assignee, what is known of each row.', ` ${exampleBatch}`)
    .argument('<batch>')
    .action(line.does((name: string, options: HandoverOptions) => show(line, name, options)));
  add(
    'confirm',
    '凭签收回执办结整个批次；只登记回执文件的 SHA-256。',
    'Close a whole batch by its signed slip; only the SHA-256 of the file is kept.',
    ` ${exampleBatch} --by 示例甲 --file 回执.pdf`,
  )
    .argument('<batch>')
    .requiredOption('--by <name>', '经办人。 Who confirms.')
    .requiredOption('--file <file>', '签章回执的扫描件。 The scan of the signed slip.')
    .option('--proof <text>', '说明。 In words.')
    .action(line.does((name: string, options: ConfirmOptions) => confirm(line, name, options)));
  add(
    'result',
    '读入平台的结果文件（CSV 或 Excel），逐行办结。',
    "Take the platform's result file (CSV or Excel) as the receipt of each row that it names.",
    ' 导入结果.xlsx --by 示例甲',
  )
    .argument('<file>')
    .requiredOption('--by <name>', '经办人。 Who brings it.')
    .option('--batch <name>', '只对这一批。 For this batch only.')
    .action(line.does((file: string, options: ResultOptions) => takeResult(line, file, options)));
}

const exampleBatch = '20261123-0123456789ab';

const columns: readonly Column<Laid>[] = [
  { zh: '批次', en: 'batch', value: ({ batch }) => batch.name },
  { zh: '目标', en: 'target', value: ({ connector }) => connector },
  { zh: '数据流', en: 'stream', value: ({ batch }) => batch.stream },
  { zh: '经办人', en: 'assignee', value: ({ batch }) => batch.assignee },
  { zh: '生成', en: 'made', value: ({ batch }) => shanghaiMinute(new Date(batch.madeAt)) },
  { zh: '行数', en: 'rows', value: ({ batch }) => batch.rows.length },
  { zh: '已有结果', en: 'answered', value: ({ result }) => Object.keys(result.rows).length },
];

async function list({ world }: CommandLine, options: ListOptions): Promise<ExitCode> {
  const laid = await allLaid(world, options);
  const shown = options.all === true ? laid : laid.filter((one) => openRows(one) > 0);
  print(world, options, { items: shown.map(documentOf) }, () =>
    shown.length === 0 ? '没有待办的批次。 Nothing to carry.\n' : table(columns, shown),
  );
  return exitCode.done;
}

async function show({ world }: CommandLine, name: string, options: HandoverOptions): Promise<ExitCode> {
  const laid = batchNamed(await allLaid(world, options), name);
  const { batch, result, folder } = laid;
  print(world, options, documentOf(laid), () => {
    const head = listing([
      ['批次', 'batch', batch.name],
      ['目标', 'target', laid.connector],
      ['经办人', 'assignee', batch.assignee],
      ['文件', 'files', `${folder}/${batch.name}`],
    ]);
    const rows: readonly Column<Batch['rows'][number]>[] = [
      { zh: '主键', en: 'key', value: ({ key }) => key },
      { zh: '操作', en: 'operation', value: ({ op }) => (op === 'upsert' ? '报送 upsert' : '撤回 withdraw') },
      { zh: '结果', en: 'outcome', value: ({ idempotencyKey }) => result.rows[idempotencyKey]?.outcome ?? null },
      { zh: '说明', en: 'text', value: ({ idempotencyKey }) => result.rows[idempotencyKey]?.text ?? null },
    ];
    return `${head}\n${table(rows, batch.rows)}`;
  });
  return exitCode.done;
}

async function confirm({ world }: CommandLine, name: string, options: ConfirmOptions): Promise<ExitCode> {
  const { folder, batch } = batchNamed(await allLaid(world, options), name);
  const results = resultsOfSlip(batch, options.proof ?? '', await bearerOf(world, options.by, options.file));
  await addResult(folder, batch.name, results);
  return show({ world } as CommandLine, name, options);
}

/** Exit code 1 where an open row of a batch that the file speaks of is not in it. */
async function takeResult({ world }: CommandLine, file: string, options: ResultOptions): Promise<ExitCode> {
  const laid = await allLaid(world, options);
  const wanted = options.batch === undefined ? laid.filter((one) => openRows(one) > 0) : [batchNamed(laid, options.batch)];
  const described = wanted.filter(({ config, batch }) => config.streams[batch.stream]?.result);
  if (wanted.length > 0 && described.length === 0) throw new GatewayError('HANDOVER_RESULT_NOT_DESCRIBED', { file });
  const bearer = await bearerOf(world, options.by, file);
  const rows = (await readInputRows(world, file, resultRowsMax)).map(({ row }) => row);
  const touched: Laid[] = [];
  for (const one of described) {
    const rule = one.config.streams[one.batch.stream]?.result;
    const found = rule ? resultsInFile(one.batch, rows, rule, bearer) : {};
    const isNews = Object.keys(found).some((key) => !one.result.rows[key]);
    if (!isNews) continue;
    await addResult(one.folder, one.batch.name, found);
    touched.push({ ...one, result: await readResult(one.folder, one.batch.name) });
  }
  if (touched.length === 0) throw new GatewayError('HANDOVER_RESULT_FITS_NOTHING', { file });
  print(world, options, { items: touched.map(documentOf) }, () => table(columns, touched));
  return touched.some((one) => openRows(one) > 0) ? exitCode.foundProblem : exitCode.done;
}

async function allLaid(world: World, options: HandoverOptions): Promise<Laid[]> {
  const { dataFolder, fileRoots } = settingsOf(world, options);
  const laid: Laid[] = [];
  for (const { name, manifest, workspaceFolder, values } of await connectorsOf(world, options)) {
    if (manifest.spec.type !== handoverConnector.type) continue;
    const config = resolveSecrets(manifest.spec.config, values, handoverConnector.spec) as unknown as HandoverConfig;
    const folder = await resolveFolder({ workspaceFolder, fileRoots: [dataFolder, ...fileRoots] }, config.folder);
    for (const batch of await listBatches(folder))
      laid.push({ connector: name, folder, config, batch, result: await readResult(folder, batch.name) });
  }
  return laid;
}

/** Throws HANDOVER_BATCH_UNKNOWN. */
function batchNamed(laid: readonly Laid[], name: string): Laid {
  const found = laid.find(({ batch }) => batch.name === name);
  if (!found) throw new GatewayError('HANDOVER_BATCH_UNKNOWN', { batch: name });
  return found;
}

async function bearerOf(world: World, person: string, file: string): Promise<Bearer> {
  return { person, digest: await digestOfFile(world, file), at: world.clock.now().toISOString() };
}

function openRows({ batch, result }: Laid): number {
  return batch.rows.filter(({ idempotencyKey }) => !result.rows[idempotencyKey]).length;
}

function documentOf(laid: Laid): object {
  const { connector, folder, batch, result } = laid;
  const rows = batch.rows.map(({ idempotencyKey, ...row }) => ({ delivery: idempotencyKey, ...row, result: result.rows[idempotencyKey] ?? null }));
  return { connector, folder: `${folder}/${batch.name}`, ...batch, rows, open: openRows(laid) };
}
