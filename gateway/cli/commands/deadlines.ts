import { Option, type Command } from 'commander';

import { GatewayError } from '../../../schemas/errors.js';
import { obligationStandings, type ObligationView } from '../../services/obligations.js';
import { layersOfDivision } from '../../deadlines/calendar-layer.js';
import { createCalendar } from '../../deadlines/calendar.js';
import { stepRuleName } from '../../deadlines/chain.js';
import { explainDeadline, type Words } from '../../deadlines/explain.js';
import { isChainSpec, type DeadlineRuleSpec } from '../../deadlines/rule.js';
import { shanghaiMinute } from '../../clock.js';
import { group, print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withReadings, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';
import { addForecastCommand } from './deadline-forecast.js';
import { addCaseCommands } from './deadline-cases.js';
import { addBulletinCommand } from './deadline-bulletin.js';
import { addMovesCommand } from './deadline-moves.js';
import { addQuietCommands, addUrgingCommands } from './deadline-urgings.js';
import { addNoticeCommands } from './deadline-notices.js';
import { addNames, figureColumns, namesOf, type NameOptions } from '../obligation-figures.js';
import { openWorkspace } from '../workspace-files.js';
import type { Workspace } from '../../workspace/workspace.js';

interface ListOptions extends NameOptions {
  readonly standing?: (typeof obligationStandings)[number];
  readonly limit: number;
  readonly after?: string;
}

interface ComputeOptions extends CommonOptions {
  readonly from: string;
  readonly workspace?: string;
  readonly division: string;
  readonly calendar?: string;
}

interface ReportOptions extends NameOptions {
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
}

/** `jiantong deadlines …`. */
export function addDeadlineCommands(program: Command, line: CommandLine): void {
  const deadlines = group(program, 'deadlines', { zh: '报送时限。', en: 'Deadlines.' });
  line
    .add(deadlines, 'compute', {
      zh: '逐日演算一条时限规则。',
      en: 'Work out a deadline rule day by day.',
      example: 'jiantong deadlines compute double-publicity-7wd --from 2026-09-25',
    })
    .argument('<rule>', '规则名，链条中的一步写作“规则/步骤”。 Name of the rule, or rule/step of a chain.')
    .requiredOption('--from <date>', '起算日 YYYY-MM-DD。 Day of the event.')
    .option('--workspace <folder>', '使用该工作区的规则和日历。 Use the rules and calendars of this workspace, too.')
    .option(
      '--division <code>',
      '行政区划代码，决定适用的地方放假安排。 Division code, whose own days off count.',
      '000000',
    )
    .addOption(
      new Option('--calendar <name>', '使用该日历适用地区的放假安排。 Count by the place that this calendar is for.').conflicts('division'),
    )
    .action(line.does((rule: string, options: ComputeOptions) => compute(line, rule, options)));
  const listing = line
    .add(deadlines, 'list', {
      zh: '列出未了结的报送义务，先到期的在前。',
      en: 'List open obligations, nearest due first.',
      example: 'jiantong deadlines list --department gannan-housing --standing due-soon',
    })
    .option('--limit <n>', '最多条数。 At most so many.', wholeNumber(1, 500), 50)
    .option('--after <cursor>', '从上一页的 next 继续。 Go on after the `next` of the page before.')
    .addOption(
      new Option('--standing <word>', '只看已逾期或即将到期的。 Only what is overdue or due soon.').choices(obligationStandings),
    )
    .action(line.does((options: ListOptions) => list(line, options)));
  addNames(listing);
  const reporting = line
    .add(deadlines, 'report', {
      zh: '按部门、数据集、目标和规则统计报送义务。',
      en: 'Count obligations by department, dataset, target and rule.',
      example: 'jiantong deadlines report --from 2026-09-01 --to 2026-09-30 --as-of 2026-10-08',
    })
    .option('--from <date>', '到期日不早于 YYYY-MM-DD。 First due day.')
    .option('--to <date>', '到期日不晚于 YYYY-MM-DD。 Last due day.')
    .option('--as-of <date>', '统计截至该日24:00（北京时间）。 As it stood at the end of this day in Shanghai.')
    .action(line.does((options: ReportOptions) => report(line, options)));
  addNames(reporting);
  addBulletinCommand(deadlines, line);
  addForecastCommand(deadlines, line);
  addNoticeCommands(deadlines, line);
  addCaseCommands(deadlines, line);
  addMovesCommand(deadlines, line);
  addUrgingCommands(deadlines, line);
  addQuietCommands(deadlines, line);
}

async function compute({ world }: CommandLine, name: string, options: ComputeOptions): Promise<ExitCode> {
  const workspace = openWorkspace(world, options.workspace);
  const rules = workspace.deadlineRules();
  const spec = specNamed(rules, name);
  if (spec === undefined)
    throw new GatewayError('CLI_NAME_UNKNOWN', {
      rule: name,
      known: rules.map(({ metadata }) => metadata.name).join(', '),
    });
  const layers = workspace.calendars().map(({ spec }) => spec);
  const calendar = createCalendar(layersOfDivision(layers, divisionOf(workspace, options)));
  const {
    document,
    opening,
    table: steps,
    closing,
  } = explainDeadline({ name, spec }, options.from, calendar);
  print(world, options, document, () => {
    const columns = steps.headings.map((heading, index): Column<readonly string[]> => {
      const [zh = '', en = ''] = heading.split(' ');
      return { zh, en, value: (row) => row[index] ?? null };
    });
    return `${sentences(opening)}\n${table(columns, steps.rows)}\n${sentences(closing)}`;
  });
  return exitCode.done;
}

/** A rule's spec by its name, or that of one step of a chain as lists name it: `rule/step`. */
function specNamed(rules: ReturnType<Workspace['deadlineRules']>, name: string): DeadlineRuleSpec | undefined {
  for (const { metadata, spec } of rules) {
    if (metadata.name === name) return spec;
    const step = isChainSpec(spec) ? spec.steps.find((one) => stepRuleName(metadata.name, one) === name) : undefined;
    if (step && isChainSpec(spec)) return { ...spec, steps: [{ ...step, countFrom: 'trigger' }] };
  }
  return undefined;
}

/** The division whose days count: the one given, or the one that the named calendar is for. */
function divisionOf(workspace: Workspace, { division, calendar: name }: ComputeOptions): string {
  if (name === undefined) return division;
  const calendars = workspace.calendars();
  const calendar = calendars.find(({ metadata }) => metadata.name === name);
  if (calendar !== undefined) return calendar.spec.divisionCode ?? division;
  throw new GatewayError('CLI_NAME_UNKNOWN', {
    calendar: name,
    known: calendars.map(({ metadata }) => metadata.name).join(', '),
  });
}

function sentences(words: readonly Words[]): string {
  return words.map(({ zh, en }) => `${zh} ${en}\n`).join('');
}

const columns: readonly Column<ObligationView>[] = [
  { zh: '到期日', en: 'due on', value: ({ dueOn }) => dueOn },
  { zh: '逾期', en: 'overdue', value: ({ isOverdue }) => isOverdue },
  { zh: '暂定', en: 'provisional', value: ({ provisional }) => provisional },
  { zh: '规则', en: 'rule', value: ({ rule }) => rule },
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '目标', en: 'target', value: ({ target }) => target },
  { zh: '数据集', en: 'dataset', value: ({ dataset }) => dataset },
  { zh: '起算日', en: 'counted from', value: ({ triggerDate }) => triggerDate },
  { zh: '记录', en: 'record', value: ({ record }) => record },
];

async function list({ world }: CommandLine, options: ListOptions): Promise<ExitCode> {
  const { limit, after, standing, soonDays } = options;
  return withReadings(world, options, async (services) => {
    const filter = { ...namesOf(options), standing, soonDays };
    const page = await services.obligations.list(filter, { limit, cursor: after });
    print(world, options, page, () => {
      if (page.items.length === 0) return '没有未了结的报送义务。 No open obligations.\n';
      const more = page.next === null ? '' : `还有更多，用 --after ${page.next} 继续。 There are more.\n`;
      return table(columns, page.items) + more;
    });
    return page.items.some(({ isOverdue }) => isOverdue) ? exitCode.foundProblem : exitCode.done;
  });
}

async function report({ world }: CommandLine, options: ReportOptions): Promise<ExitCode> {
  const { from, to, asOf, soonDays } = options;
  return withReadings(world, options, async (services) => {
    const figures = await services.obligations.report({ ...namesOf(options), from, to, asOf, soonDays });
    print(world, options, figures, () => {
      const { at, rows, total } = figures;
      if (rows.length === 0) return '没有报送义务。 No obligations.\n';
      const all = { department: '合计 all', dataset: '', target: null, rule: '', ...total };
      return `截至 as of ${shanghaiMinute(new Date(at))}\n${table(figureColumns, [...rows, all])}`;
    });
    return figures.total.overdue > 0 ? exitCode.foundProblem : exitCode.done;
  });
}
