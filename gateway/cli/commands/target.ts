import type { Command } from 'commander';

import type { TargetView } from '../../services/targets.js';
import { shanghaiMinute } from '../../clock.js';
import { group, print, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withReadings, withServices, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

/** `jiantong target list|pause|resume`. */
export function addTargetCommands(program: Command, line: CommandLine): void {
  const target = group(program, 'target', { zh: '目标系统。', en: 'Targets: the systems that receive.' });
  line
    .add(target, 'list', {
      zh: '列出目标系统及其状态。',
      en: 'List the targets with their state.',
      example: 'jiantong target list',
    })
    .action(line.does((options: CommonOptions) => list(line, options)));
  line
    .add(target, 'pause', {
      zh: '暂停向目标投递，立即生效。',
      en: 'Pause all deliveries to a target, at once.',
      example: 'jiantong target pause data-office/credit-china --reason "对方停机维护"',
    })
    .argument('<name>', 'department/name')
    .requiredOption('--reason <text>', '暂停原因，记入交换日志。 Why; goes into the exchange log.')
    .action(line.does((name: string, options: CommonOptions & { reason: string }) => pause(line, name, options)));
  line
    .add(target, 'resume', {
      zh: '恢复向目标投递。',
      en: 'Let deliveries to a target go on.',
      example: 'jiantong target resume data-office/credit-china',
    })
    .argument('<name>', 'department/name')
    .action(line.does((name: string, options: CommonOptions) => resume(line, name, options)));
}

const columns: readonly Column<TargetView>[] = [
  { zh: '目标', en: 'target', value: ({ name }) => name },
  { zh: '状态', en: 'state', value: stateOf, widthMax: 40 },
  { zh: '待发', en: 'pending', value: ({ pending, sending }) => pending + sending },
  { zh: '待回执', en: 'sent', value: ({ sent }) => sent },
  { zh: '不明', en: 'unknown', value: ({ unknown }) => unknown },
  { zh: '待人工', en: 'held', value: ({ held }) => held },
  {
    zh: '最近到期',
    en: 'nearest due',
    value: ({ nearestDueAt }) => (nearestDueAt === null ? null : shanghaiMinute(new Date(nearestDueAt))),
  },
];

function stateOf({ paused, pausedReason, openUntil }: TargetView): string {
  if (paused) return `已暂停 paused: ${pausedReason ?? ''}`;
  return openUntil === null ? '正常 working' : `熔断至 broken until ${shanghaiMinute(new Date(openUntil))}`;
}

async function list({ world }: CommandLine, options: CommonOptions): Promise<ExitCode> {
  return withReadings(world, options, async (services) => {
    const targets = await services.targets.list();
    print(world, options, { targets }, () => table(columns, targets));
    return exitCode.done;
  });
}

async function pause(
  { world }: CommandLine,
  name: string,
  options: CommonOptions & { reason: string },
): Promise<ExitCode> {
  return withServices(world, options, async ({ services }) => {
    const target = await services.targets.pause(name, options.reason);
    print(world, options, target, () => table(columns, [target]));
    return exitCode.done;
  });
}

async function resume({ world }: CommandLine, name: string, options: CommonOptions): Promise<ExitCode> {
  return withServices(world, options, async ({ services, settle }) => {
    const target = await services.targets.resume(name);
    await settle();
    print(world, options, target, () => table(columns, [target]));
    return exitCode.done;
  });
}
