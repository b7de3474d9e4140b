import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';

import { InvalidArgumentError, type Command } from 'commander';

import { writeArchive } from '../../exchange-log/archive/write.js';
import { print, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withStore, type CommonOptions } from '../open-services.js';

interface ArchiveOptions extends CommonOptions {
  readonly month: string;
  readonly out: string;
}

/** `jiantong log archive`. */
export function addLogArchiveCommand(log: Command, line: CommandLine): void {
  line
    .add(log, 'archive', {
      zh: '把一个月的事件写成归档文件，可离线核验；存储不变。',
      en: 'Write the events of a month into archive files that verify offline; the store stays as it is.',
      example: 'jiantong log archive --month 2026-10 --out archives',
    })
    .requiredOption('--month <month>', '月份 YYYY-MM（UTC）。 Month, YYYY-MM (UTC).', monthText)
    .requiredOption('--out <folder>', '写入的目录。 Folder to write into.')
    .action(line.does((options: ArchiveOptions) => archive(line, options)));
}

async function archive({ world }: CommandLine, options: ArchiveOptions): Promise<ExitCode> {
  const folder = resolve(world.workingFolder, options.out);
  return withStore(world, options, async (store) => {
    await mkdir(folder, { recursive: true });
    const { first, until, entries, leaves } = await writeArchive(store, options.month, folder);
    const manifest = `${options.month}.manifest.json`;
    print(world, options, { first, until, files: [manifest, entries, leaves] }, () =>
      `已归档 archived: ${String(until - first)} 个事件 events (${String(first)}–${String(until - 1)})，${manifest}、${entries}、${leaves}\n`,
    );
    return exitCode.done;
  });
}

function monthText(text: string): string {
  if (/^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InvalidArgumentError('应为 YYYY-MM。 Expected YYYY-MM.');
}
