import { Option, type Command } from 'commander';

import type { NoticeView } from '../../services/notices.js';
import { findingThreshold } from '../../deadlines/finding-notice.js';
import { shanghaiMinute } from '../../clock.js';
import { print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withReadings, withServices, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

interface NoticesOptions extends CommonOptions {
  readonly department?: string;
  readonly standing?: 'unacknowledged';
  readonly limit: number;
  readonly after?: string;
}

/** `jiantong deadlines notices|acknowledge`. */
export function addNoticeCommands(deadlines: Command, line: CommandLine): void {
  line
    .add(deadlines, 'notices', {
      zh: '列出时限预警，新的在前。',
      en: 'List deadline warnings, newest first.',
      example: 'jiantong deadlines notices --standing unacknowledged',
    })
    .option('--department <name>', '只看一个部门。 Of one department only.')
    .addOption(new Option('--standing <word>', '只看未签收的。 Only what nobody took note of.').choices(['unacknowledged']))
    .option('--limit <n>', '最多条数。 At most so many.', wholeNumber(1, 500), 50)
    .option('--after <cursor>', '从上一页的 next 继续。 Go on after the `next` of the page before.')
    .action(line.does((options: NoticesOptions) => notices(line, options)));
  line
    .add(deadlines, 'acknowledge', {
      zh: '签收一条时限预警，记入交换日志。',
      en: 'Take note of a deadline warning; goes into the exchange log.',
      example: 'jiantong deadlines acknowledge 12 --person 张经办',
    })
    .argument('<id>', '预警编号。 Number of the warning.', wholeNumber(1, 999_999_999))
    .requiredOption('--person <name>', '签收人。 Who takes note.')
    .action(line.does((id: number, options: CommonOptions & { person: string }) => acknowledge(line, id, options)));
}

const columns: readonly Column<NoticeView>[] = [
  { zh: '编号', en: 'id', value: ({ id }) => id },
  { zh: '预警', en: 'warning', value: ({ threshold }) => warningOf(threshold) },
  { zh: '到期日', en: 'due on', value: ({ dueOn }) => dueOn },
  { zh: '规则', en: 'rule', value: ({ rule }) => rule },
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '条数', en: 'obligations', value: ({ obligations }) => obligations },
  { zh: '时间', en: 'made', value: ({ madeAt }) => shanghaiMinute(new Date(madeAt)) },
  { zh: '签收', en: 'noted by', value: ({ acknowledgedBy }) => acknowledgedBy },
];

function warningOf(threshold: number): string {
  if (threshold === findingThreshold) return '对账发现 found by reconciliation';
  return threshold < 0 ? '已逾期 overdue' : `剩${String(threshold)}个工作日 ${String(threshold)} working days left`;
}

async function notices({ world }: CommandLine, options: NoticesOptions): Promise<ExitCode> {
  const { department, standing, limit, after } = options;
  return withReadings(world, options, async (services) => {
    const page = await services.notices.list({ department, standing }, { limit, cursor: after });
    print(world, options, page, () => {
      if (page.items.length === 0) return '没有时限预警。 No deadline warnings.\n';
      const more = page.next === null ? '' : `还有更多，用 --after ${page.next} 继续。 There are more.\n`;
      return table(columns, page.items) + more;
    });
    return page.items.some(({ acknowledgedAt }) => acknowledgedAt === null) ? exitCode.foundProblem : exitCode.done;
  });
}

async function acknowledge(
  { world }: CommandLine,
  id: number,
  options: CommonOptions & { readonly person: string },
): Promise<ExitCode> {
  return withServices(world, options, async ({ services }) => {
    const notice = await services.notices.acknowledge(id, options.person);
    print(world, options, notice, () => table(columns, [notice]));
    return exitCode.done;
  });
}
