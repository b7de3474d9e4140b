import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';

import { InvalidArgumentError, type Command } from 'commander';

import { attachArchive } from '../../exchange-log/archive/attach.js';
import { monthsBefore, pruneMonth, type ArchiveTools, type PrunedMonth } from '../../exchange-log/archive/prune.js';
import { parseRetention } from '../../exchange-log/archive/retention.js';
import { writeArchive } from '../../exchange-log/archive/write.js';
import { logReadings } from '../../reading/log.js';
import type { Store } from '../../store/store.js';
import { createIdMaker } from '../../store/uuid.js';
import { print, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { settingsOf, withStore, type CommonOptions } from '../open-services.js';
import type { World } from '../world.js';
import { keysFor } from './log-keys.js';

interface ArchiveOptions extends CommonOptions {
  readonly month: string;
  readonly out: string;
}

interface PruneOptions extends CommonOptions {
  readonly before: string;
  readonly archive: string;
}

/** `jiantong log archive`, `log prune` and `log attach`. */
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
  line
    .add(log, 'prune', {
      zh: '把已归档、已有外部见证、过了留存期的月份从存储中清出；清出后日志仍可核验。',
      en: 'Take months out of the store that are archived, witnessed and past their retention; the log still verifies.',
      example: 'jiantong log prune --before 2026-04 --archive archives',
    })
    .requiredOption('--before <month>', '此月以前的各月（YYYY-MM，UTC，不含）。 Months before this one.', monthText)
    .requiredOption('--archive <folder>', 'log archive 写入的目录。 Folder that log archive wrote into.')
    .action(line.does((options: PruneOptions) => prune(line, options)));
  line
    .add(log, 'attach', {
      zh: '把清出的月份从归档挂回存储，可再查询、出证；用 log prune 再次清出。',
      en: 'Put a pruned month back from its archive, to be searched and proven again; log prune takes it out again.',
      example: 'jiantong log attach archives/2026-03.manifest.json',
    })
    .argument('<manifest>', '归档的 manifest。 Manifest of the archive.')
    .action(line.does((file: string, options: CommonOptions) => attach(line, file, options)));
}

async function prune({ world }: CommandLine, options: PruneOptions): Promise<ExitCode> {
  const folder = resolve(world.workingFolder, options.archive);
  const retention = parseRetention(settingsOf(world, options).logRetention);
  return withStore(world, options, async (store) => {
    const tools = await toolsOf(world, store);
    const pruned: PrunedMonth[] = [];
    for (const month of await monthsBefore(store, options.before)) pruned.push(await pruneMonth(tools, month, folder, retention));
    print(world, options, { pruned }, () =>
      pruned.length === 0 ? '没有可清出的月份。 No month to prune.\n' : pruned.map(({ month, events }) => `已清出 pruned: ${month}，${String(events)} 个事件 events\n`).join(''),
    );
    return pruned.length === 0 ? exitCode.foundProblem : exitCode.done;
  });
}

async function attach({ world }: CommandLine, file: string, options: CommonOptions): Promise<ExitCode> {
  return withStore(world, options, async (store) => {
    const attached = await attachArchive(await toolsOf(world, store), resolve(world.workingFolder, file));
    print(world, options, attached, () => `已挂回 attached: ${attached.month}，${String(attached.events)} 个事件 events\n`);
    return exitCode.done;
  });
}

/** The archive was made from this store, so the store's own keys tell whether it is whole. */
async function toolsOf(world: World, store: Store): Promise<ArchiveTools> {
  const now = (): Date => world.clock.now();
  const offered = await logReadings({ store, scope: 'all' }).keys();
  return { store, now, makeId: createIdMaker(now), keys: await keysFor([], offered.map(({ key }) => key)) };
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
