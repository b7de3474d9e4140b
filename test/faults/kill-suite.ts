import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FaultWorld, type Faults } from './fault-world.js';
import type { Death } from './life.js';
import { liveOnce } from './gateway-process.js';
import type { Reckoning } from './reckoning.js';
import { unsafeTarget } from './workspace.js';

/** One way to be killed, over and over. */
interface Killing {
  readonly name: string;
  /** One death after the other in the same store; each life finds new rows in the sources. */
  readonly deaths: readonly Death[];
  /** What the HTTP receivers do meanwhile; they behave again for the last life. */
  readonly faults?: Faults;
}

/** The receivers by what each of them allows when an outcome is unknown. */
export const receivers = {
  safe: 'data-office/gansu-internet-plus',
  ask: 'data-office/credit-china',
  table: 'data-office/gsxt-gansu',
  unsafe: unsafeTarget,
};

export const thrice = (death: Death): Death[] => [1, 2, 3].map((passing) => ({ ...death, passing }));
/** On the way to each kind of receiver once. */
export const atEach = (death: Death, targets: readonly string[] = Object.values(receivers)): Death[] =>
  targets.map((target) => ({ ...death, target }));

const httpPlatforms = ['gansu-internet-plus', 'credit-china'];
const livesMax = 7;

async function misbehave(world: FaultWorld, faults?: Faults): Promise<void> {
  for (const platform of httpPlatforms) await world.misbehave(platform, faults);
}

/** Kills the gateway until each death was died, starting it again over the same store each time. */
async function killAll(world: FaultWorld, { deaths, faults }: Killing, dataFolder: string): Promise<number> {
  let kills = 0;
  for (let life = 0; life < livesMax && kills < deaths.length; life += 1) {
    await misbehave(world, faults);
    const ending = await liveOnce({ ...world.life(dataFolder), death: deaths[kills] });
    if (ending === 'killed') kills += 1;
    await misbehave(world);
    await world.addRows();
  }
  return kills;
}

/** Kills gateways over one world, and holds each store against sources and books when all has settled; prints what it found. */
export function killSuite(title: string, killings: readonly Killing[]): void {
  describe(title, () => {
    const histogram: string[] = [];
    let world: FaultWorld;
    beforeAll(async () => {
      world = await FaultWorld.open({ records: 60 });
    });
    afterAll(async () => {
      await world.close();
      process.stderr.write(`\n${histogram.join('\n')}\n`);
    });

    it.each(killings)('$name stores and delivers everything once when it is started again', async (killing) => {
      const startedAt = performance.now();
      const dataFolder = await world.freshStore(killing.name.replaceAll(' ', '-'));
      const kills = await killAll(world, killing, dataFolder);
      expect(await liveOnce(world.life(dataFolder))).toBe('settled');
      const reckoning = await world.reckonFolder(dataFolder);
      histogram.push(line(killing.name, kills, reckoning, performance.now() - startedAt));
      expect(reckoning.mistakes).toEqual([]);
      expect(kills).toBe(killing.deaths.length);
    });
  });
}

function line(name: string, kills: number, { mistakes, ...found }: Reckoning, tookMs: number): string {
  const counts = Object.entries(found).map(([what, count]) => `${what} ${String(count).padStart(3)}`);
  const seconds = (tookMs / 1000).toFixed(0).padStart(3);
  return `${name.padEnd(46)} kills ${String(kills)}  ${counts.join('  ')}  mistakes ${String(mistakes.length)}  ${seconds} s`;
}
