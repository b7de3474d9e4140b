import { join, resolve } from 'node:path';

import type { Command } from 'commander';

import { GatewayError } from '../../../schemas/errors.js';
import { shanghaiDate } from '../../clock.js';
import { PortTakenError } from '../../sandbox/listen.js';
import { recordsDefault, recordsMax, seedDefault, startSandbox, type Sandbox } from '../../sandbox/start.js';
import { print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { aborted, interruptible } from '../interrupts.js';
import { settingsOf, type CommonOptions } from '../open-services.js';
import { table } from '../table.js';
import type { World } from '../world.js';

interface SandboxOptions extends CommonOptions {
  readonly records: number;
  readonly seed: number;
  readonly folder?: string;
}

const seedMax = 2 ** 31 - 1;

/** `jiantong sandbox`. */
export function addSandboxCommand(program: Command, line: CommandLine): void {
  line
    .add(program, 'sandbox', {
      zh: '启动模拟的部门系统和接收平台，供接口联调，按 Ctrl-C 停止。',
      en: 'Start simulated department systems and receivers, to test interfaces with; Ctrl-C stops them.',
      example: 'jiantong sandbox --records 500',
    })
    .option('--records <n>', '生成的记录数。 Records to generate.', wholeNumber(1, recordsMax), recordsDefault)
    .option(
      '--seed <n>',
      '种子，相同则数据相同。 Seed: the same gives the same data.',
      wholeNumber(0, seedMax),
      seedDefault,
    )
    .option(
      '--folder <folder>',
      '文件和账目的目录，默认在数据目录下。 Folder of files and books; default: sandbox in the data folder.',
    )
    .action(line.does((options: SandboxOptions) => sandbox(line, options)));
}

async function sandbox({ world }: CommandLine, options: SandboxOptions): Promise<ExitCode> {
  const { dataFolder } = settingsOf(world, options);
  const folder =
    options.folder === undefined ? join(dataFolder, 'sandbox') : resolve(world.workingFolder, options.folder);
  return interruptible(world, async (signal) => {
    const running = await start(world, folder, options);
    try {
      const addresses = Object.entries(running.addresses);
      print(world, options, running.addresses, () =>
        table(
          [
            { zh: '变量', en: 'variable', value: ([name]: [string, string]) => name },
            { zh: '值', en: 'value', value: ([, value]: [string, string]) => value, widthMax: 120 },
          ],
          addresses,
        ),
      );
      world.stderr.write('\n沙箱正在运行，按 Ctrl-C 停止 The sandbox is running; Ctrl-C stops it\n');
      await aborted(signal);
      return exitCode.done;
    } finally {
      await running.stop();
    }
  });
}

async function start({ clock }: World, folder: string, { records, seed }: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox({ folder, records, seed, today: shanghaiDate(clock.now()), now: () => clock.now() });
  } catch (error) {
    if (error instanceof PortTakenError)
      throw new GatewayError('SERVICE_PORT_TAKEN', { port: error.port, by: 'sandbox' }, error);
    throw error;
  }
}
