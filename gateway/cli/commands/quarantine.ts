import type { Command } from 'commander';

import { quarantineStates, type QuarantineState, type QuarantineView } from '../../services/quarantine.js';
import { shanghaiMinute } from '../../clock.js';
import { choice, group, print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { describeQuarantined, firstReason } from '../quarantine-text.js';
import { withReadings, withServices, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

interface ListOptions extends CommonOptions {
  readonly state: QuarantineState;
  readonly exchange?: string;
  readonly limit: number;
  readonly after?: string;
}

/** `jiantong quarantine list|show|replay`. */
export function addQuarantineCommands(program: Command, line: CommandLine): void {
  const quarantine = group(program, 'quarantine', {
    zh: '隔离区：未通过的记录。',
    en: 'Quarantine: records that failed.',
  });
  line
    .add(quarantine, 'list', {
      zh: '列出隔离的记录，新的在前。',
      en: 'List quarantined records, newest first.',
      example: 'jiantong quarantine list --exchange gannan-market/licences',
    })
    .addOption(choice('--state <state>', '状态。 State.', quarantineStates, 'open'))
    .option('--exchange <name>', '只看一个交换任务。 Of one exchange only.')
    .option('--limit <n>', '最多条数。 At most so many.', wholeNumber(1, 500), 50)
    .option('--after <cursor>', '从上一页的 next 继续。 Go on after the `next` of the page before.')
    .action(line.does((options: ListOptions) => list(line, options)));
  line
    .add(quarantine, 'show', {
      zh: '查看一条记录的全部原因。',
      en: 'See one record with every reason.',
      example: 'jiantong quarantine show 019ab000-0000-7000-8000-0000000000a1',
    })
    .argument('<id>')
    .action(line.does((id: string, options: CommonOptions) => show(line, id, options)));
  line
    .add(quarantine, 'replay', {
      zh: '按现行规则重新处理；仍未通过时退出码为 1。',
      en: 'Try again with the present rules; exit code 1 if it fails again.',
      example: 'jiantong quarantine replay 019ab000-0000-7000-8000-0000000000a1',
    })
    .argument('<id...>')
    .action(line.does((ids: string[], options: CommonOptions) => replay(line, ids, options)));
}

const columns: readonly Column<QuarantineView>[] = [
  { zh: '编号', en: 'id', value: ({ id }) => id },
  { zh: '交换任务', en: 'exchange', value: ({ exchange }) => exchange },
  { zh: '目标', en: 'target', value: ({ target }) => target },
  { zh: '位置', en: 'position', value: ({ position }) => position, widthMax: 30 },
  { zh: '原因', en: 'reason', value: firstReason, widthMax: 50 },
  { zh: '首次发现', en: 'first seen', value: ({ firstSeenAt }) => shanghaiMinute(new Date(firstSeenAt)) },
];

async function list({ world }: CommandLine, options: ListOptions): Promise<ExitCode> {
  const { state, exchange, limit, after } = options;
  return withReadings(world, options, async (services) => {
    const page = await services.quarantine.list({ state, exchange }, { limit, cursor: after });
    print(world, options, page, () => {
      if (page.items.length === 0) return '没有记录。 Nothing.\n';
      const more = page.next === null ? '' : `还有更多，用 --after ${page.next} 继续。 There are more.\n`;
      return table(columns, page.items) + more;
    });
    return exitCode.done;
  });
}

async function show({ world }: CommandLine, id: string, options: CommonOptions): Promise<ExitCode> {
  return withReadings(world, options, async (services) => {
    const quarantined = await services.quarantine.get(id);
    print(world, options, quarantined, () => describeQuarantined(quarantined));
    return exitCode.done;
  });
}

async function replay({ world }: CommandLine, ids: readonly string[], options: CommonOptions): Promise<ExitCode> {
  return withServices(world, options, async ({ services, settle }) => {
    const replayed: QuarantineView[] = [];
    for (const id of ids) replayed.push(await services.quarantine.replay(id));
    await settle();
    print(world, options, { items: replayed }, () => replayed.map(describeQuarantined).join('\n'));
    return replayed.some(({ state }) => state === 'open') ? exitCode.foundProblem : exitCode.done;
  });
}
