import { setTimeout as delay } from 'node:timers/promises';

import type { Command } from 'commander';

import type { ExchangeView, RunDetail, RunWarning } from '../../services/exchanges.js';
import type { GatewayServices } from '../../services/services.js';
import { shanghaiMinute } from '../../clock.js';
import type { TargetSummary } from '../../summary.js';
import { group, print, type CommandLine } from '../command.js';
import { addExchangeControl } from './exchange-control.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withReadings, withServices, type CommonOptions } from '../open-services.js';
import { listing, table, type Column } from '../table.js';

const followEveryMs = 300;

/** `jiantong exchange list|run|pause|resume|next|stop`. */
export function addExchangeCommands(program: Command, line: CommandLine): void {
  const exchange = group(program, 'exchange', { zh: '交换任务。', en: 'Exchanges.' });
  line
    .add(exchange, 'list', {
      zh: '列出交换任务及其最近一次批次。',
      en: 'List the exchanges with their latest run.',
      example: 'jiantong exchange list',
    })
    .action(line.does((options: CommonOptions) => list(line, options)));
  line
    .add(exchange, 'run', {
      zh: '立即执行一个交换任务并等待结果。',
      en: 'Run an exchange now and wait for what becomes of it.',
      example: 'jiantong exchange run gannan-housing/housing-penalties',
    })
    .argument('<name>', 'department/name')
    .action(line.does((name: string, options: CommonOptions) => run(line, name, options)));
  addExchangeControl(exchange, line);
}

const exchangeColumns: readonly Column<ExchangeView>[] = [
  { zh: '名称', en: 'name', value: ({ name }) => name },
  { zh: '数据集', en: 'dataset', value: ({ dataset }) => dataset },
  { zh: '来源', en: 'source', value: ({ source }) => source },
  { zh: '目标', en: 'targets', value: ({ targets }) => targets.join(', ') },
  { zh: '计划', en: 'schedule', value: ({ cron }) => cron },
  {
    zh: '最近批次',
    en: 'latest run',
    value: ({ lastRun }) => (lastRun === null ? null : shanghaiMinute(new Date(lastRun.startedAt))),
  },
  {
    zh: '结果',
    en: 'outcome',
    value: ({ lastRun }) => (lastRun === null ? null : (lastRun.failure?.code ?? lastRun.state)),
  },
];

async function list({ world }: CommandLine, options: CommonOptions): Promise<ExitCode> {
  return withReadings(world, options, async (services) => {
    const exchanges = await services.exchanges.list();
    print(world, options, { exchanges }, () => table(exchangeColumns, exchanges));
    return exitCode.done;
  });
}

async function run({ world }: CommandLine, name: string, options: CommonOptions): Promise<ExitCode> {
  return withServices(world, options, async ({ services, signal, settle }) => {
    const { id } = await services.exchanges.start(name);
    await follow(services, id, signal);
    await settle();
    const run = await services.runs.get(id);
    print(world, options, run, () => describeRun(run));
    return run.state === 'done' ? exitCode.done : exitCode.foundProblem;
  });
}

/** Until the run has ended, or the signal says not to wait any longer. */
async function follow(services: GatewayServices, id: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await services.runs.get(id)).state === 'running') {
    await delay(followEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

const targetColumns: readonly Column<TargetSummary>[] = [
  { zh: '目标', en: 'target', value: ({ connector }) => connector },
  { zh: '应送', en: 'owed', value: ({ owed }) => owed },
  { zh: '不送', en: 'not owed', value: ({ notOwed }) => notOwed },
  { zh: '接收', en: 'accepted', value: ({ accepted }) => accepted },
  { zh: '退回', en: 'rejected', value: ({ rejected }) => rejected },
  { zh: '在途', en: 'pending', value: ({ pending }) => pending },
  { zh: '不明', en: 'unknown', value: ({ unknown }) => unknown },
  { zh: '待人工', en: 'held', value: ({ held }) => held },
  { zh: '被取代', en: 'superseded', value: ({ superseded }) => superseded },
  { zh: '已取消', en: 'cancelled', value: ({ cancelled }) => cancelled },
];

const warningColumns: readonly Column<RunWarning>[] = [
  { zh: '提示', en: 'warning', value: ({ warning }) => warning.code },
  { zh: '记录数', en: 'records', value: ({ records }) => records },
  { zh: '字段', en: 'field', value: ({ warning }) => warning.path },
  { zh: '说明', en: 'what is odd', value: ({ warning }) => warning.zh },
  { zh: '例如', en: 'such as', value: ({ position }) => position },
];

function describeRun(run: RunDetail): string {
  const counts = listing([
    ['批次', 'run', run.id],
    ['状态', 'state', run.state],
    ['读取', 'rows', run.rows],
    ['未变', 'unchanged', run.unchanged],
    ['合并', 'folded', run.folded],
    ['略过', 'skipped', run.skipped],
    ['通过', 'mapped', run.mapped],
    ['隔离', 'quarantined', run.quarantined],
    ['新版本', 'versions', run.versions],
    ['覆盖他行', 'overridden', run.overridden],
    ...(run.failure === null ? [] : [['失败原因', 'failure', `${run.failure.code}: ${run.failure.text}`] as const]),
  ]);
  const targets = run.targets.length === 0 ? '' : `\n${table(targetColumns, run.targets)}`;
  const warnings = run.warnings.length === 0 ? '' : `\n${table(warningColumns, run.warnings)}`;
  return `${counts}${targets}${warnings}`;
}
