import { resolve } from 'node:path';

import type { Command } from 'commander';

import type { QuarantineView } from '../../services/quarantine.js';
import { summarise, type RunReport } from '../../summary.js';
import { print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Gateway, RunProgress } from '../gateway.js';
import { aborted, interruptible } from '../interrupts.js';
import { loggerOf, settingsOf, type CommonOptions } from '../open-services.js';
import { summaryText } from '../summary-text.js';
import type { World } from '../world.js';

interface StartOptions extends CommonOptions {
  readonly workspace?: string;
  readonly once?: boolean;
  readonly records?: number;
}

/** What a serving gateway waits for receipts before it prints its summary; later ones are seen with other commands. */
const firstReceiptsTimeoutMs = 15_000;
const quarantinedShown = 3;
const quarantinedRead = 500;

/** `jiantong start`. */
export function addStartCommand(program: Command, line: CommandLine): void {
  line
    .add(program, 'start', {
      zh: '启动网关：应用工作区，把每个交换任务执行一次，然后按计划持续运行。',
      en: 'Start the gateway: apply the workspace, run every exchange once, then keep serving and keep the schedules.',
      example: 'jiantong start --workspace examples/gannan --once --json',
    })
    .option('--workspace <folder>', '先应用该目录的配置。 Apply the manifests of this folder first.')
    .option('--once', '能投递的都有回执后结束。 End when everything that can be delivered has its receipt.')
    .option('--port <n>', '接口端口，默认 8620。 Port of the API; default 8620 (JIANTONG_PORT).')
    .option(
      '--records <n>',
      '示例沙箱生成的记录数。 Records that the sandbox of the example generates.',
      wholeNumber(1, 10_000_000),
    )
    .action(line.does((options: StartOptions) => start(line, options)));
}

async function start({ world }: CommandLine, options: StartOptions): Promise<ExitCode> {
  const settings = settingsOf(world, options);
  return interruptible(world, async (signal) => {
    const gateway = await world.openGateway({
      settings,
      env: world.env,
      clock: world.clock,
      logger: loggerOf(world, settings),
      workspaceFolder: options.workspace === undefined ? undefined : resolve(world.workingFolder, options.workspace),
      sandboxRecords: options.records,
      deliversApart: true,
    });
    try {
      return options.once === true
        ? await runOnce(world, gateway, options, signal)
        : await serve(world, gateway, options, signal);
    } finally {
      await gateway.close();
    }
  });
}

async function runOnce(world: World, gateway: Gateway, options: StartOptions, signal: AbortSignal): Promise<ExitCode> {
  const ids = await gateway.runAll({ signal, onProgress: progressTo(world) });
  await gateway.settle(signal);
  const runs = await printSummary(world, gateway, options, ids);
  return signal.aborted || runs.some(({ failure }) => failure !== null) ? exitCode.foundProblem : exitCode.done;
}

/** The port is taken first, so that a taken one is said before any work; the summary comes when the first round is over. */
async function serve(world: World, gateway: Gateway, options: StartOptions, signal: AbortSignal): Promise<ExitCode> {
  const { address } = await gateway.serve();
  const ids = await gateway.runAll({ signal, onProgress: progressTo(world) });
  await gateway.settle(AbortSignal.any([signal, AbortSignal.timeout(firstReceiptsTimeoutMs)]));
  if (!signal.aborted) {
    await printSummary(world, gateway, options, ids);
    world.stderr.write(`\n监通正在运行 Jiantong is running: ${address}/api/v1  按 Ctrl-C 停止 Ctrl-C stops it\n`);
  }
  await aborted(signal);
  return exitCode.done;
}

async function printSummary(
  world: World,
  gateway: Gateway,
  options: StartOptions,
  ids: readonly number[],
): Promise<readonly RunReport[]> {
  const runs = await gateway.report(ids);
  const hasQuarantined = runs.some(({ quarantined }) => quarantined > 0);
  const quarantined = hasQuarantined ? await firstQuarantined(gateway, ids) : [];
  print(world, options, summarise(runs), () => `\n${summaryText(runs, quarantined)}`);
  return runs;
}

/** The first few that these runs put into quarantine. */
async function firstQuarantined({ services }: Gateway, runs: readonly number[]): Promise<readonly QuarantineView[]> {
  const { items } = await services.quarantine.list({ state: 'open' }, { limit: quarantinedRead });
  return items
    .filter(({ run }) => runs.includes(run))
    .toReversed()
    .slice(0, quarantinedShown);
}

/** A plain line for each exchange that begins or ends, on a terminal and in a server's journal alike. */
function progressTo({ stderr }: World): (progress: RunProgress) => void {
  return (progress) => {
    if (progress.event === 'begun') {
      stderr.write(`${progress.exchange} … 开始 begun\n`);
      return;
    }
    const { exchange, rows, versions, quarantined, durationMs, failure } = progress;
    const seconds = (durationMs / 1000).toFixed(1);
    const outcome = failure === null ? '完成 done' : `未完成 did not finish [${failure.code}]`;
    stderr.write(
      `${exchange} ${outcome}: 读取 pulled ${rows}, 入库 stored ${versions}, 隔离 quarantined ${quarantined}, ${seconds} s\n`,
    );
  };
}
