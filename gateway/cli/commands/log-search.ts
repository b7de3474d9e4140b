import type { Command } from 'commander';

import { shanghaiMinute } from '../../clock.js';
import type { LogStation } from '../../exchange-log/entry.js';
import { forgetProjection, keepSearchable } from '../../exchange-log/search/projector.js';
import type { FoundEntry } from '../../exchange-log/search/search.js';
import { stationWords } from '../../exchange-log/story.js';
import { print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withReadings, withStore, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';
import { filterOf, withFilter, type FilterOptions } from './log-filter.js';

interface SearchOptions extends FilterOptions {
  readonly limit: number;
  readonly after?: string;
}

/** `jiantong log search` and `log reindex`. */
export function addLogSearchCommand(log: Command, line: CommandLine): void {
  withFilter(
    line.add(log, 'search', {
      zh: '查交换日志，新的在前；给出的条件须同时满足。',
      en: 'Search the exchange log, newest first; all that is given must hold.',
      example: 'jiantong log search --station rejected --target data-office/credit-china --from 2026-11-01',
    }),
  )
    .option('--limit <n>', '最多条数。 At most so many.', wholeNumber(1, 500), 50)
    .option('--after <cursor>', '从上一页的 next 继续。 Go on after the `next` of the page before.')
    .action(line.does((options: SearchOptions) => search(line, options)));
  line
    .add(log, 'reindex', {
      zh: '由日志重建查询用的表；日志本身不变。',
      en: 'Make the tables of the search again from the log, which stays as it is.',
      example: 'jiantong log reindex',
    })
    .action(line.does((options: CommonOptions) => reindex(line, options)));
}

interface Rebuilt {
  readonly events: number;
}

async function reindex({ world }: CommandLine, options: CommonOptions): Promise<ExitCode> {
  return withStore(world, options, async (store) => {
    await forgetProjection(store);
    await keepSearchable(store);
    const [rebuilt] = await store.query<Rebuilt>('SELECT next_index AS events FROM log_projection');
    print(world, options, rebuilt, () => `已重建 made again: ${String(rebuilt?.events ?? 0)} 个事件 events\n`);
    return exitCode.done;
  });
}

const columns: readonly Column<FoundEntry>[] = [
  { zh: '序号', en: 'index', value: ({ index }) => index },
  { zh: '北京时间', en: 'at (Shanghai)', value: ({ at }) => shanghaiMinute(new Date(at)) },
  { zh: '站点', en: 'station', value: ({ station }) => stationText(station) },
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '记录', en: 'record', value: ({ record }) => record },
  { zh: '版本', en: 'version', value: ({ version }) => version },
  { zh: '目标', en: 'target', value: ({ target }) => target },
  { zh: '代码', en: 'code', value: ({ code }) => code },
  { zh: '批次', en: 'run', value: ({ run }) => run },
  { zh: '操作者', en: 'actor', value: ({ actor }) => actor },
];

async function search({ world }: CommandLine, options: SearchOptions): Promise<ExitCode> {
  return withReadings(world, options, async ({ log }) => {
    const page = await log.search(filterOf(options), { limit: options.limit, cursor: options.after });
    print(world, options, page, () => {
      if (page.items.length === 0) return '没有符合条件的事件。 No event matches.\n';
      const more = page.next === null ? '' : `还有更多，用 --after ${page.next} 继续。 There are more.\n`;
      return table(columns, page.items) + more;
    });
    return page.items.length === 0 ? exitCode.foundProblem : exitCode.done;
  });
}

function stationText(station: string): string {
  return station in stationWords ? `${stationWords[station as LogStation][0]} ${station}` : station;
}
