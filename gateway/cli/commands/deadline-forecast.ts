import type { Command } from 'commander';

import type { ForecastView } from '../../reading/forecast.js';
import { shanghaiMinute } from '../../clock.js';
import { print, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withReadings, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

/** `jiantong deadlines forecast`. */
export function addForecastCommand(deadlines: Command, line: CommandLine): void {
  line
    .add(deadlines, 'forecast', {
      zh: '按积压、实测速率和对方限速，预测各目标将逾期的投递。',
      en: 'Forecast what will be late at each target, from its backlog, measured rate and limit.',
      example: 'jiantong deadlines forecast --json',
    })
    .action(line.does((options: CommonOptions) => forecast(line, options)));
}

const columns: readonly Column<ForecastView>[] = [
  { zh: '目标', en: 'target', value: ({ target }) => target },
  { zh: '待发', en: 'ready', value: ({ deliveries }) => deliveries },
  { zh: '已逾期', en: 'overdue', value: ({ overdue }) => overdue },
  { zh: '预计逾期', en: 'will be late', value: ({ late }) => late },
  { zh: '受阻', en: 'blocked', value: ({ blocked }) => blocked },
  { zh: '速率/秒', en: 'rate/s', value: ({ assumptions }) => assumptions.ratePerSecond },
  { zh: '所需/秒', en: 'needed/s', value: ({ neededPerSecond }) => neededPerSecond },
  { zh: '发完', en: 'ends', value: ({ endsAt }) => (endsAt === null ? null : shanghaiMinute(new Date(endsAt))) },
  { zh: '前提', en: 'assumes', value: ({ assumptions }) => assumed(assumptions) },
];

function assumed({ rateFrom, reserve, isPaused }: ForecastView['assumptions']): string {
  const rate = { measured: '近一日实测速率 measured', limit: '对方限速 limit', none: '速率未知 rate unknown' }[rateFrom];
  const reckoned = rateFrom === 'none' ? rate : `${rate}，预留 less ${String(Math.round(reserve * 100))}%`;
  return isPaused ? `${reckoned}，即刻恢复 resumed now` : reckoned;
}

async function forecast({ world }: CommandLine, options: CommonOptions): Promise<ExitCode> {
  return withReadings(world, options, async (services) => {
    const items = await services.obligations.forecast();
    print(world, options, { items }, () => {
      if (items.length === 0) return '没有目标。 No targets.\n';
      const late = items.flatMap(({ target, lateDays }) => lateDays.map((day) => ({ target, ...day })));
      return table(columns, items) + (late.length === 0 ? '' : `\n${table(lateColumns, late)}`);
    });
    return items.some((one) => one.overdue > 0 || (one.late ?? 0) > 0) ? exitCode.foundProblem : exitCode.done;
  });
}

const lateColumns: readonly Column<ForecastView['lateDays'][number] & { readonly target: string }>[] = [
  { zh: '目标', en: 'target', value: ({ target }) => target },
  { zh: '到期', en: 'due', value: ({ dueAt }) => shanghaiMinute(new Date(dueAt)) },
  { zh: '预计逾期', en: 'will be late', value: ({ deliveries }) => deliveries },
  { zh: '发完', en: 'accepted by', value: ({ acceptedBy }) => shanghaiMinute(new Date(acceptedBy)) },
];
