import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FaultWorld, type Faults } from './fault-world.js';
import type { Death } from './life.js';
import { liveOnce } from './gateway-process.js';
import type { Reckoning } from './reckoning.js';
import { unsafeTarget } from './workspace.js';

interface Killing {
  readonly name: string;
  /** One death after the other in the same store; each life finds new rows in the sources. */
  readonly deaths: readonly Death[];
  /** What the HTTP receivers do meanwhile; they behave again for the last life. */
  readonly faults?: Faults;
  /** Dies while the store is made, so it has none to begin with. */
  readonly fromNothing?: boolean;
}

const platform = { safe: 'data-office/gansu-internet-plus', ask: 'data-office/credit-china', table: 'data-office/gsxt-gansu', unsafe: unsafeTarget };
const { safe, ask, table, unsafe } = platform;
const thrice = (death: Death): Death[] => [1, 2, 3].map((passing) => ({ ...death, passing }));
/** On the way to each kind of receiver once. */
const atEach = (death: Death, targets = [safe, ask, table, unsafe]): Death[] => targets.map((target) => ({ ...death, target }));

const killings: readonly Killing[] = [
  { name: 'before the commit of a batch of records', deaths: thrice({ station: 'ingest.writing' }) },
  { name: 'after the commit of a batch of records', deaths: thrice({ station: 'ingest.committed' }) },
  { name: 'before a claim', deaths: atEach({ station: 'deliver.claiming', passing: 2 }) },
  { name: 'after a claim', deaths: atEach({ station: 'deliver.claimed' }) },
  { name: 'while a request is under way', deaths: atEach({ station: 'deliver.claimed', afterMs: 250 }), faults: { latencyMs: 2000 } },
  { name: 'after an answer and before its commit', deaths: atEach({ station: 'deliver.answered' }) },
  { name: 'after the commit of an answer', deaths: atEach({ station: 'deliver.settled' }) },
  { name: 'after receipts came and before their commit', deaths: atEach({ station: 'receipts.polled' }, [safe, table, safe]) },
  { name: 'after the commit of receipts', deaths: atEach({ station: 'receipts.settled' }, [safe, table, safe]) },
  { name: 'before the log gives places', deaths: thrice({ station: 'log.sequencing' }) },
  { name: 'while the log gives places', deaths: thrice({ station: 'log.sequencing', afterMs: 2 }) },
];

const httpPlatforms = ['gansu-internet-plus', 'credit-china'];
const livesMax = 7;

let world: FaultWorld;
const histogram: string[] = [];

beforeAll(async () => {
  world = await FaultWorld.open({ records: 60 });
});
afterAll(async () => {
  await world.close();
  process.stderr.write(`\n${histogram.join('\n')}\n`);
});

async function misbehave(faults?: Faults): Promise<void> {
  for (const platform of httpPlatforms) await world.misbehave(platform, faults);
}

/** Kills the gateway until each death was died, starting it again over the same store each time. */
async function killAll({ deaths, faults }: Killing, dataFolder: string): Promise<number> {
  let kills = 0;
  for (let life = 0; life < livesMax && kills < deaths.length; life += 1) {
    await misbehave(faults);
    const ending = await liveOnce({ ...world.life(dataFolder), death: deaths[kills] });
    if (ending === 'killed') kills += 1;
    await misbehave();
    await world.addRows();
  }
  return kills;
}

describe('a gateway that is killed', () => {
  it.each(killings)('$name stores and delivers everything once when it is started again', async (killing) => {
    const startedAt = performance.now();
    const dataFolder = await world.freshStore(killing.name.replaceAll(' ', '-'), killing.fromNothing);
    const kills = await killAll(killing, dataFolder);
    expect(await liveOnce(world.life(dataFolder))).toBe('settled');
    const reckoning = await world.reckonFolder(dataFolder);
    note(killing.name, kills, reckoning, performance.now() - startedAt);
    expect(reckoning.mistakes).toEqual([]);
    expect(kills).toBe(killing.deaths.length);
  });
});

function note(name: string, kills: number, { mistakes, ...found }: Reckoning, tookMs: number): void {
  const counts = Object.entries(found).map(([what, count]) => `${what} ${String(count).padStart(3)}`);
  const seconds = (tookMs / 1000).toFixed(0).padStart(3);
  histogram.push(`${name.padEnd(46)} kills ${String(kills)}  ${counts.join('  ')}  mistakes ${String(mistakes.length)}  ${seconds} s`);
}
