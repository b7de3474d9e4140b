import { setTimeout as wait } from 'node:timers/promises';
import { Option, type Command } from 'commander';

import { GatewayError, type ErrorCode } from '../../../schemas/errors.js';
import { findingKinds, type FindingKind } from '../../reconcile/findings.js';
import {
  findingOutcomes,
  findingStates,
  type FindingDecision,
  type FindingFilter,
  type FindingState,
  type FindingView,
  type ReconciliationDetail,
  type ReconciliationScheduleView,
} from '../../reconcile/services.js';
import { shanghaiMinute } from '../../clock.js';
import { group, print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withServices, withStoreServices, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

interface FindingOptions extends CommonOptions, FindingFilter {
  readonly limit: number;
  readonly after?: string;
}

/** `jiantong reconcile run|schedule|findings|decide`. */
export function addReconcileCommands(program: Command, line: CommandLine): void {
  const reconcile = group(program, 'reconcile', {
    zh: '对账：来源、入库、接收逐条比对。',
    en: 'Reconciliation: source, store and receivers held against each other.',
  });
  line
    .add(reconcile, 'run', {
      zh: '先交换一次，再对账，列出每日条数和发现。',
      en: 'Run the exchange once, reconcile it, and show the counts of each day and what was found.',
      example: 'jiantong reconcile run gannan-housing/housing-penalties',
    })
    .argument('<exchange>', '交换任务，写作 部门/名称。 Exchange, department/name.')
    .action(line.does((exchange: string, options: CommonOptions) => run(line, exchange, options)));
  line
    .add(reconcile, 'schedule', {
      zh: '列出自动对账的计划、下次时间和上次结果。',
      en: 'List when exchanges are reconciled by themselves, and how the last time ended.',
      example: 'jiantong reconcile schedule',
    })
    .action(
      line.does((options: CommonOptions) =>
        withServices(line.world, options, async ({ services }) => {
          const items = await services.reconciliations.schedule();
          const none = '没有自动对账的计划（交换任务的 reconcile）。 No exchange has a schedule for it.\n';
          print(line.world, options, { items }, () => (items.length === 0 ? none : table(scheduleColumns, items)));
          return exitCode.done;
        }),
      ),
    );
  line
    .add(reconcile, 'findings', {
      zh: '列出对账发现：迟报、漏报、疑似瞒报、变更未报、撤回仍在。',
      en: 'List findings: late, missed, suspected concealment, changed and not reported, withdrawn and still present.',
      example: 'jiantong reconcile findings --kind suspected-concealment',
    })
    .option('--exchange <name>', '只看一个交换任务。 Of one exchange only.')
    .addOption(new Option('--kind <word>', '只看一类。 Of one kind only.').choices(findingKinds))
    .addOption(new Option('--state <word>', '状态。 State.').choices(findingStates).default('open'))
    .option('--limit <n>', '最多条数。 At most so many.', wholeNumber(1, 500), 50)
    .option('--after <cursor>', '从上一页的 next 继续。 Go on after the `next` of the page before.')
    .action(line.does((options: FindingOptions) => findings(line, options)));
  line
    .add(reconcile, 'decide', {
      zh: '判定一条发现属实与否。',
      en: 'Say whether a finding holds.',
      example: 'jiantong reconcile decide 12 --outcome dismissed --reason 作废文号，已核对台账 --person 王主任',
    })
    .argument('<id>', '发现编号。 Number of the finding.', wholeNumber(1, 999_999_999))
    .addOption(new Option('--outcome <word>', '属实或不属实。 What is decided.').choices(findingOutcomes).makeOptionMandatory())
    .requiredOption('--reason <text>', '理由，记入交换日志。 Why; goes into the exchange log.')
    .requiredOption('--person <name>', '判定人。 Who decides.')
    .action(
      line.does((id: number, { outcome, reason, person, ...options }: CommonOptions & FindingDecision) =>
        withStoreServices(line.world, options, async (services) => {
          const decided = await services.reconciliations.decide(id, { outcome, reason, person });
          print(line.world, options, decided, () => table(findingColumns, [decided]));
          return exitCode.done;
        }),
      ),
    );
}

const kinds: Readonly<Record<FindingKind, string>> = {
  late: '迟报 late',
  missed: '漏报 missed',
  'suspected-concealment': '疑似瞒报 suspected concealment',
  'changed-unreported': '变更未报 changed',
  'withdrawn-still-present': '撤回仍在 still present',
};

const grounds: Readonly<Record<FindingView['ground'], string>> = {
  'not-stored': '来源有，未报 not stored',
  'stored-as-withdrawn': '来源有，已报撤回 stored as withdrawn',
  'content-differs': '内容不一致 content differs',
  'absent-at-source': '来源没有 absent at source',
  'series-gap': '文号不连续 gap in the series',
  'accepted-and-not-withdrawn': '对方未撤下 not withdrawn there',
  overdue: '逾期未报 overdue',
  'met-late': '逾期已报 met late',
};

const states: Readonly<Record<FindingState, string>> = {
  open: '待处理 open',
  cleared: '已消失 cleared',
  confirmed: '属实 confirmed',
  dismissed: '不属实 dismissed',
};

const scheduleColumns: readonly Column<ReconciliationScheduleView>[] = [
  { zh: '交换任务', en: 'exchange', value: ({ exchange }) => exchange },
  { zh: '计划', en: 'cron', value: ({ cron }) => cron },
  { zh: '时区', en: 'zone', value: ({ timeZone }) => timeZone },
  { zh: '下次', en: 'next', value: ({ nextAt }) => (nextAt === null ? null : shanghaiMinute(new Date(nextAt))) },
  { zh: '上次', en: 'last', value: ({ last }) => (last === null ? null : shanghaiMinute(new Date(last.startedAt))) },
  { zh: '结果', en: 'ended', value: ({ last }) => last?.errorCode ?? last?.state ?? null },
];

const findingColumns: readonly Column<FindingView>[] = [
  { zh: '编号', en: 'id', value: ({ id }) => id },
  { zh: '发现', en: 'finding', value: ({ kind }) => kinds[kind] },
  { zh: '依据', en: 'ground', value: ({ ground }) => grounds[ground] },
  { zh: '位置', en: 'place', value: ({ place }) => place },
  { zh: '目标', en: 'target', value: ({ target }) => target },
  { zh: '状态', en: 'state', value: ({ state }) => states[state] },
  { zh: '交换任务', en: 'exchange', value: ({ exchange }) => exchange },
  { zh: '记录', en: 'record', value: ({ record }) => record },
];

const dayColumns: readonly Column<ReconciliationDetail['days'][number]>[] = [
  { zh: '日期', en: 'day', value: ({ day }) => (day === '' ? '不明 unknown' : day) },
  { zh: '来源', en: 'source', value: ({ source }) => source },
  { zh: '入库一致', en: 'stored alike', value: ({ same }) => same },
  { zh: '对方已收', en: 'accepted', value: ({ accepted }) => accepted },
  { zh: '迟报', en: 'late', value: ({ late }) => late },
];

const shownMax = 50;
const pollMs = 200;

async function run({ world }: CommandLine, exchange: string, options: CommonOptions): Promise<ExitCode> {
  return withServices(world, options, async ({ services: { reconciliations }, signal }) => {
    const begun = await reconciliations.start(exchange);
    let now = await reconciliations.get(begun.id);
    while (now.state === 'running') {
      await wait(pollMs, undefined, { signal });
      now = await reconciliations.get(begun.id);
    }
    if (now.state === 'failed') throw new GatewayError((now.errorCode ?? 'RECONCILE_BROKEN_OFF') as ErrorCode, { exchange });
    const found = await reconciliations.findings({ exchange, state: 'open' }, { limit: 500 });
    print(world, options, { ...now, findings: found.items, moreFindings: found.next !== null }, () => {
      const days = now.days.slice(0, shownMax);
      const head = `来源 ${String(now.sourceRows)} 行，隔离 ${String(now.quarantined)} 行。 Rows at the source, and of them in quarantine.\n`;
      const listed = found.items.length === 0 ? '没有差异。 No differences.\n' : table(findingColumns, found.items);
      return `${head}${table(dayColumns, days)}\n${listed}`;
    });
    return found.items.length > 0 ? exitCode.foundProblem : exitCode.done;
  });
}

async function findings({ world }: CommandLine, options: FindingOptions): Promise<ExitCode> {
  const { exchange, kind, state, limit, after } = options;
  return withStoreServices(world, options, async (services) => {
    const page = await services.reconciliations.findings({ exchange, kind, state }, { limit, cursor: after });
    print(world, options, page, () => {
      if (page.items.length === 0) return '没有这样的发现。 No such findings.\n';
      const more = page.next === null ? '' : `还有更多，用 --after ${page.next} 继续。 There are more.\n`;
      return table(findingColumns, page.items) + more;
    });
    return page.items.some((one) => one.state === 'open') ? exitCode.foundProblem : exitCode.done;
  });
}
