import { Option, type Command } from 'commander';

import { shanghaiMinute } from '../../clock.js';
import { quietOutcomes, quietStates, type QuietAccount, type QuietState, type QuietView } from '../../services/quiet-streams.js';
import type { UrgingView } from '../../services/urgings.js';
import { print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode } from '../exit-code.js';
import { withStoreServices, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

interface PageOptions extends CommonOptions {
  readonly department?: string;
  readonly limit: number;
  readonly after?: string;
}

interface DemandOptions extends CommonOptions {
  readonly reason: string;
  readonly by: string;
  readonly person: string;
}

interface UrgeOptions extends DemandOptions {
  readonly department: string;
  readonly rule?: string;
  readonly target?: string;
  readonly dataset?: string;
  readonly record?: string;
  readonly overdue?: boolean;
}

/** `jiantong deadlines urge|supervise|answer|urgings`. */
export function addUrgingCommands(deadlines: Command, line: CommandLine): void {
  const { world } = line;
  const idOf = (command: Command): Command => command.argument('<id>', '催办编号。 Number of the urging.', wholeNumber(1, 999_999_999));
  const shown = (made: UrgingView, options: CommonOptions): void => print(world, options, made, () => table(urgingColumns, [made]));
  const urge = line
    .add(deadlines, 'urge', {
      zh: '就一个部门未了结的报送义务催办；已催办未答复的不重复催办。',
      en: 'Urge a department over its open obligations; what waits for an answer is not urged again.',
      example: 'jiantong deadlines urge --department gannan-housing --overdue --reason 请尽快报送 --by 2026-10-12 --person 王主任',
    })
    .requiredOption('--department <name>', '部门。 The department.')
    .option('--rule <name>', '只就一条规则。 Over one rule only.')
    .option('--target <name>', '只就一个目标，部门/名称。 Over one target only, department/name.')
    .option('--dataset <name>', '只就一个数据集。 Over one dataset only.')
    .option('--record <id>', '只就一条记录。 Over one record only.')
    .option('--overdue', '只就已逾期的。 Only over what is past due.')
    .action(
      line.does((options: UrgeOptions) => {
        const { department, rule, target, dataset, record, overdue: overdueOnly, reason, by: answerBy, person } = options;
        return withStoreServices(world, options, async (services) => {
          shown(await services.urgings.urge({ department, rule, target, dataset, record, overdueOnly, reason, answerBy, person }), options);
          return exitCode.done;
        });
      }),
    );
  addDemand(urge);
  const supervise = idOf(
    line.add(deadlines, 'supervise', {
      zh: '把一次催办升级为督办，告知上级；每次催办只升级一次。',
      en: 'Escalate an urging to the department’s supervisor, once.',
      example: 'jiantong deadlines supervise 12 --reason 催办后仍未报送 --by 2026-10-15 --person 王主任',
    }),
  ).action(
    line.does((id: number, options: DemandOptions) => {
      const { reason, by: answerBy, person } = options;
      return withStoreServices(world, options, async (services) => {
        shown(await services.urgings.supervise(id, { reason, answerBy, person }), options);
        return exitCode.done;
      });
    }),
  );
  addDemand(supervise);
  idOf(
    line.add(deadlines, 'answer', {
      zh: '签收并答复一次催办或督办。',
      en: 'Take note of an urging and answer it.',
      example: 'jiantong deadlines answer 12 --answer 三日内补报 --person 张经办',
    }),
  )
    .requiredOption('--answer <text>', '答复，记入交换日志。 The answer; goes into the exchange log.')
    .requiredOption('--person <name>', '答复人。 Who answers.')
    .action(
      line.does((id: number, options: CommonOptions & { answer: string; person: string }) => {
        const { answer, person } = options;
        return withStoreServices(world, options, async (services) => {
          shown(await services.urgings.answer(id, { answer, person }), options);
          return exitCode.done;
        });
      }),
    );
  const urgings = line
    .add(deadlines, 'urgings', {
      zh: '列出催办和督办，新的在前。',
      en: 'List urgings, newest first.',
      example: 'jiantong deadlines urgings --standing unanswered',
    })
    .addOption(new Option('--standing <word>', '只看未答复的。 Only what nobody answered.').choices(['unanswered']))
    .action(
      line.does((options: PageOptions & { standing?: 'unanswered' }) => {
        const { department, standing, limit, after } = options;
        return withStoreServices(world, options, async (services) => {
          const page = await services.urgings.list({ department, standing }, { limit, cursor: after });
          print(world, options, page, () => (page.items.length === 0 ? '没有催办。 No urgings.\n' : table(urgingColumns, page.items) + more(page)));
          return page.items.some(({ answeredAt }) => answeredAt === null) ? exitCode.foundProblem : exitCode.done;
        });
      }),
    );
  addPaging(urgings);
}

/** `jiantong deadlines quiet|account`. */
export function addQuietCommands(deadlines: Command, line: CommandLine): void {
  const { world } = line;
  const quiet = line
    .add(deadlines, 'quiet', {
      zh: '列出比往常安静的数据流，新的在前。',
      en: 'List streams that are quieter than their own history, newest first.',
      example: 'jiantong deadlines quiet --state open',
    })
    .addOption(new Option('--state <word>', '只看一种状态。 Of one state only.').choices(quietStates))
    .action(
      line.does((options: PageOptions & { state?: QuietState }) => {
        const { department, state, limit, after } = options;
        return withStoreServices(world, options, async (services) => {
          const page = await services.quietStreams.list({ department, state }, { limit, cursor: after });
          print(world, options, page, () => (page.items.length === 0 ? '没有安静的数据流。 No quiet streams.\n' : table(quietColumns, page.items) + more(page)));
          return page.items.some((one) => one.state === 'open') ? exitCode.foundProblem : exitCode.done;
        });
      }),
    );
  addPaging(quiet);
  line
    .add(deadlines, 'account', {
      zh: '对安静的数据流作零报告，或说明故障。',
      en: 'Report zero for a quiet stream, or state a fault.',
      example: 'jiantong deadlines account 3 --outcome zero-report --reason 本周没有新的处罚决定 --person 张经办',
    })
    .argument('<id>', '编号。 Its number.', wholeNumber(1, 999_999_999))
    .addOption(new Option('--outcome <word>', '零报告或故障。 Nothing to report, or a fault.').choices(quietOutcomes).makeOptionMandatory())
    .requiredOption('--reason <text>', '理由，记入交换日志。 Why; goes into the exchange log.')
    .requiredOption('--person <name>', '说明人。 Who says so.')
    .action(
      line.does((id: number, { outcome, reason, person, ...options }: CommonOptions & QuietAccount) =>
        withStoreServices(world, options, async (services) => {
          const closed = await services.quietStreams.account(id, { outcome, reason, person });
          print(world, options, closed, () => table(quietColumns, [closed]));
          return exitCode.done;
        }),
      ),
    );
}

function addDemand(command: Command): void {
  command
    .requiredOption('--reason <text>', '理由，写入通知和交换日志。 Why; goes into the notice and the exchange log.')
    .requiredOption('--by <date>', '答复期限 YYYY-MM-DD。 Day by which an answer is wanted.')
    .requiredOption('--person <name>', '办理人。 Who does it.');
}

function addPaging(command: Command): void {
  command
    .option('--department <name>', '只看一个部门。 Of one department only.')
    .option('--limit <n>', '最多条数。 At most so many.', wholeNumber(1, 500), 50)
    .option('--after <cursor>', '从上一页的 next 继续。 Go on after the `next` of the page before.');
}

function more({ next }: { readonly next: string | null }): string {
  return next === null ? '' : `还有更多，用 --after ${next} 继续。 There are more.\n`;
}

const minuteOf = (at: string | null): string | null => (at === null ? null : shanghaiMinute(new Date(at)));

const urgingColumns: readonly Column<UrgingView>[] = [
  { zh: '编号', en: 'id', value: ({ id }) => id },
  { zh: '级别', en: 'level', value: ({ level }) => ({ urged: '催办 urged', supervised: '督办 supervised' })[level] },
  { zh: '承接', en: 'follows', value: ({ follows }) => follows },
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '义务', en: 'obligations', value: ({ obligations }) => obligations },
  { zh: '未了结', en: 'open', value: ({ open }) => open },
  { zh: '答复期限', en: 'answer by', value: ({ answerBy }) => answerBy },
  { zh: '理由', en: 'reason', value: ({ reason }) => reason },
  { zh: '时间', en: 'urged', value: ({ urgedAt }) => minuteOf(urgedAt) },
  { zh: '答复', en: 'answer', value: ({ answer }) => answer },
  { zh: '答复人', en: 'by', value: ({ answeredBy }) => answeredBy },
];

const quietWords: Readonly<Record<QuietState, string>> = {
  open: '待说明 open',
  'zero-report': '零报告 zero report',
  fault: '故障 fault',
  'rows-came': '已恢复 rows came',
};

const quietColumns: readonly Column<QuietView>[] = [
  { zh: '编号', en: 'id', value: ({ id }) => id },
  { zh: '状态', en: 'state', value: ({ state }) => quietWords[state] },
  { zh: '交换任务', en: 'exchange', value: ({ exchange }) => exchange },
  { zh: '首日', en: 'from', value: ({ firstDay }) => firstDay },
  { zh: '末日', en: 'to', value: ({ lastDay }) => lastDay },
  { zh: '工作日', en: 'working days', value: ({ workingDays }) => workingDays },
  { zh: '行数', en: 'rows', value: ({ rows }) => rows },
  { zh: '以往最少', en: 'least before', value: ({ least }) => least },
  { zh: '说明', en: 'reason', value: ({ reason }) => reason },
  { zh: '说明人', en: 'by', value: ({ closedBy }) => closedBy },
];
