import type { Command } from 'commander';
import { shanghaiMinute } from '../../clock.js';
import type { ExchangeView } from '../../services/exchanges.js';
import { print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withServices, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

/** `jiantong exchange pause|resume|next|stop`: what a person says to schedules and runs. */
export function addExchangeControl(exchange: Command, line: CommandLine): void {
  line
    .add(exchange, 'pause', {
      zh: '暂停交换任务的计划；仍可手工执行。',
      en: 'Rest the schedule of an exchange; it can be run by hand all the same.',
      example: 'jiantong exchange pause gannan-housing/housing-penalties --reason 对方系统停机维护',
    })
    .argument('<name>', 'department/name')
    .requiredOption('--reason <text>', '暂停原因。 Why.')
    .action(line.does((name: string, { reason, ...options }: CommonOptions & { reason: string }) =>
      show(line, options, (services) => services.exchanges.pause(name, reason))));
  line
    .add(exchange, 'resume', {
      zh: '恢复交换任务的计划；错过的合并执行一次。',
      en: 'Let the schedule go on; what it missed is caught up with one run.',
      example: 'jiantong exchange resume gannan-housing/housing-penalties',
    })
    .argument('<name>', 'department/name')
    .action(line.does((name: string, options: CommonOptions) => show(line, options, (services) => services.exchanges.resume(name))));
  line
    .add(exchange, 'next', {
      zh: '列出计划接下来的执行时间。',
      en: 'List when the schedule will run an exchange next.',
      example: 'jiantong exchange next gannan-housing/housing-penalties --count 5',
    })
    .argument('<name>', 'department/name')
    .option('--count <n>', '条数。 How many.', wholeNumber(1, 100), 10)
    .action(line.does((name: string, options: CommonOptions & { count: number }) => next(line, name, options)));
  line
    .add(exchange, 'stop', {
      zh: '停止正在执行的批次；已入库的保留。',
      en: 'Stop a run that is under way; what it stored is kept.',
      example: 'jiantong exchange stop 42',
    })
    .argument('<run>', '批次编号。 Number of the run.', wholeNumber(1, 999_999_999))
    .action(line.does((run: number, options: CommonOptions) => stop(line, run, options)));
}

const columns: readonly Column<ExchangeView>[] = [
  { zh: '名称', en: 'name', value: ({ name }) => name },
  { zh: '计划', en: 'schedule', value: ({ cron }) => cron },
  { zh: '暂停原因', en: 'paused', value: ({ paused }) => (paused === null ? null : `${paused.reason} (${paused.by})`) },
  { zh: '下次执行', en: 'next run', value: ({ nextRunAt }) => (nextRunAt === null ? null : shanghaiMinute(new Date(nextRunAt))) },
];

type Services = Parameters<Parameters<typeof withServices<ExitCode>>[2]>[0]['services'];

async function show({ world }: CommandLine, options: CommonOptions, change: (services: Services) => Promise<ExchangeView>): Promise<ExitCode> {
  return withServices(world, options, async ({ services }) => {
    const exchange = await change(services);
    print(world, options, exchange, () => table(columns, [exchange]));
    return exitCode.done;
  });
}

async function next({ world }: CommandLine, name: string, options: CommonOptions & { readonly count: number }): Promise<ExitCode> {
  return withServices(world, options, async ({ services }) => {
    const runs = await services.exchanges.nextRuns(name, options.count);
    print(world, options, { runs }, () => runs.map((at) => `${shanghaiMinute(new Date(at))}\n`).join(''));
    return exitCode.done;
  });
}

async function stop({ world }: CommandLine, id: number, options: CommonOptions): Promise<ExitCode> {
  return withServices(world, options, async ({ services }) => {
    const run = await services.runs.cancel(id);
    print(world, options, run, () => `批次 run ${String(run.id)}: ${run.state}\n`);
    return exitCode.done;
  });
}
