import { userInfo } from 'node:os';
import { resolve } from 'node:path';

import type { Command } from 'commander';

import { connectorTypes } from '../../../connectors/registry.js';
import { createIdMaker } from '../../store/uuid.js';
import { applyFolder } from '../apply.js';
import type { CommandLine } from '../command.js';
import type { ExitCode } from '../exit-code.js';
import { exportConfiguration } from '../export.js';
import { withStore, type CommonOptions } from '../open-services.js';

interface ApplyOptions extends CommonOptions {
  readonly folder: string;
  readonly dryRun?: boolean;
}

/** `jiantong apply` and `jiantong export`: configuration from files and back. Both open the store themselves. */
export function addConfigurationCommands(program: Command, line: CommandLine): void {
  line
    .add(program, 'apply', {
      zh: '检查目录中的全部清单并写入存储；有任何错误则不作改动。',
      en: "Check a folder's manifests and put them into force; with any mistake nothing is changed.",
      example: 'jiantong apply -f examples/gannan',
    })
    .requiredOption('-f, --folder <folder>', '清单所在目录。 Folder of manifests.')
    .option('--dry-run', '只说明会有什么变化。 Only say what would change.')
    .action(line.does((options: ApplyOptions) => apply(line, options)));
  line
    .add(program, 'export', {
      zh: '把现行配置导出为清单文件。',
      en: 'Give the present configuration back as manifest files.',
      example: 'jiantong export --out backup/configuration',
    })
    .option(
      '--out <folder>',
      '新的或空的目录；不给则输出到标准输出。 New or empty folder; without it all goes to standard output.',
    )
    .action(line.does((options: CommonOptions & { out?: string }) => exportAll(line, options)));
}

async function apply({ world }: CommandLine, options: ApplyOptions): Promise<ExitCode> {
  return withStore(world, options, (store) =>
    applyFolder({
      store,
      folder: resolve(world.workingFolder, options.folder),
      types: connectorTypes(),
      makeId: createIdMaker(() => world.clock.now()),
      now: world.clock.now(),
      actor: userInfo().username,
      dryRun: options.dryRun,
      json: options.json,
      out: (text) => world.stdout.write(text),
      err: (text) => world.stderr.write(text),
    }),
  );
}

async function exportAll(
  { world }: CommandLine,
  { out, ...options }: CommonOptions & { readonly out?: string },
): Promise<ExitCode> {
  return withStore(world, options, (store) =>
    exportConfiguration({
      store,
      folder: out === undefined ? undefined : resolve(world.workingFolder, out),
      json: options.json,
      out: (text) => world.stdout.write(text),
    }),
  );
}
