import { Client } from 'pg';
import { runBare } from './bare.js';
import { CpuMeter } from './cpu.js';
import { runGateway } from './gateway.js';
import { runHandWritten } from './hand-written.js';
import type { ProgramName, ProgramResult, ProgramRun } from './programs.js';

/** One program in a process of its own, so that its memory is its own. Told what to do over IPC, answers with the result. */
process.on('message', (message: { program: ProgramName; run: ProgramRun }) => {
  measure(message.program, message.run).then(
    (result) => process.send?.(result, () => process.exit(0)),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(1);
    },
  );
});

async function measure(program: ProgramName, run: ProgramRun): Promise<ProgramResult> {
  const peakMiB = (): number => process.resourceUsage().maxRSS / 1024;
  if (program === 'gateway-pglite') {
    return { ...(await runGateway(run, undefined)), peakMiB: peakMiB() };
  }
  if (program === 'gateway-postgres') {
    const before = await databaseWork(run.databaseUrl);
    const statements = run.countsStatements === true ? countStatements() : undefined;
    const result = await runGateway(run, run.databaseUrl);
    const sent = statements?.();
    const after = await databaseWork(run.databaseUrl);
    return {
      ...result,
      statements: sent,
      peakMiB: peakMiB(),
      walBytes: after.wal - before.wal,
      rowsWritten: after.rows - before.rows,
    };
  }
  const meter = new CpuMeter(program === 'bare' ? undefined : run.databaseUrl);
  await meter.begin();
  const started = performance.now();
  const accepted = program === 'bare' ? await runBare(run) : await runHandWritten(run);
  const seconds = (performance.now() - started) / 1000;
  return { seconds, accepted, peakMiB: peakMiB(), cpu: await meter.end() };
}

/** Counts what this thread's clients send from now on; the answer gives the number. */
function countStatements(): () => number {
  let count = 0;
  const client = Client.prototype as { query: (...sent: unknown[]) => unknown };
  const { query } = client;
  client.query = function counted(this: unknown, ...sent) {
    count += 1;
    return query.apply(this, sent);
  };
  return () => count;
}

/** WAL bytes of the server so far, and rows written in this database. */
async function databaseWork(url: string): Promise<{ wal: number; rows: number }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  // Statistics of ended transactions come within a second.
  await new Promise((done) => {
    setTimeout(done, 1200);
  });
  const { rows } = await client.query<{ wal: string; rows: string }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS wal,
       (SELECT tup_inserted + tup_updated + tup_deleted FROM pg_stat_database WHERE datname = current_database()) AS rows`,
  );
  await client.end();
  return { wal: Number(rows[0]?.wal), rows: Number(rows[0]?.rows) };
}
