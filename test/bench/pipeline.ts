import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import type { CpuSeconds, ProgramName, ProgramResult, ProgramRun } from './pipeline/programs.js';
import { writePenalties } from './pipeline/records.js';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '100000' },
    pairs: { type: 'string', default: '5' },
    /** Records of one further run of the gateway on PostgreSQL that shows whether a growing store slows it; 0: none. */
    growth: { type: 'string', default: '1000000' },
  },
});
const records = Number(values.records);
const rounds = Number(values.pairs);
const growthRecords = Number(values.growth);
const concurrency = 2;
const countedRecords = 10_000;
const server = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const programs: readonly ProgramName[] = ['gateway-postgres', 'hand-written', 'bare', 'gateway-pglite'];

const folder = await mkdtemp(join(tmpdir(), 'jiantong-bench-'));
const receiver = fork(new URL('./pipeline/receiver.js', import.meta.url));
try {
  const [{ port }] = (await once(receiver, 'message')) as [{ port: number }];
  const source = join(folder, 'source');
  await mkdir(source);
  await writePenalties(join(source, 'penalties.csv'), records);
  const results = new Map<ProgramName, ProgramResult[]>(programs.map((program) => [program, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const program of programs) {
      const result = await runProgram(program, round, { source, port, count: records });
      if (result.accepted !== records) throw new Error(`${program} had ${String(result.accepted)} of ${String(records)} accepted`);
      results.get(program)?.push(result);
      process.stderr.write(`round ${String(round + 1)} ${program}: ${(records / result.seconds).toFixed(0)} records/s\n`);
    }
  }
  const statements = await statementsPerRecord(port);
  print(results, statements, growthRecords > 0 ? await slowdownLastTenth(port) : undefined);
} finally {
  receiver.disconnect();
  await rm(folder, { recursive: true, force: true });
}

/** In a run of its own, because counting slows. */
async function statementsPerRecord(port: number): Promise<number> {
  const source = join(folder, 'counted');
  await mkdir(source);
  await writePenalties(join(source, 'penalties.csv'), countedRecords);
  const result = await runProgram('gateway-postgres', rounds, { source, port, count: countedRecords, countsStatements: true });
  return (result.statements ?? 0) / countedRecords;
}

/** Time of the last tenth of a long run against its first. */
async function slowdownLastTenth(port: number): Promise<number> {
  const source = join(folder, 'growth');
  await mkdir(source);
  await writePenalties(join(source, 'penalties.csv'), growthRecords);
  const { tenths = [], tenthsCpu = [], peakMiB } = await runProgram('gateway-postgres', rounds + 1, { source, port, count: growthRecords });
  console.log(`seconds by tenth of ${String(growthRecords)} records: ${tenths.map((one) => one.toFixed(1)).join(' ')}`);
  const perRecord = (part: keyof CpuSeconds): string =>
    tenthsCpu.map((one) => ((one[part] / growthRecords) * 1e7).toFixed(0)).join(' ');
  console.log(`CPU us/record by tenth: ${perRecord('program')}; of PostgreSQL: ${perRecord('server')}`);
  console.log(`peak MiB over ${String(growthRecords)} records: ${peakMiB.toFixed(0)}`);
  return (tenths.at(-1) ?? 0) / (tenths[0] ?? 1);
}

async function runProgram(
  program: ProgramName,
  round: number,
  at: { source: string; port: number; count: number; countsStatements?: boolean },
): Promise<ProgramResult> {
  const database = `jiantong_bench_${String(process.pid)}_${String(round)}_${program.replace('-', '_')}`;
  const usesServer = program === 'gateway-postgres' || program === 'hand-written';
  if (usesServer) await onServer(`CREATE DATABASE ${database}`);
  const dataFolder = join(folder, `${program}-${String(round)}`);
  await mkdir(dataFolder);
  const url = new URL(server);
  url.pathname = `/${database}`;
  const run: ProgramRun = {
    folder: at.source,
    url: `http://127.0.0.1:${String(at.port)}`,
    databaseUrl: url.href,
    dataFolder,
    concurrency,
    records: at.count,
    countsStatements: at.countsStatements,
  };
  const child = fork(new URL('./pipeline/program.js', import.meta.url), { execArgv: ['--max-semi-space-size=32', '--heap-growing-percent=50'] });
  child.send({ program, run });
  const [result] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${program} ended with ${String(code)}`);
    }),
  ])) as [ProgramResult];
  await once(child, 'exit');
  if (usesServer) await onServer(`DROP DATABASE ${database} WITH (FORCE)`);
  await rm(dataFolder, { recursive: true, force: true });
  return result;
}

async function onServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(sql);
  await client.end();
}

function print(
  results: ReadonlyMap<ProgramName, readonly ProgramResult[]>,
  statements: number,
  slowdown: number | undefined,
): void {
  const line = (...cells: string[]): void => console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(36) : cell.padStart(14))).join(''));
  line('program', 'records/s', 'peak MiB', 'CPU us/record', 'of PostgreSQL');
  for (const program of programs) {
    const runs = results.get(program) ?? [];
    const cpu = (part: keyof CpuSeconds): string => ((median(runs.map((run) => run.cpu[part])) / records) * 1e6).toFixed(0);
    line(
      program,
      (records / median(runs.map((run) => run.seconds))).toFixed(0),
      median(runs.map((run) => run.peakMiB)).toFixed(0),
      cpu('program'),
      cpu('server'),
    );
    for (const stage of Object.keys(runs[0]?.stages ?? {})) {
      line(`  until the end of: ${stage}`, (records / median(runs.map((run) => run.stages?.[stage] ?? 0))).toFixed(0));
    }
  }
  const [gateway] = results.get('gateway-postgres') ?? [];
  console.log(`rows written per record: ${((gateway?.rowsWritten ?? 0) / records).toFixed(2)}`);
  console.log(`statements per record: ${statements.toFixed(3)}`);
  console.log(`WAL bytes per record: ${((gateway?.walBytes ?? 0) / records).toFixed(0)}`);
  const ratio = (ours: ProgramName, theirs: ProgramName): number => {
    const pairs = (results.get(ours) ?? []).map((run, i) => (results.get(theirs)?.[i]?.seconds ?? 0) / run.seconds);
    return Number(median(pairs).toFixed(3));
  };
  const figures = {
    postgresToHandWritten: ratio('gateway-postgres', 'hand-written'),
    postgresToBare: ratio('gateway-postgres', 'bare'),
    pgliteToBare: ratio('gateway-pglite', 'bare'),
    ...(slowdown === undefined ? {} : { slowdownLastTenth: Number(slowdown.toFixed(3)) }),
  };
  console.log(JSON.stringify({ bench: 'pipeline', figures }));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
