import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { openGateway } from '../../gateway/app.js';
import type { Gateway } from '../../gateway/cli/gateway.js';
import { shanghaiDate, systemClock } from '../../gateway/clock.js';
import { readConfig } from '../../gateway/config.js';
import { createLogger } from '../../gateway/logging/logger.js';
import { freePorts } from '../../gateway/sandbox/addresses.js';
import { startSandbox, type Sandbox } from '../../gateway/sandbox/start.js';
import { assetPath } from '../../schemas/assets.js';

const exchange = 'gannan-housing/housing-penalties';
const target = 'data-office/gsxt-gansu';
const targets = [target, 'data-office/credit-china', 'data-office/gansu-internet-plus'];
const signal = new AbortController().signal;

let folder: string;
let sandbox: Sandbox;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jiantong-adopt-'));
  await cp(assetPath('examples/gannan'), join(folder, 'workspace'), { recursive: true, filter: (source) => !source.endsWith('sandbox.json') });
  const now = (): Date => systemClock.now();
  sandbox = await startSandbox({ folder: join(folder, 'sandbox'), records: 60, seed: 7, today: shanghaiDate(now()), now, ports: freePorts });
});
afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
});

async function withGateway<T>(data: string, work: (gateway: Gateway) => Promise<T>): Promise<T> {
  const gateway = await openGateway({
    settings: readConfig({
      env: { JIANTONG_FILE_ROOTS: folder },
      flags: { dataFolder: join(folder, data) },
      stderrIsTerminal: false,
      workingFolder: folder,
    }),
    env: sandbox.addresses,
    clock: systemClock,
    logger: createLogger({ level: 'error', format: 'json', stream: process.stderr, clock: systemClock }),
    workspaceFolder: join(folder, 'workspace'),
  });
  try {
    return await work(gateway);
  } finally {
    await gateway.close();
  }
}

/** What the publicity system's front-end database says of itself: the numbers of the penalties that it took over, with the day. */
async function takenOver(): Promise<{ key: string; date: string }[]> {
  const { addresses } = sandbox;
  const client = new pg.Client({
    host: addresses['SANDBOX_GSXT_HOST'],
    port: Number(addresses['SANDBOX_GSXT_PORT']),
    database: addresses['SANDBOX_GSXT_DATABASE'],
    user: addresses['SANDBOX_GSXT_USER'],
    password: addresses['SANDBOX_GSXT_PASSWORD'],
  });
  await client.connect();
  const { rows } = await client.query<{ key: string }>(`SELECT pendecno AS key FROM gsxt.t_penalty WHERE sync_sign = '1' ORDER BY seq`);
  await client.end();
  return rows.map(({ key }) => ({ key, date: shanghaiDate(systemClock.now()) }));
}

it('a gateway that comes to a receiver which has the records already adopts them by its own table, and pushes none again', async () => {
  await withGateway('first', async (gateway) => {
    await gateway.runAll({ signal, onProgress: () => undefined });
    await gateway.settle(signal);
  });
  const before = await takenOver();
  await withGateway('second', async (gateway) => {
    const { services } = gateway;
    for (const name of targets) await services.targets.pause(name, '首次接入，先认领');
    await gateway.runAll({ signal, onProgress: () => undefined });
    const waiting = await services.deliveries.list({ state: 'pending', target }, { limit: 500 });
    const ours = waiting.items.filter(({ department }) => department === 'gannan-housing');
    expect(ours.length).toBeGreaterThan(0);
    const adopted = await services.adoptions.adopt({ exchange, target, rows: before, person: '示例甲' });
    expect(adopted).toMatchObject({ adopted: ours.length, undated: 0, ambiguous: [], wrongDates: [] });
    const left = await services.deliveries.list({ state: 'pending', target }, { limit: 500 });
    expect(left.items.filter(({ department }) => department === 'gannan-housing')).toEqual([]);
    const settled = await services.deliveries.get(ours[0]?.id ?? '');
    expect(settled).toMatchObject({ state: 'accepted', receipt: { code: 'adopted' } });
    const { adopted: closed } = await services.obligations.bulletin({ department: 'gannan-housing', target });
    expect(closed).toBeGreaterThan(0);
  });
  expect(await takenOver()).toEqual(before);
});
