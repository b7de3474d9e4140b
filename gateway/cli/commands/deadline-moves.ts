import type { Command } from 'commander';

import { shanghaiMinute } from '../../clock.js';
import type { DeadlineMoveView } from '../../services/deadline-moves.js';
import { print, wholeNumber, type CommandLine } from '../command.js';
import { moveColumns } from '../moves-text.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withReadings, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

interface MovesOptions extends CommonOptions {
  readonly limit: number;
  readonly after?: string;
}

/** `jiantong deadlines moves`. */
export function addMovesCommand(deadlines: Command, line: CommandLine): void {
  line
    .add(deadlines, 'moves', {
      zh: '列出规则、日历变更后各部门未了结义务的期限变动，新的在前。',
      en: 'List what changes of rules and calendars did to open obligations, newest first.',
      example: 'jiantong deadlines moves',
    })
    .option('--limit <n>', '最多条数。 At most so many.', wholeNumber(1, 500), 50)
    .option('--after <cursor>', '从上一页的 next 继续。 Go on after the `next` of the page before.')
    .action(line.does((options: MovesOptions) => moves(line, options)));
}

const columns: readonly Column<DeadlineMoveView>[] = [
  { zh: '变更', en: 'change', value: ({ move }) => move },
  { zh: '时间', en: 'applied', value: ({ appliedAt }) => shanghaiMinute(new Date(appliedAt)) },
  { zh: '操作者', en: 'by', value: ({ appliedBy }) => appliedBy },
  ...moveColumns,
];

async function moves({ world }: CommandLine, options: MovesOptions): Promise<ExitCode> {
  const { limit, after } = options;
  return withReadings(world, options, async (services) => {
    const page = await services.deadlineMoves.list({ limit, cursor: after });
    print(world, options, page, () => {
      if (page.items.length === 0) return '没有期限变动。 No due date was moved by a change of configuration.\n';
      const more = page.next === null ? '' : `还有更多，用 --after ${page.next} 继续。 There are more.\n`;
      return table(columns, page.items) + more;
    });
    return exitCode.done;
  });
}
