import type { Entry } from '../../gateway/sandbox/receivers/books.js';
import type { SandboxClient } from '../gateway/sandbox/sandbox-client.js';

const platforms = ['gansu-internet-plus', 'credit-china', 'gsxt-gansu'] as const;
export type Platform = (typeof platforms)[number];

/** What a receiver wrote down of one delivery, by its idempotency key. */
export interface Arrivals {
  arrived: number;
  accepted: number;
  rejected: number;
}

/** Where the books of each platform end: what comes later is the test's own. */
export type Bookmark = Readonly<Record<Platform, number>>;

const pageRows = 10_000;

export async function bookmark(sandbox: SandboxClient): Promise<Bookmark> {
  const { targets } = await sandbox.control<{ targets: Record<Platform, { arrivals: number }> }>('books');
  const arrivalsAt = (name: Platform): number => targets[name].arrivals;
  return {
    'gansu-internet-plus': arrivalsAt('gansu-internet-plus'),
    'credit-china': arrivalsAt('credit-china'),
    'gsxt-gansu': arrivalsAt('gsxt-gansu'),
  };
}

/** Everything that reached the platforms since the bookmark, by idempotency key. */
export async function arrivalsSince(sandbox: SandboxClient, from: Bookmark): Promise<Map<string, Arrivals>> {
  const all = new Map<string, Arrivals>();
  for (const name of platforms) {
    const path = `books?target=${name}&list=arrivals&offset=${String(from[name])}&limit=${String(pageRows)}`;
    const { rows, total } = await sandbox.control<{ total: number; rows: Entry[] }>(path);
    if (from[name] + rows.length !== total) throw new Error(`the books of ${name} do not fit on one page`);
    for (const { key, outcome } of rows) {
      const sum = all.get(key) ?? { arrived: 0, accepted: 0, rejected: 0 };
      all.set(key, sum);
      sum.arrived += 1;
      if (outcome !== 'repeated') sum[outcome] += 1;
    }
  }
  return all;
}

/** Good and bad rows by source stream (`department/stream`), as the generator made them. */
export async function readTruth(sandbox: SandboxClient): Promise<ReadonlyMap<string, { good: number; bad: number }>> {
  const { streams } = await sandbox.control<{ streams: { name: string; good: number; bad: number }[] }>('truth');
  return new Map(streams.map(({ name, good, bad }) => [name, { good, bad }]));
}
