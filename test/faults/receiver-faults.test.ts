import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../gateway/clock.js';
import { openStore } from '../../gateway/store/open.js';
import { FaultWorld, type Faults } from './fault-world.js';
import { liveOnce } from './gateway-process.js';
import type { Reckoning } from './reckoning.js';

const httpPlatforms = ['gansu-internet-plus', 'credit-china'];
const allPlatforms = [...httpPlatforms, 'gsxt-gansu'];
const found: string[] = [];

let world: FaultWorld;

beforeAll(async () => {
  world = await FaultWorld.open({ records: 60 });
});
afterAll(async () => {
  await world.close();
  process.stderr.write(`\n${found.join('\n')}\n`);
});

/** One life with receivers that misbehave as told, until everything has settled all the same. */
async function deliver(name: string, platforms: readonly string[], faults: Faults): Promise<Reckoning> {
  const dataFolder = await world.freshStore(name);
  for (const platform of platforms) await world.misbehave(platform, faults);
  const ending = await liveOnce(world.life(dataFolder));
  for (const platform of platforms) await world.misbehave(platform);
  const reckoning = await world.reckonFolder(dataFolder);
  note(name, reckoning);
  expect(ending).toBe('settled');
  expect(reckoning.mistakes).toEqual([]);
  return reckoning;
}

function note(name: string, { mistakes, ...counts }: Reckoning): void {
  const cells = Object.entries(counts).map(([what, count]) => `${what} ${String(count).padStart(3)}`);
  found.push(`${name.padEnd(24)} ${cells.join('  ')}  mistakes ${String(mistakes.length)}`);
}

describe('receivers that misbehave get every record once', () => {
  it('when they answer with a server error', async () => {
    const { held } = await deliver('server-errors', httpPlatforms, { errorRate: 0.3, seed: 3 });
    expect(held).toBeGreaterThan(0);
  });

  it('when connections are cut before a request is handled', async () => {
    const { held } = await deliver('cut-before', httpPlatforms, { cutRate: 0.3, seed: 4 });
    expect(held).toBeGreaterThan(0);
  });

  it('when a request is handled and its answer is lost', async () => {
    const { held, repeated } = await deliver('lost-answers', httpPlatforms, { cutAfterResponse: 0.3, seed: 5 });
    expect(held).toBeGreaterThan(0);
    expect(repeated).toBeGreaterThan(0);
  });

  it('when they ask for patience, and then no delivery is in doubt', async () => {
    const { held, repeated } = await deliver('rate-limit', httpPlatforms, { rateLimit: 3, retryAfterSeconds: 1 });
    expect([held, repeated]).toEqual([0, 0]);
  });

  it('when receipts come twice', async () => {
    const { held } = await deliver('double-receipts', ['gansu-internet-plus'], { duplicateReceipts: 1 });
    expect(held).toBe(0);
  });

  it('when they are away for seconds', async () => {
    await deliver('outage', allPlatforms, { outageMs: 4000 });
  });

  it('when receipts are lost, by asking after the time that a receipt may take', async () => {
    const dataFolder = await world.freshStore('lost-receipts');
    await world.misbehave('gansu-internet-plus', { lostReceipts: 0.5, seed: 6 });
    expect(await liveOnce({ ...world.life(dataFolder), patienceMs: 8000 })).toBe('unsettled');
    await world.misbehave('gansu-internet-plus');
    await passDays(dataFolder, 3);
    expect(await liveOnce(world.life(dataFolder))).toBe('settled');
    const reckoning = await world.reckonFolder(dataFolder);
    note('lost-receipts', reckoning);
    expect(reckoning.mistakes).toEqual([]);
  });
});

/** Makes what was handed over look so much older: nobody waits days for a test. */
async function passDays(dataFolder: string, days: number): Promise<void> {
  const store = await openStore({ dataFolder, connectionsMax: 1 }, systemClock.now());
  await store.query('UPDATE outbox SET handed_over_at = handed_over_at - make_interval(days => $1)', [days]);
  await store.close();
}
