import { resolve } from 'node:path';
import type { Command } from 'commander';

import { shanghaiMinute } from '../../clock.js';
import type { LateItem } from '../../reading/bulletin.js';
import { urgingColumns, writeBulletinWorkbook } from '../bulletin-workbook.js';
import { print, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { addNames, figureColumns, namesOf, type NameOptions } from '../obligation-figures.js';
import { withReadings } from '../open-services.js';
import { table, type Column } from '../table.js';

interface BulletinOptions extends NameOptions {
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly out?: string;
}

/** `jiantong deadlines bulletin`. */
export function addBulletinCommand(deadlines: Command, line: CommandLine): void {
  const command = line
    .add(deadlines, 'bulletin', {
      zh: '报送时限通报：统计，以及每项逾期、迟报及其时间用在何处。',
      en: 'The bulletin: the figures, and every late obligation with where its days went.',
      example: 'jiantong deadlines bulletin --from 2026-09-01 --to 2026-09-30 --as-of 2026-10-08 --out 通报.xlsx',
    })
    .option('--from <date>', '到期日不早于 YYYY-MM-DD。 First due day.')
    .option('--to <date>', '到期日不晚于 YYYY-MM-DD。 Last due day.')
    .option('--as-of <date>', '统计截至该日24:00（北京时间）。 As it stood at the end of this day in Shanghai.')
    .option('--out <file>', '写成 XLSX 工作簿。 Write it as an XLSX workbook.')
    .action(line.does((options: BulletinOptions) => bulletin(line, options)));
  addNames(command);
}

const shownMax = 50;

const lateColumns: readonly Column<LateItem>[] = [
  { zh: '到期日', en: 'due on', value: ({ dueOn }) => dueOn },
  { zh: '逾期天数', en: 'days late', value: ({ daysLate }) => daysLate },
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '目标', en: 'target', value: ({ target }) => target },
  { zh: '规则', en: 'rule', value: ({ rule }) => rule },
  { zh: '上报前/隔离/网关/停机/接收方', en: 'before/quarantine/gateway/outage/receiver', value: ({ days }) => [days.department, days.quarantine, days.gateway, days.outage, days.receiver].join('/') },
  { zh: '原因', en: 'reason', value: ({ reason }) => reason },
  { zh: '记录', en: 'record', value: ({ record }) => record },
];

async function bulletin({ world }: CommandLine, options: BulletinOptions): Promise<ExitCode> {
  const { from, to, asOf, soonDays, out } = options;
  return withReadings(world, options, async (services) => {
    const made = await services.obligations.bulletin({ ...namesOf(options), from, to, asOf, soonDays });
    if (out !== undefined) await writeBulletinWorkbook(resolve(world.workingFolder, out), made);
    print(world, options, made, () => {
      const { report, late, urgings, adopted } = made;
      const all = { department: '合计 all', dataset: '', target: null, rule: '', ...report.total };
      const figures = `截至 as of ${shanghaiMinute(new Date(made.at))}\n${table(figureColumns, [...report.rows, all])}`;
      const taken = adopted === 0 ? '' : `其中认领 of them adopted: ${String(adopted)}\n`;
      const head = urgings.length === 0 ? figures + taken : `${figures}${taken}\n催办和督办 urgings\n${table(urgingColumns, urgings)}`;
      if (late.length === 0) return `${head}没有逾期或迟报。 Nothing is or was late.\n`;
      const rest = late.length > shownMax ? `共 in all ${String(late.length)}，其余见 JSON 或 XLSX。 The rest is in JSON or XLSX.\n` : '';
      return `${head}\n${table(lateColumns, late.slice(0, shownMax))}${rest}`;
    });
    return made.late.length > 0 ? exitCode.foundProblem : exitCode.done;
  });
}
