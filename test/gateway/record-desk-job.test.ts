import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cp, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGateway } from '../../gateway/app.js';
import { shanghaiDate, systemClock } from '../../gateway/clock.js';
import { readConfig } from '../../gateway/config.js';
import { createLogger } from '../../gateway/logging/logger.js';
import { freePorts } from '../../gateway/sandbox/addresses.js';
import { startSandbox, type Sandbox } from '../../gateway/sandbox/start.js';
import { assetPath } from '../../schemas/assets.js';

const signal = new AbortController().signal;

describe('the example of a record desk', () => {
  let folder: string;
  let sandbox: Sandbox;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-desk-job-'));
    const workspace = join(folder, 'workspace');
    for (const file of ['departments.yaml', 'mappings/market-spot-check-plan.yaml'])
      await cp(assetPath(`examples/gannan/${file}`), join(workspace, file), { recursive: true });
    await cp(assetPath('examples/record-desk'), workspace, { recursive: true });
    const longAgo = new Date('2026-01-01T00:00:00Z');
    await utimes(join(workspace, 'drop/ccjh.csv'), longAgo, longAgo);
    sandbox = await startSandbox({
      folder: join(folder, 'sandbox'),
      records: 10,
      today: shanghaiDate(systemClock.now()),
      now: () => systemClock.now(),
      ports: freePorts,
    });
  });
  afterAll(async () => {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("brings a department's plans to the double-random subsystem, once, and puts the unsound one aside", async () => {
    const settings = readConfig({ env: {}, flags: { dataFolder: join(folder, 'data') }, stderrIsTerminal: false, workingFolder: folder });
    const logger = createLogger({ level: 'error', format: 'json', stream: process.stderr, clock: systemClock });
    const gateway = await openGateway({
      settings,
      env: sandbox.addresses,
      clock: systemClock,
      logger,
      workspaceFolder: join(folder, 'workspace'),
    });
    try {
      for (const [rows, versions, quarantined] of [[3, 2, 1], [0, 0, 0]]) {
        const runs = await gateway.runAll({ signal, onProgress: () => undefined });
        await gateway.settle(signal);
        expect(await gateway.report(runs)).toMatchObject([{ failure: null, rows, versions, quarantined }]);
      }
      expect(sandbox.control.books['record-desks'].counts).toMatchObject({ accepted: 2, rejected: 0, arrivals: 2, duplicatesAccepted: 0 });
    } finally {
      await gateway.close();
    }
  });
});
