import { Option, type Command } from 'commander';

import { caseOutcomes, type CaseDecision } from '../../duties/cases.js';
import { caseStates, type CaseKind, type CaseState, type DeadlineCaseDetail, type DeadlineCaseView } from '../../duties/case-view.js';
import type { LatenessView } from '../../duties/lateness.js';
import type { DueDateStep } from '../../deadlines/compute.js';
import { shanghaiMinute } from '../../clock.js';
import { print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withStoreServices, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

interface PageOptions extends CommonOptions {
  readonly department?: string;
  readonly limit: number;
  readonly after?: string;
}

interface DutyOptions extends CommonOptions {
  readonly rule: string;
  readonly target?: string;
  readonly reason: string;
  readonly person: string;
}

interface AskOptions extends DutyOptions {
  readonly due?: string;
  readonly suspendFrom?: string;
  readonly suspendTo?: string;
}

/** `jiantong deadlines cases|case|ask|decide|late|reason`. */
export function addCaseCommands(deadlines: Command, line: CommandLine): void {
  const cases = line
    .add(deadlines, 'cases', {
      zh: '列出会使报送义务推迟或消失的事项；决定之前以最早的到期日为准。',
      en: 'List what would make an obligation later or take it away; until it is decided the first due date stands.',
      example: 'jiantong deadlines cases --state open',
    })
    .addOption(new Option('--state <word>', '只看一种状态。 Of one state only.').choices(caseStates))
    .action(line.does((options: PageOptions & { state?: CaseState }) => listCases(line, options)));
  addPaging(cases);
  line
    .add(deadlines, 'case', {
      zh: '查看一件事项；中止计算的附逐日算法。',
      en: 'Show a case, of a suspension with the arithmetic day by day.',
      example: 'jiantong deadlines case 12',
    })
    .argument('<id>', '事项编号。 Number of the case.', wholeNumber(1, 999_999_999))
    .action(
      line.does((id: number, options: CommonOptions) =>
        withStoreServices(line.world, options, async (services) => {
          const found = await services.cases.get(id);
          print(line.world, options, found, () => caseText(found));
          return found.state === 'open' ? exitCode.foundProblem : exitCode.done;
        }),
      ),
    );
  const ask = line
    .add(deadlines, 'ask', {
      zh: '为一项报送义务申请延期（--due）、中止计算（--suspend-from、--suspend-to）或免除。',
      en: 'Ask for a later due day (--due) of an obligation, for days that do not count (--suspend-from, --suspend-to), or to be let off.',
      example:
        'jiantong deadlines ask 01a1… --rule double-publicity-7wd --target data-office/credit-china --due 2026-10-20 --reason 当事人申请复议 --person 张经办',
    })
    .addOption(
      new Option('--due <date>', '申请的到期日 YYYY-MM-DD；都不写为申请免除。 The day asked for; with none of these: to be let off.').conflicts([
        'suspendFrom',
        'suspendTo',
      ]),
    )
    .option('--suspend-from <date>', '中止：不计入的首日。 Suspension: first day that is not to count.')
    .option('--suspend-to <date>', '中止：不计入的末日。 Suspension: last day that is not to count.')
    .action(
      line.does((record: string, options: AskOptions) => {
        const { rule, target, reason, person, due, suspendFrom: from, suspendTo: to } = options;
        const suspension = from === undefined && to === undefined ? undefined : { from: from ?? '', to: to ?? '' };
        return withStoreServices(line.world, options, async (services) => {
          const made = await services.cases.ask({ record, rule, target, reason, person, dueOn: due, suspension });
          print(line.world, options, made, () => caseText(made));
          return exitCode.done;
        });
      }),
    );
  addDuty(ask);
  line
    .add(deadlines, 'decide', {
      zh: '由数据管理机构决定一件事项。',
      en: 'Decide a case for the data office.',
      example: 'jiantong deadlines decide 12 --outcome approved --reason 决定日期更正属实 --person 王主任',
    })
    .argument('<id>', '事项编号。 Number of the case.', wholeNumber(1, 999_999_999))
    .addOption(new Option('--outcome <word>', '同意或不同意。 What is decided.').choices(caseOutcomes).makeOptionMandatory())
    .requiredOption('--reason <text>', '理由，记入交换日志。 Why; goes into the exchange log.')
    .requiredOption('--person <name>', '决定人，不能是申请人。 Who decides; not whoever asked.')
    .action(
      line.does((id: number, { outcome, reason, person, ...options }: CommonOptions & CaseDecision) =>
        withStoreServices(line.world, options, async (services) => {
          const decided = await services.cases.decide(id, { outcome, reason, person });
          print(line.world, options, decided, () => table(caseColumns, [decided]));
          return exitCode.done;
        }),
      ),
    );
  const late = line
    .add(deadlines, 'late', {
      zh: '列出逾期和迟报的报送义务及原因。',
      en: 'List what is overdue or was met late, with the reasons.',
      example: 'jiantong deadlines late --standing unexplained',
    })
    .addOption(new Option('--standing <word>', '只看没有说明原因的。 Only what nobody has explained.').choices(['unexplained']))
    .action(line.does((options: PageOptions & { standing?: 'unexplained' }) => listLate(line, options)));
  addPaging(late);
  const reason = line
    .add(deadlines, 'reason', {
      zh: '说明一项报送义务逾期的原因；说明之前不算了结。',
      en: 'Say why an obligation was late; before that it is not closed.',
      example:
        'jiantong deadlines reason 01a1… --rule double-publicity-7wd --target data-office/credit-china --reason 办案系统停机 --person 张经办',
    })
    .action(
      line.does((record: string, options: DutyOptions) => {
        const { rule, target, reason: given, person } = options;
        return withStoreServices(line.world, options, async (services) => {
          const explained = await services.lateness.explain({ record, rule, target, reason: given, person });
          print(line.world, options, explained, () => table(lateColumns, [explained]));
          return exitCode.done;
        });
      }),
    );
  addDuty(reason);
}

function addPaging(command: Command): void {
  command
    .option('--department <name>', '只看一个部门。 Of one department only.')
    .option('--limit <n>', '最多条数。 At most so many.', wholeNumber(1, 500), 50)
    .option('--after <cursor>', '从上一页的 next 继续。 Go on after the `next` of the page before.');
}

function addDuty(command: Command): void {
  command
    .argument('<record>', '记录编号。 Id of the record.')
    .requiredOption('--rule <name>', '规则名。 Name of the rule.')
    .option('--target <name>', '目标，写作 部门/名称；没有单一目标的不写。 Target, department/name, where there is one.')
    .requiredOption('--reason <text>', '理由，记入交换日志。 Why; goes into the exchange log.')
    .requiredOption('--person <name>', '办理人。 Who does it.');
}

const kinds: Readonly<Record<CaseKind, string>> = {
  later: '更正后推迟 later by correction',
  're-entered': '撤回后重报 entered again',
  'not-owed': '更正后不需报送 not owed by correction',
  extension: '申请延期 extension',
  suspension: '申请中止 suspension',
  waiver: '申请免除 waiver',
};

const states: Readonly<Record<CaseState, string>> = {
  open: '待决定 open',
  approved: '同意 approved',
  refused: '不同意 refused',
  'fallen-away': '已消失 fallen away',
};

const caseColumns: readonly Column<DeadlineCaseView>[] = [
  { zh: '编号', en: 'id', value: ({ id }) => id },
  { zh: '事项', en: 'case', value: ({ kind }) => kinds[kind] },
  { zh: '状态', en: 'state', value: ({ state }) => states[state] },
  { zh: '原到期日', en: 'first due', value: ({ firstDueOn }) => firstDueOn },
  { zh: '拟到期日', en: 'wanted', value: ({ wantedDueOn }) => wantedDueOn },
  { zh: '规则', en: 'rule', value: ({ rule }) => rule },
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '目标', en: 'target', value: ({ target }) => target },
  { zh: '理由', en: 'reason', value: ({ reason }) => reason },
  { zh: '决定理由', en: 'decided why', value: ({ decisionReason }) => decisionReason },
  { zh: '记录', en: 'record', value: ({ record }) => record },
];

const lateColumns: readonly Column<LatenessView>[] = [
  { zh: '到期日', en: 'due on', value: ({ dueOn }) => dueOn },
  { zh: '完成', en: 'met', value: ({ metAt }) => (metAt === null ? null : shanghaiMinute(new Date(metAt))) },
  { zh: '原因', en: 'reason', value: ({ reason }) => reason },
  { zh: '说明人', en: 'by', value: ({ person }) => person },
  { zh: '规则', en: 'rule', value: ({ rule }) => rule },
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '目标', en: 'target', value: ({ target }) => target },
  { zh: '记录', en: 'record', value: ({ record }) => record },
];

const stepColumns: readonly Column<DueDateStep>[] = [
  { zh: '日期', en: 'date', value: ({ date }) => date },
  { zh: '计入', en: 'counts', value: ({ counts }) => counts },
  { zh: '第几日', en: 'count', value: ({ counts, count }) => (counts ? count : null) },
  { zh: '说明', en: 'why', value: ({ zh, en }) => `${zh} ${en}` },
];

function caseText({ steps, suspendedFrom, suspendedTo, ...found }: DeadlineCaseDetail): string {
  const head = table(caseColumns, [{ ...found, suspendedFrom, suspendedTo }]);
  if (steps === null) return head;
  return `${head}\n中止 suspended ${suspendedFrom ?? ''} – ${suspendedTo ?? ''}\n${table(stepColumns, steps)}`;
}

async function listCases({ world }: CommandLine, options: PageOptions & { readonly state?: CaseState }): Promise<ExitCode> {
  const { department, state, limit, after } = options;
  return withStoreServices(world, options, async (services) => {
    const page = await services.cases.list({ department, state }, { limit, cursor: after });
    print(world, options, page, () => (page.items.length === 0 ? '没有这样的事项。 No such cases.\n' : table(caseColumns, page.items) + more(page)));
    return page.items.some((one) => one.state === 'open') ? exitCode.foundProblem : exitCode.done;
  });
}

async function listLate({ world }: CommandLine, options: PageOptions & { readonly standing?: 'unexplained' }): Promise<ExitCode> {
  const { department, standing, limit, after } = options;
  return withStoreServices(world, options, async (services) => {
    const page = await services.lateness.list({ department, standing }, { limit, cursor: after });
    print(world, options, page, () => (page.items.length === 0 ? '没有逾期或迟报。 Nothing is or was late.\n' : table(lateColumns, page.items) + more(page)));
    return page.items.some(({ reason }) => reason === null) ? exitCode.foundProblem : exitCode.done;
  });
}

function more({ next }: { readonly next: string | null }): string {
  return next === null ? '' : `还有更多，用 --after ${next} 继续。 There are more.\n`;
}
