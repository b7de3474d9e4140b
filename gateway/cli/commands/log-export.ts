import { writeFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';

import { InvalidArgumentError, type Command } from 'commander';

import { exportForms, type ExportForm } from '../../services/log.js';
import { print, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withStoreServices } from '../open-services.js';
import { filterOf, withFilter, type FilterOptions } from './log-filter.js';

interface ExportOptions extends FilterOptions {
  readonly out: string;
}

/** `jiantong log export`. */
export function addLogExportCommand(log: Command, line: CommandLine): void {
  withFilter(
    line.add(log, 'export', {
      zh: '把查到的事件写成文件，新的在前：.csv、.xlsx 供人阅读，.jsonl 供程序读取；导出本身记入日志。',
      en: 'Write the events that a search finds into a file, newest first: .csv, .xlsx for people, .jsonl for programs; an event itself.',
      example: 'jiantong log export --station rejected --from 2026-11-01 --out rejected.xlsx',
    }),
  )
    .requiredOption('--out <file>', '写入的文件，.csv、.xlsx 或 .jsonl。 File to write, .csv, .xlsx or .jsonl.', exportName)
    .action(line.does((options: ExportOptions) => exportEvents(line, options)));
}

async function exportEvents({ world }: CommandLine, options: ExportOptions): Promise<ExitCode> {
  return withStoreServices(world, options, async ({ logExports }) => {
    const { content, count, isCut } = await logExports.make(filterOf(options), formOf(options.out) ?? 'jsonl');
    await writeFile(resolve(world.workingFolder, options.out), Buffer.from(content, 'base64'));
    print(world, options, { file: options.out, count, isCut }, () =>
      `已导出 exported: ${String(count)} 个事件 events → ${options.out}\n${isCut ? '还有更多，请缩小条件。 There are more: narrow the search.\n' : ''}`,
    );
    return count === 0 || isCut ? exitCode.foundProblem : exitCode.done;
  });
}

function exportName(text: string): string {
  if (formOf(text) !== undefined) return text;
  throw new InvalidArgumentError('应以 .csv、.xlsx 或 .jsonl 结尾。 Expected a name that ends in .csv, .xlsx or .jsonl.');
}

function formOf(file: string): ExportForm | undefined {
  return exportForms.find((form) => extname(file) === `.${form}`);
}
