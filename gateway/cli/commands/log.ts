import type { Command } from 'commander';

import { clockFindingText, type ClockedEntry } from '../../exchange-log/clocks.js';
import { stationWords } from '../../exchange-log/story.js';
import { group, print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withReadings, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';
import { addLogArchiveCommand } from './log-archive.js';
import { addLogExportCommand } from './log-export.js';
import { addLogProofCommands } from './log-proof.js';
import { addLogSearchCommand } from './log-search.js';
import { addLogVerifierCommand } from './log-verifier.js';
import { addLogVerifyCommand } from './log-verify.js';

interface ShowOptions extends CommonOptions {
  readonly limit: number;
  readonly after?: string;
}

/** `jiantong log …`. */
export function addLogCommands(program: Command, line: CommandLine): void {
  const log = group(program, 'log', { zh: '交换日志。', en: 'The exchange log.' });
  line
    .add(log, 'show', {
      zh: '按时间列出一条记录经过的各站。',
      en: 'Show every station of one record, oldest first.',
      example: 'jiantong log show 019ab000-0000-7000-8000-000000000001',
    })
    .argument('<record>', '记录编号。 Id of the record.')
    .option('--limit <n>', '最多条数。 At most so many.', wholeNumber(1, 500), 100)
    .option('--after <cursor>', '从上一页的 next 继续。 Go on after the `next` of the page before.')
    .action(line.does((record: string, options: ShowOptions) => show(line, record, options)));
  addLogSearchCommand(log, line);
  addLogExportCommand(log, line);
  addLogProofCommands(log, line);
  addLogVerifyCommand(log, line);
  addLogVerifierCommand(log, line);
  addLogArchiveCommand(log, line);
}

const columns: readonly Column<ClockedEntry>[] = [
  { zh: '时间', en: 'at (UTC)', value: ({ at }) => at },
  { zh: '站点', en: 'station', value: ({ station }) => `${stationWords[station][0]} ${station}` },
  { zh: '版本', en: 'version', value: ({ version }) => version ?? null },
  { zh: '目标', en: 'target', value: ({ target }) => target ?? null },
  { zh: '代码', en: 'code', value: ({ code }) => code ?? null },
  { zh: '批次', en: 'run', value: ({ run }) => run ?? null },
  { zh: '操作者', en: 'actor', value: ({ actor }) => actor },
  { zh: '接收方时间', en: 'receiver', value: ({ receiverAt }) => receiverAt ?? null },
  { zh: '外部见证', en: 'first outside witness', value: ({ witness }) => (witness === undefined ? null : `${witness.at} ${witness.kind}`) },
];

async function show({ world }: CommandLine, record: string, options: ShowOptions): Promise<ExitCode> {
  return withReadings(world, options, async (services) => {
    const page = await services.logEntries.list({ record }, { limit: options.limit, cursor: options.after });
    print(world, options, page, () => {
      if (page.items.length === 0) return '日志中没有这条记录。 The log says nothing of this record.\n';
      const more = page.next === null ? '' : `还有更多，用 --after ${page.next} 继续。 There are more.\n`;
      const findings = page.items.flatMap(({ at, clockFindings = [] }) => clockFindings.map((finding) => `! ${at} ${clockFindingText(finding)}\n`));
      return table(columns, page.items) + findings.join('') + more;
    });
    return page.items.length === 0 ? exitCode.foundProblem : exitCode.done;
  });
}
