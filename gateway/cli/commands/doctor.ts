import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Command } from 'commander';

import { readDoor } from '../../api/token.js';
import type { Settings } from '../../config.js';
import { createCalendar } from '../../deadlines/calendar.js';
import { readShippedCalendars } from '../../deadlines/shipped.js';
import { examine, type PatientStore } from '../../doctor/examine.js';
import { openEmbeddedStore } from '../../store/embedded-store.js';
import { openServerStore } from '../../store/server-store.js';
import { print, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { findingsTable } from '../findings-table.js';
import { interruptible } from '../interrupts.js';
import { isAlive } from '../remote-services.js';
import { settingsOf, type CommonOptions } from '../open-services.js';
import { connectorsOf } from '../workspace-files.js';

interface DoctorOptions extends CommonOptions {
  readonly workspace?: string;
}

/** `jiantong doctor`. */
export function addDoctorCommand(program: Command, line: CommandLine): void {
  line
    .add(program, 'doctor', {
      zh: '检查运行环境、存储、时钟、日历和连接器，并说明如何处理；有故障时退出码为 1。',
      en: 'Check Node.js, store, clock, calendar and connectors, and say how to mend what is wrong; exit code 1 if something is.',
      example: 'jiantong doctor --workspace examples/gannan',
    })
    .option('--workspace <folder>', '同时检查该工作区的连接器。 Check the connectors of this workspace, too.')
    .action(line.does((options: DoctorOptions) => doctor(line, options)));
}

async function doctor({ world }: CommandLine, options: DoctorOptions): Promise<ExitCode> {
  const settings = settingsOf(world, options);
  const { workspace } = options;
  const connectors = workspace === undefined ? [] : await connectorsOf(world, { ...options, workspace });
  return interruptible(world, async (signal) => {
    const findings = await examine(
      {
        nodeVersion: process.versions.node,
        clock: world.clock,
        dataFolder: settings.dataFolder,
        calendar: createCalendar([...readShippedCalendars().values()]),
        store: await storeOf(settings),
        connectors,
      },
      signal,
    );
    print(world, options, { findings }, () => findingsTable(findings));
    return findings.some(({ state }) => state === 'bad') ? exitCode.foundProblem : exitCode.done;
  });
}

async function storeOf({ databaseUrl, dataFolder }: Settings): Promise<PatientStore> {
  if (databaseUrl !== undefined)
    return { kind: 'closed', open: () => openServerStore({ url: databaseUrl, connectionsMax: 2 }) };
  const door = await readDoor(dataFolder);
  if (door !== undefined && (await isAlive(door))) return { kind: 'in-use', address: door.address };
  return existsSync(join(dataFolder, 'store'))
    ? { kind: 'closed', open: () => openEmbeddedStore(dataFolder) }
    : { kind: 'not-made' };
}
