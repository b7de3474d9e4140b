import { join } from 'node:path';
import { openGateway } from '../../../gateway/app.js';
import { systemClock } from '../../../gateway/clock.js';
import { readConfig } from '../../../gateway/config.js';
import type { Station } from '../../../gateway/exchanges/stations.js';
import { createLogger } from '../../../gateway/logging/logger.js';
import { CpuMeter } from './cpu.js';
import type { CpuSeconds, ProgramResult, ProgramRun } from './programs.js';
import { writeWorkspace } from './workspace.js';

/** The gateway as it ships, over its own workspace: pulls everything, delivers everything, waits for the last receipt. */
export async function runGateway(run: ProgramRun, databaseUrl: string | undefined): Promise<Omit<ProgramResult, 'peakMiB'>> {
  const workspaceFolder = join(run.dataFolder, 'workspace');
  await writeWorkspace(workspaceFolder, run.folder, run.url, run.concurrency);
  const settings = readConfig({
    env: { JIANTONG_LOG_LEVEL: 'error', JIANTONG_FILE_ROOTS: run.folder, JIANTONG_NETWORKS: '127.0.0.1', ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) },
    flags: { dataFolder: run.dataFolder },
    stderrIsTerminal: false,
    workingFolder: run.dataFolder,
  });
  const last = new Map<Station, number>();
  const tenthsAt: { at: number; cpu: CpuSeconds }[] = [];
  let settled = 0;
  const meter = new CpuMeter(databaseUrl);
  const logger = createLogger({ level: 'error', format: 'json', stream: process.stderr, clock: systemClock });
  const gateway = await openGateway({
    settings,
    env: {},
    clock: systemClock,
    logger,
    workspaceFolder,
    deliversApart: run.countsStatements !== true,
    observe: (station, { rows }) => {
      last.set(station, performance.now());
      if (station !== 'deliver.settled') return;
      settled += rows;
      while (settled >= ((tenthsAt.length + 1) * run.records) / 10) tenthsAt.push({ at: performance.now(), cpu: meter.now() });
    },
  });
  await meter.begin();
  const started = performance.now();
  const { signal } = new AbortController();
  const runs = await gateway.runAll({ signal, onProgress: () => undefined });
  await gateway.settle(signal);
  const seconds = (performance.now() - started) / 1000;
  const cpu = await meter.end();
  const until = (station: Station): number => ((last.get(station) ?? started) - started) / 1000;
  const [report] = await gateway.report(runs);
  await gateway.close();
  return {
    accepted: report?.targets[0]?.accepted ?? 0,
    seconds,
    cpu,
    tenths: tenthsAt.map(({ at }, i) => (at - (tenthsAt[i - 1]?.at ?? started)) / 1000),
    tenthsCpu: tenthsAt.map(({ cpu: spent }, i) => {
      const before = tenthsAt[i - 1]?.cpu ?? { program: 0, server: 0 };
      return { program: spent.program - before.program, server: spent.server - before.server };
    }),
    stages: {
      'pull (parse)': until('ingest.pulled'),
      'map, validate, store': until('ingest.committed'),
      'deliver, settle': until('deliver.settled'),
    },
  };
}
