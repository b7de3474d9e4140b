import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openGateway } from '../../gateway/app.js';
import type { Gateway } from '../../gateway/cli/gateway.js';
import { shanghaiDate, systemClock } from '../../gateway/clock.js';
import { readConfig } from '../../gateway/config.js';
import { createLogger } from '../../gateway/logging/logger.js';
import { freePorts } from '../../gateway/sandbox/addresses.js';
import { startSandbox, type Sandbox } from '../../gateway/sandbox/start.js';
import { openSums, summarise, type RunReport } from '../../gateway/summary.js';
import { assetPath } from '../../schemas/assets.js';
import { describeOnPostgres, postgresDatabase, postgresServer } from '../servers/postgres.js';

const records = 300;
const signal = new AbortController().signal;

interface Round {
  readonly reports: readonly RunReport[];
  readonly gateway: Gateway;
}

/** The example prefecture over the sandbox, with whatever store the settings name. */
function mainJob(databaseUrl: () => string | undefined): void {
  let folder: string;
  let sandbox: Sandbox;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-main-job-'));
    await cp(assetPath('examples/gannan'), join(folder, 'workspace'), {
      recursive: true,
      filter: (source) => !source.endsWith('sandbox.json'), // the sandbox of this test has ports of its own
    });
    sandbox = await startSandbox({
      folder: join(folder, 'sandbox'),
      records,
      seed: 7,
      today: shanghaiDate(systemClock.now()),
      now: () => systemClock.now(),
      ports: freePorts,
    });
  });

  afterAll(async () => {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function round<T>(work: (round: Round) => Promise<T>): Promise<T> {
    const url = databaseUrl();
    const settings = readConfig({
      env: { JIANTONG_FILE_ROOTS: folder, ...(url === undefined ? {} : { DATABASE_URL: url }) },
      flags: { dataFolder: join(folder, 'data') },
      stderrIsTerminal: false,
      workingFolder: folder,
    });
    const logger = createLogger({ level: 'error', format: 'json', stream: process.stderr, clock: systemClock });
    const workspaceFolder = join(folder, 'workspace');
    const gateway = await openGateway({
      settings,
      env: sandbox.addresses,
      clock: systemClock,
      logger,
      workspaceFolder,
      deliversApart: true,
    });
    try {
      const runs = await gateway.runAll({ signal, onProgress: () => undefined });
      await gateway.settle(signal);
      return await work({ gateway, reports: await gateway.report(runs) });
    } finally {
      await gateway.close();
    }
  }

  async function books(): Promise<Record<string, { accepted: number; duplicatesAccepted: number }>> {
    const answer = await fetch(`${sandbox.addresses['SANDBOX_CONTROL_URL'] ?? ''}/control/books`);
    const { targets } = (await answer.json()) as { targets: Record<string, { accepted: number; duplicatesAccepted: number }> };
    return targets;
  }

  it('brings every sound record to every platform that is owed it, and every sum closes', async () => {
    await round(async ({ reports }) => {
      expect(reports.map((report) => report.failure)).toEqual(reports.map(() => null));
      expect(openSums(summarise(reports))).toEqual([]);
      const truth = await fetch(`${sandbox.addresses['SANDBOX_CONTROL_URL'] ?? ''}/control/truth`);
      const { streams } = (await truth.json()) as { streams: { good: number; bad: number; doubles: number; rows: number }[] };
      const sum = (name: 'good' | 'bad' | 'rows'): number => streams.reduce((total, stream) => total + stream[name], 0);
      expect(reports.reduce((total, report) => total + report.rows, 0)).toBe(sum('rows'));
      expect(reports.reduce((total, report) => total + report.versions, 0)).toBe(sum('good'));
      expect(reports.reduce((total, report) => total + report.quarantined, 0)).toBe(sum('bad'));
      const theirs = await books();
      for (const [system, book] of Object.entries(theirs)) {
        const ours = reports.flatMap((report) => report.targets).filter((target) => target.connector === `data-office/${system}`);
        expect({ system, accepted: book.accepted, twice: book.duplicatesAccepted }).toEqual({
          system,
          accepted: ours.reduce((total, target) => total + target.accepted, 0),
          twice: 0,
        });
      }
    });
  });

  it('stores and delivers nothing when it runs again over the same data', async () => {
    const before = await books();
    await round(async ({ reports }) => {
      expect(reports.map((report) => [report.name, report.versions, report.quarantined])).toEqual(
        reports.map((report) => [report.name, 0, 0]),
      );
      expect(await books()).toEqual(before);
    });
  });

  it('carries exactly one record when one row is added at a source', async () => {
    const before = await books();
    await fetch(`${sandbox.addresses['SANDBOX_CONTROL_URL'] ?? ''}/control/sources/rows`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ stream: 'gannan-market/licences', row: {} }),
    });
    await round(async ({ reports }) => {
      expect(reports.reduce((total, report) => total + report.versions, 0)).toBe(1);
      const after = await books();
      expect((after['credit-china']?.accepted ?? 0) - (before['credit-china']?.accepted ?? 0)).toBe(1);
    });
  });

  it('tells an obligation for every licence and penalty, met when its platform accepted it', async () => {
    await round(async ({ gateway }) => {
      const { items } = await gateway.services.obligations.list({}, { limit: 500 });
      const open = items.filter((one) => one.target === 'data-office/credit-china');
      const { items: rejected } = await gateway.services.quarantine.list({ state: 'open' }, { limit: 500 });
      // Whatever is still owed to 信用中国 is in quarantine: its deadline runs all the same.
      const quarantined = new Set(rejected.map((one) => one.record));
      expect(open.filter((one) => !quarantined.has(one.record))).toEqual([]);
      expect(open.length).toBeGreaterThan(0);
    });
  });
}

describe('the main job on the embedded store', () => {
  mainJob(() => undefined);
});

describeOnPostgres('the main job on a PostgreSQL server', () => {
  const name = `jiantong_main_job_${String(process.pid)}`;
  const onServer = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: postgresServer });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  beforeAll(() => onServer(`CREATE DATABASE ${name}`));
  afterAll(() => onServer(`DROP DATABASE ${name} WITH (FORCE)`));
  mainJob(() => postgresDatabase(name));
});
